import { wordsOf } from '#adapters/chinese-words'
import { exactKey } from '#domain/exact-key'
import type { PublicRecord } from '#domain/public-record'
import type { RecordKind } from '#domain/vocabulary'
import type { Random } from '../../demo/random.ts'

export const QUERY_KINDS = ['number', 'code', 'name', 'word-2', 'word-4', 'word-8', 'part-4', 'filter-sort'] as const
export type QueryKind = (typeof QUERY_KINDS)[number]
export const EXACT_KINDS: readonly QueryKind[] = ['number', 'code', 'name']
export const PAGE = 20

export type Narrowing = { kind: RecordKind; agency: string; year: string }

/** `meant`: any of these has to come first, or as many of them as fit a page have to be on it. `s:` before a credit code. */
export type Query = { kind: QueryKind; text: string; filter: Narrowing | null; meant: ReadonlySet<string> }

type Known = { record: PublicRecord; plain: string; words: string[] }

/** Queries drawn from the records, with the truth found the slow way: every text looked through. */
export function createQueries(records: readonly PublicRecord[], random: Random) {
  const known = records.map(knownOf)
  const draw = (kind: QueryKind): Query => {
    for (;;) {
      const query = queryOf(kind, random.pick(known), random, known)
      if (query && query.meant.size > 0) return query
    }
  }
  return (kind: QueryKind, count: number): Query[] => Array.from({ length: count }, () => draw(kind))
}

function queryOf(
  kind: QueryKind,
  { record, words }: Known,
  random: Random,
  known: readonly Known[],
): Query | undefined {
  const found = (is: (it: Known) => boolean) => known.filter(is)
  const ids = (some: readonly Known[]) => some.map((it) => it.record.id)
  const { documentNumber, subject } = record
  const make = (text: string, meant: readonly string[], filter: Narrowing | null = null): Query => {
    return { kind, text, filter, meant: new Set(meant) }
  }
  switch (kind) {
    case 'number':
      return make(documentNumber ?? '', [record.id])
    case 'code': {
      const same = found((it) => it.record.subject.uscc === subject.uscc)
      return make(subject.uscc ?? '', [...ids(same), `s:${subject.uscc}`])
    }
    case 'name': {
      const same = found((it) => exactKey(it.record.subject.name) === exactKey(subject.name))
      return make(subject.name, [...ids(same), ...same.map((it) => `s:${it.record.subject.uscc}`)])
    }
    case 'filter-sort':
      return narrowedQuery(record, wordOf(words, 2, random), known, make)
    case 'part-4':
      return partQuery(partOf(subject.name, 4, random), known, make)
    default:
      return partQuery(wordOf(words, Number(kind.slice(-1)), random), known, make)
  }
}

type Make = (text: string, meant: readonly string[], filter?: Narrowing) => Query

function partQuery(text: string | undefined, known: readonly Known[], make: Make): Query | undefined {
  if (text === undefined) return undefined
  const plain = plainText(text)
  return make(
    text,
    known.filter((it) => it.plain.includes(plain)).map((it) => it.record.id),
  )
}

/** Newest first: what is meant is what a first page would hold, and everything of the same day as its last. */
function narrowedQuery(record: PublicRecord, text: string | undefined, known: readonly Known[], make: Make) {
  if (text === undefined || record.kind !== 'penalty') return undefined
  const filter = { kind: record.kind, agency: record.agency.slug, year: record.decidedOn.slice(0, 4) }
  const plain = plainText(text)
  const matching = known.filter((it) => isWithin(it.record, filter) && it.plain.includes(plain)).map((it) => it.record)
  const days = matching.map(({ decidedOn }) => decidedOn).sort((a, b) => (a < b ? 1 : -1))
  const last = days[PAGE - 1] ?? ''
  return make(
    text,
    matching.filter(({ decidedOn }) => decidedOn >= last).map(({ id }) => id),
    filter,
  )
}

function isWithin({ kind, agency, decidedOn }: PublicRecord, filter: Narrowing): boolean {
  return kind === filter.kind && agency.slug === filter.agency && decidedOn.startsWith(filter.year)
}

/** Whole words side by side that have so many characters together, as the dictionary of the runtime parts them. */
export function wordOf(words: readonly string[], length: number, random: Random): string | undefined {
  const from = random.below(Math.max(1, words.length))
  let text = ''
  for (let at = from; at < words.length && [...text].length < length; at++) text += words[at]
  return [...text].length === length && /^\p{Script=Han}+$/u.test(text) ? text : undefined
}

export function partOf(text: string, length: number, random: Random): string | undefined {
  const characters = [...text]
  if (characters.length < length) return undefined
  const from = random.below(characters.length - length + 1)
  const part = characters.slice(from, from + length).join('')
  return /^\p{Script=Han}+$/u.test(part) ? part : undefined
}

/** Texts of a record in which words are looked for. */
export function wordyText({ fields }: PublicRecord): string {
  const texts = fields.filter(({ id }) => id === 'facts' || id === 'content' || id === 'violationType')
  return texts.map(({ value }) => value).join('\n')
}

/** Words never reach over punctuation: each stretch of the text is parted by itself. */
export function wordsIn(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).flatMap((stretch) => [...wordsOf(stretch), '\n'])
}

const SEARCHED = new Set([
  ...[
    'documentNumber',
    'subjectName',
    'subjectCode',
    'violationType',
    'facts',
    'content',
    'legalBasis',
    'penaltyKinds',
  ],
  ...['documentTitle', 'certificateName', 'licenceCategory', 'licenceNumber', 'agencyName'],
])

function knownOf(record: PublicRecord): Known {
  const texts = record.fields.filter(({ id }) => SEARCHED.has(id)).map(({ value }) => plainText(value))
  return { record, plain: texts.join('\n'), words: wordsIn(wordyText(record)) }
}

/** Letters and digits only, lower case. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** The share of what should be there that is: 0 or 1 for an exact query, up to 1 for words. */
export function recallOf({ kind, meant }: Query, found: readonly string[]): number {
  if (EXACT_KINDS.includes(kind)) return meant.has(found[0] ?? '') ? 1 : 0
  const page = found.slice(0, PAGE)
  return page.filter((id) => meant.has(id)).length / Math.min(PAGE, meant.size)
}
