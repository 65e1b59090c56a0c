import { untilStable } from './document-number.ts'
import { type FieldScore, type HeaderParts, scoreHeader } from './header-score.ts'
import type { MoneyUnit } from './money.ts'
import { type FieldId, fieldSpec } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

/** What a header can mean. `implies`: e.g. 企业名称 says by itself that the subject is an organisation. */
export type HeaderMeaning = { field: FieldId; implies?: Partial<Record<FieldId, string>> }
export type HeaderSource = 'official-code' | 'official-header' | 'alias-code' | 'alias'

/**
 * Of one kind. `known`: folded header → meaning, null where a header is known to have no field (CF_CFLB2).
 * `bookkeeping`: folded headers of columns that count lines or carry our own remarks (序号, 未接收原因).
 */
export type HeaderDictionary = {
  known: ReadonlyMap<string, (HeaderMeaning & { source: HeaderSource }) | null>
  bookkeeping: ReadonlySet<string>
  parts: HeaderParts
}

/** A person's confirmed map: folded header → field; null means deliberately no field. */
export type HeaderMap = ReadonlyMap<string, FieldId | null>

/**
 * What became of one column. `clash`: another column has the field, or none has because several claim it alike; the
 * field is then the first of `rivals`. `unit` is what the header of an amount says. `bookkeeping`: its cells are no
 * content and are not kept. Scores are 0..1.
 */
export type ColumnMatch = {
  header: string
  field: FieldId | null
  by: 'map' | 'official' | 'alias' | 'score' | 'none' | 'clash' | 'ignored'
  score: number
  rivals: FieldScore[]
  unit?: MoneyUnit
  bookkeeping?: true
}

/** `implied`: values that headers state by themselves. */
export type HeaderMapping = { columns: ColumnMatch[]; implied: Partial<Record<FieldId, string>> }

/** docs/decisions/0013: the least score that is taken, and by how much it has to beat the next. */
export const SCORE_THRESHOLD = 0.9
export const SCORE_MARGIN = 0.15
const COPY_SCORE = 0.9

/** Headers are compared without blanks, brackets, signs and case: 行政相对人代码_1（统一社会信用代码） is one. */
export function foldHeader(header: string): string {
  return untilStable(header, (text) =>
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\p{White_Space}\p{Cc}\p{DI}_\p{Pd}()[\]{}〔〕【】〖〗《》<>、，,。.;:*#·•|/\\'"“”‘’]/gu, ''),
  )
}

/** How firmly a column claims its field, from a person's word down to a score. */
const STRENGTH = { map: 6, 'official-code': 5, 'official-header': 4, 'alias-code': 3, alias: 2, score: 1 } as const
const COPY_WEAKER = 0.5

/** `copy`: the number at the end of a header that is otherwise known: 2 for 处罚机关_2. */
type Claim = HeaderMeaning & {
  strength: number
  by: ColumnMatch['by']
  score: number
  rivals: FieldScore[]
  copy?: number
}
type Unclaimed = { by: 'none' | 'ignored'; rivals: FieldScore[]; score: number; bookkeeping?: true }

/** Maps each column to at most one field and each field to at most one column; never guesses between two. */
export function mapHeaders(
  headers: readonly string[],
  dictionary: HeaderDictionary,
  kind: RecordKind,
  confirmed?: HeaderMap,
): HeaderMapping {
  const folded = headers.map(foldHeader)
  const claims = folded.map((header) => claimOf(header, dictionary, confirmed))
  const implied: Partial<Record<FieldId, string>> = {}
  const columns = claims.map((claim, index): ColumnMatch => {
    const header = headers[index] ?? ''
    if (!('field' in claim)) return { header, field: null, ...claim }
    const { field, by, score, rivals } = claim
    const unit = unitIn(header, field, kind)
    if (winnerOf(field, claims, folded) !== index) {
      return { header, field: null, by: 'clash', score, rivals: [{ field, score }, ...rivals], ...unit }
    }
    Object.assign(implied, claim.implies)
    return { header, field, by, score, rivals, ...unit }
  })
  return { columns, implied }
}

