import type { PublicRecord } from '#domain/public-record'
import type { SearchFilter, SearchOrder } from '#usecase/search-ports'
import { createRandom, type Random } from '../../demo/random.ts'
import { CORPUS_SEED } from '../corpus/records.ts'
import { partOf, wordOf, wordsIn, wordyText } from './queries.ts'

export const MIX_CLASSES = ['exact', 'narrow', 'broad'] as const
export type MixClass = (typeof MIX_CLASSES)[number]
export type MixQuery = { is: MixClass; q: string; filter: SearchFilter; order: SearchOrder }

const NO_FILTER: SearchFilter = { kind: null, agency: null, year: null, category: null, state: null, amount: null }
const TRIES = 200

/** A query a record: half exact, three in ten narrow, two in ten broad; the same records give the same mix. */
export function createMix(records: readonly PublicRecord[]): MixQuery[] {
  const random = createRandom(CORPUS_SEED + 2)
  return records.map((record) => {
    const roll = random.below(10)
    if (roll < 5) return exact(record, random)
    return roll < 8 ? narrow(record, random) : broad(record, random)
  })
}

function exact({ documentNumber, subject }: PublicRecord, random: Random): MixQuery {
  const q = random.pick([documentNumber ?? '', subject.uscc ?? '', subject.name])
  return { is: 'exact', q, filter: NO_FILTER, order: 'best' }
}

/** Part of a name, or words of four to eight characters; every second one within its organ or year. */
function narrow(record: PublicRecord, random: Random): MixQuery {
  const words = wordsIn(wordyText(record))
  const q = drawn(() => {
    const length = random.pick([4, 5, 6, 8])
    return random.chance(0.4) ? partOf(record.subject.name, 4, random) : wordOf(words, length, random)
  }, record.subject.name)
  const filter = random.chance(0.5) ? narrowing(record, random) : NO_FILTER
  return { is: 'narrow', q, filter, order: 'best' }
}

/** A word of two characters, newest first; three in four within a filter. Frequent words are drawn as often as they stand. */
function broad(record: PublicRecord, random: Random): MixQuery {
  const words = wordsIn(wordyText(record))
  const q = drawn(() => wordOf(words, 2, random), record.subject.name.slice(0, 2))
  const filter = random.chance(0.75) ? narrowing(record, random) : NO_FILTER
  return { is: 'broad', q, filter, order: 'newest' }
}

function narrowing({ kind, agency, decidedOn }: PublicRecord, random: Random): SearchFilter {
  const year = decidedOn.slice(0, 4)
  return random.pick([
    { ...NO_FILTER, kind },
    { ...NO_FILTER, agency: agency.slug },
    { ...NO_FILTER, year },
    { ...NO_FILTER, kind, agency: agency.slug, year },
  ])
}

function drawn(draw: () => string | undefined, instead: string): string {
  for (let tries = 0; tries < TRIES; tries++) {
    const text = draw()
    if (text !== undefined) return text
  }
  return instead
}
