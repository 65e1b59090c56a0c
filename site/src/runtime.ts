import { ageSeal } from '#adapters/age-seal'
import { createWorkProofs } from '#adapters/altcha-proofs'
import { wordsOf } from '#adapters/chinese-words'
import { createApp } from '#api/app'
import type { AgencyFacts } from '#content/schema/agency'
import type { Place } from '#content/schema/place'
import type { TokenForm } from '#domain/form-token'
import { createReadingSearch } from '#domain/reading-page'
import { type CaseStore, type IntakeSecrets, StoreUnavailableError } from '#usecase/case-ports'
import { issueToken } from '#usecase/intake'
import type { BlobStore, Clock } from '#usecase/ports'
import type { SearchIndex } from '#usecase/search-ports'
import { createSnapshotReader, type SnapshotReader } from '#usecase/snapshot-reader'
import { type IntakeFacts, joinIntake } from './intake-facts.ts'
import type { Reading } from './lib/reading.ts'
import { readingPages } from './lib/reading-pages.ts'
import { createSiteApi, type SiteApi } from './lib/site-api.ts'
import { taskEntries } from './lib/task-entries.ts'

export type RuntimeParts = {
  place: Place
  contacts: Record<string, AgencyFacts>
  blobs: BlobStore
  clock: Clock
  hash: (text: string) => Promise<string>
  ping: () => Promise<void>
  search: () => Promise<SearchIndex>
  intake: IntakeFacts
  /** Of this machine, for what people send in. */
  cases: () => Promise<CaseStore>
  intakeSecret: () => string
  /** Keyed hashes by what this machine does fastest. */
  createSecrets: (secret: () => string) => IntakeSecrets
  reading: Reading
  /** Whether one request may wait for what another one began; a Worker may not. */
  joinsReads: boolean
  report: (error: unknown) => void
}

/** What both machines have in common: one API over one snapshot reader, and the pages' client on it. */
export function createRuntime({ place, contacts, blobs, clock, reading, intake, joinsReads, ...parts }: RuntimeParts) {
  const { cases, intakeSecret, createSecrets, ...rest } = parts
  const reader: SnapshotReader = createSnapshotReader({ blobs, clock, joinsReads })
  const pages = createReadingSearch(readingPages(place.slug, reading))
  const verbs = intakeParts({ intake, place, clock, cases, intakeSecret, createSecrets })
  const tasks = { entries: taskEntries(place.slug, reading), mechanisms: reading.mechanisms, clock }
  const app = createApp({
    ...{
      ...rest,
      reader,
      place,
      readingPages: pages,
      wordsOf,
      tasks,
      evaluations: reading.evaluations,
      duties: reading.duties,
    },
    intake: verbs,
  })
  const api: SiteApi = createSiteApi(async (path, init) => app.request(`${place.base}${path}`, init))
  /** For our own pages only: no route gives out tokens, or a script could fetch them by the dozen. */
  const formToken = (form: TokenForm): Promise<string | null> =>
    issueToken({ ...verbs, reader, hash: rest.hash }, form).catch((error: unknown) => {
      if (error instanceof StoreUnavailableError) return null
      throw error
    })
  return { place, contacts, reading, intake, reader, app, api, clock, formToken, verbs }
}

/** What verbs on cases need, with the same seals, proofs and keyed hashes on both machines. */
export function intakeParts({
  intake,
  place,
  clock,
  cases,
  intakeSecret,
  createSecrets,
}: Pick<RuntimeParts, 'intake' | 'place' | 'clock' | 'cases' | 'intakeSecret' | 'createSecrets'>) {
  const secrets = createSecrets(intakeSecret)
  return joinIntake(intake, place, { cases, secrets, seal: ageSeal, proofs: createWorkProofs(intakeSecret), clock })
}

/** CLOCK fixes the day for tests and drills, e.g. 2027-01-01; absent, the machine's clock counts. */
export function clockFrom(fixedDay: string | undefined): Clock {
  if (fixedDay === undefined || fixedDay === '') return () => Date.now()
  const instant = Date.parse(`${fixedDay}T12:00:00+08:00`)
  if (Number.isNaN(instant)) throw new Error(`CLOCK is "${fixedDay}"; it has to be a day such as 2027-01-01.`)
  return () => instant
}
