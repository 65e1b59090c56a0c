import { createHash } from 'node:crypto'
import { exactKey } from '#domain/exact-key'
import { SHARD_PREFIX_DIGITS } from '#domain/snapshot-address'

export type Target = {
  id: string
  number: string
  name: string
  uscc: string
  agency: string
}

/** `holds`: whether an answer still shows the record. A query says its own words again, so links are looked at. */
export type Layer = {
  name: string
  address: string
  /** Of a file only the head is asked: `text` is then its ETag. */
  isFile: boolean
  holds: (status: number, text: string) => boolean
}

/** The file with all penalties; refused from the journal on, until it is made anew. */
export const FILE = '/data/penalties.csv'

/** Every kind of answer that shows a penalty; the first page of each list, where the newest records stand. */
export function layersOf(it: Target, etag: string): Layer[] {
  const byName = (_: number, text: string) => text.includes(it.name)
  const byLink = (_: number, text: string) => text.includes(it.id)
  const shard = createHash('sha256').update(exactKey(it.number)).digest('hex').slice(0, SHARD_PREFIX_DIGITS)
  const q = (text: string) => encodeURIComponent(text)
  const layers: [string, string, Layer['holds']][] = [
    ['page', `/penalties/${it.id}/`, byName],
    ['page to cite', `/penalties/${it.id}/cite/`, byName],
    ['list', '/penalties/', byLink],
    ['organ', `/agencies/${it.agency}/`, byLink],
    ['subject', `/subjects/${it.uscc}/`, byLink],
    ['start page', '/', byLink],
    ['search page', `/search/?q=${q(it.name)}`, byLink],
    ['search API', `/api/v1/search?q=${q(it.name)}&limit=50`, byLink],
    ['suggestions', `/api/v1/suggestions?q=${q(it.name.slice(0, -2))}`, byName],
    ['exact API', `/api/v1/exact?q=${q(it.number)}`, byLink],
    ['exact shard', `/exact/${shard}.json`, byLink],
    ['record API', `/api/v1/records/${it.id}`, byName],
    ['list API', '/api/v1/records?kind=penalty&limit=100', byLink],
    ['recent API', '/api/v1/recent?kind=penalty&limit=50', byLink],
    ['feed, all', '/feeds/all.atom', byLink],
    ['feed, penalties', '/feeds/penalties.json', byLink],
    ['feed of the organ', `/feeds/agencies/${it.agency}.atom`, byLink],
    ['download', FILE, (status, text) => status === 200 && text === etag],
  ]
  return layers.map(([name, address, holds]) => ({ name, address, isFile: address === FILE, holds }))
}
