import { foldDocumentNumber, foldName } from './document-number.ts'
import type { PublicRecord } from './public-record.ts'
import type { ShardTarget } from './snapshot.ts'
import { checkUscc, normaliseCode } from './uscc.ts'

/** Keys under which a query may be found: the same folds in build, server and browser. */
export function exactKeys(query: string): string[] {
  const number = foldDocumentNumber(query)
  const code = normaliseCode(query)
  const name = foldName(query)
  const keys = [number === '' ? '' : `n:${number}`, code === '' ? '' : `c:${code}`, name === '' ? '' : `m:${name}`]
  return [...new Set(keys.filter((key) => key !== ''))]
}

/** The key of a whole name. */
export function nameKey(name: string): string {
  return `m:${foldName(name)}`
}

/** What a visitor may have meant: O typed for 0 in a number, or a letter in a credit code that its check digit unmasks. */
export function suggestionsFor(query: string): string[] {
  const code = checkUscc(normaliseCode(query))
  const zeros = query.replace(/[OoＯｏ]/g, '0')
  const suggestions = [code.suggestion ?? '', zeros === query ? '' : zeros]
  return [...new Set(suggestions.filter((text) => text !== ''))]
}

/** Every exact key of a public record with what it leads to: the number to the record, code and name to the subject. */
export function keysOfRecord(record: PublicRecord): { key: string; target: ShardTarget }[] {
  const keys: { key: string; target: ShardTarget }[] = []
  const own: ShardTarget = `r:${record.id}`
  const number = foldDocumentNumber(record.documentNumber ?? '')
  if (number !== '') keys.push({ key: `n:${number}`, target: own })
  const subject: ShardTarget = record.subject.uscc ? `s:${record.subject.uscc}` : own
  if (record.subject.uscc) keys.push({ key: `c:${normaliseCode(record.subject.uscc)}`, target: subject })
  const name = foldName(record.subject.name)
  if (name !== '') keys.push({ key: `m:${name}`, target: subject })
  return keys
}

export function keysOfAgency(agency: {
  slug: string
  name: string
  uscc: string | null
}): { key: string; target: ShardTarget }[] {
  const target: ShardTarget = `a:${agency.slug}`
  const byCode = agency.uscc === null ? [] : [{ key: `c:${normaliseCode(agency.uscc)}`, target }]
  return [{ key: `m:${foldName(agency.name)}`, target }, ...byCode]
}
