import { amountStep } from './amount-range.ts'
import { isDecision } from './kind-groups.ts'
import { stateOf } from './list-counts.ts'
import { type PublicRecord, type RecordRow, toRow, valuesOf } from './public-record.ts'
import type { FieldValues } from './record-content.ts'
import { type FieldId, fieldSpec, fieldsOf } from './record-fields.ts'
import { KIND_LABEL } from './record-kinds.ts'
import { foldText } from './search-text.ts'
import type { ListState, RecordCategory, RecordKind } from './vocabulary.ts'

/** Raised when what is indexed of a record, or how, changes: the next publish then looks at all of them anew. */
export const SEARCH_FORMAT = 4

/** As many of the newest matches as are counted: more take longer than anybody waits. */
export const MOST_COUNTED = 10_000

/** What a search finds a record by and shows of it: made from its public form only, so nothing else can be found. */
export type SearchEntry = {
  id: string
  kind: RecordKind
  agency: string
  decidedOn: string
  until: string | null
  state: ListState
  categories: RecordCategory[]
  /** Fines and confiscations together, in fen; null where none is stated. */
  amount: number | null
  /** Folded: name, numbers, pinyin and first letters. */
  leads: string[]
  /** Folded texts, kept apart by blanks. */
  body: string
  shown: SearchShown
}

/** What a result shows; `texts`: fields in which the hit may stand. */
export type SearchShown = { row: RecordRow; texts: { label: string; text: string }[] }

/** Full pinyin and first letters of a name, as people type them: without tones, ü as v. */
export type PinyinOf = (name: string) => { full: string; initials: string }

const NUMBERS: readonly FieldId[] = [
  ...(['documentNumber', 'licenceNumber', 'subjectCode', 'registrationNumber', 'organisationCode'] as const),
  ...(['taxNumber', 'institutionNumber', 'associationNumber'] as const),
]
const TITLES: readonly FieldId[] = [
  'documentTitle',
  'certificateName',
  'licenceCategory',
  'violationType',
  'penaltyKinds',
]
/** Not 法定代表人, even where a place shows it: this is no index of persons. */
const TEXTS: readonly FieldId[] = ['facts', 'content', 'legalBasis', 'revokedLicence']

/** Where a hit may stand that the head of a result does not show. */
const SHOWN: readonly FieldId[] = [...NUMBERS.filter((field) => field !== 'documentNumber'), ...TITLES, ...TEXTS]

export function searchEntryOf(record: PublicRecord, pinyinOf: PinyinOf): SearchEntry {
  const values = valuesOf(record)
  const folded = (texts: readonly (string | undefined)[]) =>
    [...new Set(texts.map((text) => foldText(text ?? '')))].filter((text) => text !== '')
  const shownFields = record.fields.filter(({ id }) => isShown(record.kind, id))
  const { full, initials } = pinyinOf(record.subject.name)
  return {
    id: record.id,
    kind: record.kind,
    agency: record.agency.slug,
    decidedOn: record.decidedOn,
    until: record.until,
    state: stateOf(record),
    categories: record.categories,
    amount: amountOf(values),
    leads: folded([record.subject.name, ...NUMBERS.map((field) => values[field]), full, initials]),
    body: folded(bodyOf(record, values)).join(' '),
    shown: { row: toRow(record), texts: shownFields.map(({ label, value }) => ({ label, text: value })) },
  }
}

/** All that is written in an entry, with what it is; of decisions, the fields that say what was decided. */
function bodyOf(record: PublicRecord, values: FieldValues): (string | undefined)[] {
  if (isDecision(record.kind)) return [...TITLES, ...TEXTS, 'agencyName' as const].map((field) => values[field])
  return [
    KIND_LABEL[record.kind],
    ...record.fields.filter(({ id }) => isWords(record.kind, id)).map(({ value }) => value),
  ]
}

function isShown(kind: RecordKind, id: string): boolean {
  if (!isDecision(kind)) return isWords(kind, id) && id !== 'documentNumber'
  return SHOWN.some((field) => field === id)
}

/** Its closed words, too: 拖欠账款 stands nowhere else in an entry of that type. */
function isWords(kind: RecordKind, id: string): boolean {
  const field = fieldsOf(kind).find((it) => it === id)
  const type = field === undefined ? undefined : fieldSpec(kind, field)?.type
  return type === 'text' || type === 'free-text' || type === 'enum'
}

/** The stated total, or what the parts come to. */
function amountOf({ totalAmountYuan, fineAmount, confiscatedAmount, amount }: FieldValues): number | null {
  if (amount !== undefined) return Number(amount)
  if (totalAmountYuan !== undefined) return Number(totalAmountYuan)
  if (fineAmount === undefined && confiscatedAmount === undefined) return null
  return Number(fineAmount ?? 0) + Number(confiscatedAmount ?? 0)
}

/** What a search can be narrowed by, each value a word of the index. */
export type SearchFacet = 'kind' | 'agency' | 'year' | 'category' | 'state' | 'amount'

const FACET_LETTER = { kind: 'k', agency: 'a', year: 'y', category: 'c', state: 's', amount: 'm' } as const

/** The word of the index for a value: with a mark that no folded text has. */
export function facetWord(facet: SearchFacet, value: string | number): string {
  return `${FACET_LETTER[facet]}_${value}`
}

/** All words of an entry that filters ask for. */
export function facetWordsOf(
  entry: Pick<SearchEntry, 'kind' | 'agency' | 'decidedOn' | 'categories' | 'state' | 'amount'>,
): string[] {
  return [
    facetWord('kind', entry.kind),
    facetWord('agency', entry.agency),
    facetWord('year', entry.decidedOn.slice(0, 4)),
    facetWord('state', entry.state),
    ...entry.categories.map((category) => facetWord('category', category)),
    ...(entry.amount === null ? [] : [facetWord('amount', amountStep(entry.amount))]),
  ]
}