function claimOf(header: string, dictionary: HeaderDictionary, confirmed: HeaderMap | undefined): Claim | Unclaimed {
  const decided = confirmed?.get(header)
  if ((decided ?? null) === null && dictionary.bookkeeping.has(header)) {
    return { by: 'ignored', score: 1, rivals: [], bookkeeping: true }
  }
  if (decided === null) return { by: 'ignored', score: 1, rivals: [] }
  if (decided !== undefined) return { field: decided, strength: STRENGTH.map, by: 'map', score: 1, rivals: [] }
  for (const { text, copy } of variantsOf(header)) {
    const meaning = dictionary.known.get(text)
    if (meaning === null) return { by: 'none', score: 0, rivals: [] }
    if (meaning === undefined) continue
    const by = meaning.source.startsWith('official') ? 'official' : 'alias'
    const strength = STRENGTH[meaning.source]
    if (copy === undefined) return { ...meaning, strength, by, score: 1, rivals: [] }
    return { ...meaning, strength: strength - COPY_WEAKER, by, score: COPY_SCORE, rivals: [], copy }
  }
  const scored = scoredClaim(header, dictionary.parts)
  const copy = variantsOf(header).find((it) => it.copy !== undefined)
  if ('field' in scored || copy === undefined) return scored
  const original = scoredClaim(copy.text, dictionary.parts)
  if (!('field' in original)) return scored
  const score = Math.min(original.score, COPY_SCORE)
  return { ...original, strength: STRENGTH.score - COPY_WEAKER, score, ...(copy.copy ? { copy: copy.copy } : {}) }
}

/** 处罚机关1 and 处罚机关_1 are what programs call a second 处罚机关; 1.处罚机关 is a numbered one, 处罚机关必填 a form's. */
function variantsOf(header: string): { text: string; copy?: number }[] {
  const plain = header.replace(/^\d{1,2}(?=\D)/, '').replace(/(?:非?必填|选填)项?$/, '')
  const [, original, copy] = /^(.*\D)(\d{1,2})$/.exec(plain) ?? []
  return [
    { text: header },
    { text: plain },
    ...(original === undefined || copy === undefined ? [] : [{ text: original, copy: Number(copy) }]),
  ]
}

function scoredClaim(header: string, parts: HeaderParts): Claim | Unclaimed {
  const [best, ...others] = scoreHeader(header, parts)
  const rivals = others.slice(0, 3)
  if (!best) return { by: 'none', score: 0, rivals: [] }
  const isClear = best.score >= SCORE_THRESHOLD && best.score - (others[0]?.score ?? 0) >= SCORE_MARGIN
  if (!isClear) return { by: 'none', score: best.score, rivals: [best, ...rivals] }
  return { field: best.field, strength: STRENGTH.score, by: 'score', score: best.score, rivals }
}

/**
 * The column that gets a field: the firmer claim, the clearly better score, or the first of equal headers; else none.
 * A lone 处罚类别2 is a part of something whose rest we do not see.
 */
function winnerOf(field: FieldId, claims: readonly (Claim | Unclaimed)[], folded: readonly string[]): number | null {
  const rivals = claims
    .flatMap((claim, index) => ('field' in claim && claim.field === field ? [{ ...claim, index }] : []))
    .sort((a, b) => b.strength - a.strength || b.score - a.score || a.index - b.index)
  const [best] = rivals
  if (!best || (best.copy ?? 1) > 1) return null
  const next = rivals.find(({ index }) => folded[index] !== folded[best.index])
  if (!next || next.strength < best.strength) return best.index
  return best.score - next.score >= SCORE_MARGIN ? best.index : null
}

function unitIn(header: string, field: FieldId, kind: RecordKind): { unit?: MoneyUnit } {
  if (!fieldSpec(kind, field)?.type.startsWith('amount')) return {}
  const text = foldHeader(header)
  if (text.includes('万')) return { unit: '万元' }
  return text.includes('元') ? { unit: '元' } : {}
}
