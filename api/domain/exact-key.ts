import { foldName, untilStable } from './document-number.ts'
import { isAboutOrgan } from './kind-groups.ts'
import { type PublicRecord, valuesOf } from './public-record.ts'
import { referenceFields } from './record-fields.ts'
import { KIND_LETTER } from './record-kinds.ts'
import type { ShardTarget } from './snapshot.ts'
import { checkUscc, normaliseCode } from './uscc.ts'
import { RECORD_KINDS, type RecordKind } from './vocabulary.ts'

const CODE = /^[0-9A-Z]{18}$/
/** A 许可编号 shorter than this, or without a digit, is a word that everybody writes. */
const SHORTEST_LICENCE_NUMBER = 5

/** 号 closes a number, and is left out as often as not; at the end of a name it is a part of the name. */
const CLOSING_MARK = /([0-9A-Z\]一二三四五六七八九十百千零〇])[号號]+$/
/** 第 before the serial number that closes a document number: there is a year before it. */
const SERIAL_MARK = /(\d.*?)第+(?=[0-9A-Z-]+$)/

/**
 * The one key of a document number, a credit code or a whole name, however it is written; '' where nothing is said. One
 * fold for all three, so that whoever asks needs not say which it is, and one request answers. Runs in the browser too.
 */
export function exactKey(query: string): string {
  const folded = untilStable(query, (text) =>
    foldName(text)
      .replace(/[([{〔【〖「『《〈<«]/g, '[')
      .replace(/[)\]}〕】〗」』》〉>»]/g, ']')
      .replace(/[\p{Pd}−─━]+/gu, '-')
      .replace(/[.。;,、:]+$/, '')
      .replace(CLOSING_MARK, '$1')
      .replace(SERIAL_MARK, '$1'),
  )
  const code = normaliseCode(folded)
  return CODE.test(code) ? code : folded
}

/** What a visitor may have meant: O typed for 0 in a number, or a letter in a credit code that its check digit unmasks. */
export function suggestionsFor(query: string): string[] {
  const code = checkUscc(normaliseCode(query))
  const zeros = query.replace(/[OoＯｏ]/g, '0')
  const suggestions = [code.suggestion ?? '', zeros === query ? '' : zeros]
  return [...new Set(suggestions.filter((text) => text !== ''))]
}

export type KeyedTarget = { key: string; target: ShardTarget }

/** Every exact key of a public record with what it leads to: numbers to the record, code and name to the subject. */
export function keysOfRecord(record: PublicRecord): KeyedTarget[] {
  const own: ShardTarget = `${KIND_LETTER[record.kind]}:${record.id}:${record.agency.slug}`
  const { uscc, name } = record.subject
  const subject: ShardTarget = uscc ? `s:${uscc}` : own
  const values = valuesOf(record)
  // Who looks up a number finds what hangs on it, too.
  const references = referenceFields(record.kind).map((field) => values[field])
  const numbers = [record.documentNumber, ...references].map((number) => ({ key: exactKey(number ?? ''), target: own }))
  // The organ's name and code lead to the organ.
  if (isAboutOrgan(record.kind)) return numbers.filter(({ key }) => key !== '')
  const found = [
    ...numbers,
    { key: exactKey(licenceNumberOf(record)), target: own },
    { key: exactKey(uscc ?? ''), target: subject },
    { key: exactKey(name), target: subject },
  ]
  const seen = new Set(['\n'])
  return found.filter(({ key, target }) => {
    const pair = `${key}\n${target}`
    if (key === '' || seen.has(pair)) return false
    seen.add(pair)
    return true
  })
}

/** 许可编号 stands on the certificate that people have in hand; the decision's own number often does not. */
function licenceNumberOf(record: PublicRecord): string {
  const number = record.kind === 'licence' ? (valuesOf(record).licenceNumber ?? '') : ''
  return number.length >= SHORTEST_LICENCE_NUMBER && /\d/.test(number) ? number : ''
}

/** `names`: its name and the short names by which people know it. */
export function keysOfAgency(agency: { slug: string; names: readonly string[]; uscc: string | null }): KeyedTarget[] {
  const target: ShardTarget = `a:${agency.slug}`
  const keys = [...agency.names, agency.uscc ?? ''].map(exactKey).filter((key) => key !== '')
  return [...new Set(keys)].map((key) => ({ key, target }))
}

/** What a target of a shard means. `agency`: the organ's slug. */
export type ExactTarget =
  | { of: 'record'; kind: RecordKind; id: string; agency: string }
  | { of: 'subject'; uscc: string }
  | { of: 'agency'; slug: string }

export function parseTarget(target: ShardTarget): ExactTarget {
  const [letter = '', value = '', agency = ''] = splitTarget(target)
  if (letter === 's') return { of: 'subject', uscc: value }
  if (letter === 'a') return { of: 'agency', slug: value }
  const kind = RECORD_KINDS.find((it) => KIND_LETTER[it] === letter)
  if (kind === undefined) throw new Error(`No kind of record has the letter "${letter}".`)
  return { of: 'record', kind, id: value, agency }
}

/** Letter, id, code or slug, and of a record the organ's slug: as much as a browser needs. */
export function splitTarget(target: ShardTarget): string[] {
  return target.split(':')
}
