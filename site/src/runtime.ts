import { wordsOf } from '#adapters/chinese-words'
import { createApp } from '#api/app'
import type { AgencyContacts } from '#content/schema/agency'
import type { Place } from '#content/schema/place'
import { createReadingSearch } from '#domain/reading-page'
import type { BlobStore, Clock } from '#usecase/ports'
import type { SearchIndex } from '#usecase/search-ports'
import { createSnapshotReader, type SnapshotReader } from '#usecase/snapshot-reader'
import type { Reading } from './lib/reading.ts'
import { readingPages } from './lib/reading-pages.ts'
import { createSiteApi, type SiteApi } from './lib/site-api.ts'

export type RuntimeParts = {
  place: Place
  contacts: Record<string, AgencyContacts>
  blobs: BlobStore
  clock: Clock
  hash: (text: string) => Promise<string>
  ping: () => Promise<void>
  search: () => Promise<SearchIndex>
  reading: Reading
  report: (error: unknown) => void
}

/** What both machines have in common: one API over one snapshot reader, and the pages' client on it. */
export function createRuntime({ place, contacts, blobs, clock, reading, ...rest }: RuntimeParts) {
  const reader: SnapshotReader = createSnapshotReader({ blobs, clock })
  const pages = createReadingSearch(readingPages(place.slug, reading))
  const app = createApp({ ...rest, reader, place, readingPages: pages, wordsOf })
  const api: SiteApi = createSiteApi(async (path) => app.request(`${place.base}${path}`))
  return { place, contacts, reading, reader, app, api, clock }
}

/** CLOCK fixes the day for tests and drills, e.g. 2027-01-01; absent, the machine's clock counts. */
export function clockFrom(fixedDay: string | undefined): Clock {
  if (fixedDay === undefined || fixedDay === '') return () => Date.now()
  const instant = Date.parse(`${fixedDay}T12:00:00+08:00`)
  if (Number.isNaN(instant)) throw new Error(`CLOCK is "${fixedDay}"; it has to be a day such as 2027-01-01.`)
  return () => instant
}
