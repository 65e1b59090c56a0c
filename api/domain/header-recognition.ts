import { type HeaderDictionary, mapHeaders } from './header-mapping.ts'
import { memoised } from './memo.ts'
import type { FieldId } from './record-fields.ts'
import { RECORD_KINDS, type RecordKind } from './vocabulary.ts'

/** A kind needs this many headers of its own, and this many times as many as the other kind has. */
const OWN_HEADERS = 2
const TIMES_OTHER = 3

/** The kind of table these headers are of; undefined where that is not clear. */
export function recogniseKind(
  headers: readonly string[],
  dictionaries: Record<RecordKind, HeaderDictionary>,
): RecordKind | undefined {
  const known = RECORD_KINDS.map((kind) => ({ kind, fields: fieldsIn(headers, dictionaries[kind], kind) }))
  const own = known.map(({ kind, fields }) => ({
    kind,
    count: fields.filter((field, index) => field !== null && isOnlyHere(known, kind, index)).length,
  }))
  const [best, next] = own.sort((a, b) => b.count - a.count)
  if (!best || best.count < OWN_HEADERS) return undefined
  return best.count >= TIMES_OTHER * (next?.count ?? 0) ? best.kind : undefined
}

/**
 * Counts how many fields some texts are headers of, in the kind that knows most of them: the row with the most is the
 * header row. Each text is judged once, for the first rows of a sheet are asked about again and again.
 */
export function headerCounter(
  dictionaries: Record<RecordKind, HeaderDictionary>,
): (headers: readonly string[]) => number {
  const knows = RECORD_KINDS.map((kind) =>
    memoised((header) => fieldsIn([header], dictionaries[kind], kind)[0] ?? null),
  )
  // A line of a dictionary names one field by code and by header: that is one, and no header row.
  return (headers) => Math.max(...knows.map((fieldOf) => new Set(headers.map(fieldOf).filter(Boolean)).size))
}

/** A column that lost its field to another is still one we know. */
function fieldsIn(headers: readonly string[], dictionary: HeaderDictionary, kind: RecordKind): (FieldId | null)[] {
  return mapHeaders(headers, dictionary, kind).columns.map(({ field, by, rivals }) =>
    by === 'clash' ? (rivals[0]?.field ?? null) : field,
  )
}

function isOnlyHere(
  known: readonly { kind: RecordKind; fields: (FieldId | null)[] }[],
  kind: RecordKind,
  index: number,
) {
  return known.every((other) => other.kind === kind || other.fields[index] === null)
}
