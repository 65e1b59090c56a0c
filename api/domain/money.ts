/** Exact money: whole 分 in a bigint. A cell is read only when it says one thing; nothing is rounded or guessed. */
export type MoneyUnit = '元' | '万元'

export const AMOUNT_PROBLEMS = ['empty', 'negative', 'inexact', 'foreign', 'below-fen', 'unreadable'] as const
export type AmountProblem = (typeof AMOUNT_PROBLEMS)[number]

/** `text` is the part as it was read: half-width, plain numerals. */
export type AmountPart = { fen: bigint; text: string }
/** `several` warns that `fen` is a sum made here; `unitStated` that the text, not the column, gave the unit. */
export type Amount = { ok: true; fen: bigint; parts: readonly AmountPart[]; several: boolean; unitStated: boolean }
export type NoAmount = { ok: false; reason: AmountProblem }

const FEN_PER = { 元: 100n, 万元: 1_000_000n } as const satisfies Record<MoneyUnit, bigint>

const FORMAL = '壹贰貳弍叁參参肆伍陆陸柒捌玖拾佰仟萬億两兩〇○圆圓'
const SIMPLE = '一二二二三三三四五六六七八九十百千万亿二二零零元元'
const DIGITS = '零一二三四五六七八九'
const SCALE: ReadonlyMap<string, number> = new Map(Object.entries({ 十: 1, 百: 2, 千: 3, 万: 4, 亿: 8 }))

const NUMERAL_CHAR = '0-9零一二三四五六七八九十百千万亿'
/** Starts where a numeral begins, never inside one; 元 is money unless it begins 元旦, 元件 or the like. */
const AMOUNT = new RegExp(
  `(?<![${NUMERAL_CHAR}])(?<![${NUMERAL_CHAR}][.,])` +
    `(?<mark>¥|人民币|RMB|CNY)?:?(?<number>[${NUMERAL_CHAR}](?:[${NUMERAL_CHAR}.,]*[${NUMERAL_CHAR}])?)` +
    `(?<yuan>元(?![旦件素器宵月])(?:零?(?<jiao>[1-9一二三四五六七八九])角)?(?:零?(?<cent>[1-9一二三四五六七八九])分)?|块)?`,
  'gu',
)
const WHOLE_CELL = new RegExp(
  `^(?:处?罚款|罚金|没收|金额|合计|共计|计|大写|人民币|RMB|CNY|[¥:])*([${NUMERAL_CHAR}.,]+)[整正]?(?:人民币)?$`,
  'u',
)
/** What stands between 肆万捌仟元整 and (¥48,000.00). */
const RESTATED = /^[整正]?(?:[([]|即|大写|小写)(?:大写|小写|即|人民币|[:¥])*$/u

/** Longer texts are not searched for sums. */
const LONGEST_TEXT = 4000

/** Reads one cell. A unit in the text wins over the unit of the column. */
export function parseAmount(text: string, unit: MoneyUnit): Amount | NoAmount {
  if (text.length > 2000) return refuse('unreadable')
  const cell = tidy(text)
  if (/^(?:[-/\\.]*|无|空|null|N\/A)$/i.test(cell)) return refuse('empty')
  if (/美元|港[元币]|欧元|日元|英镑|澳门?元|韩元|卢布|USD|HKD|EUR|[$€£]/i.test(cell)) return refuse('foreign')
  if (/\d \d/.test(cell)) return refuse('unreadable')
  if (/(?:^|[^-\d元万千百十亿角分整])-[¥]?[\d.]|负[\d一二三四五六七八九十百千万亿]/.test(cell))
    return refuse('negative')

  const bare = WHOLE_CELL.exec(cell)?.[1]
  if (bare !== undefined) return readBare(bare, unit)
  const list = cell.split(/[;、+]/)
  if (list.length > 1 && list.every((item) => /^[\d.,]+$/.test(item))) return readList(list, unit)
  return readSentence(cell)
}

function tidy(text: string): string {
  return text
    .replace(/&nbsp;/gi, ' ')
    .normalize('NFKC')
    .replace(/\p{DI}/gu, '')
    .replace(/[\p{White_Space}\p{Cc}]+/gu, ' ')
    .replace(/(?<!\d) | (?!\d)/g, '')
    .replace(/[\p{Pd}−─━~至到]+/gu, (dashes) => (dashes.length > 1 ? '--' : '-'))
    .replace(/[壹贰貳弍叁參参肆伍陆陸柒捌玖拾佰仟萬億两兩〇○圆圓]/g, (han) => SIMPLE.charAt(FORMAL.indexOf(han)))
    .replace(/\((万?元)\)/g, '$1')
}

function readBare(number: string, unit: MoneyUnit): Amount | NoAmount {
  // 0.1万 and 三亿 mean 元 whatever the column says; 四万八千 alone in a 万元 column is too doubtful to read.
  const scaled = /[万亿]$/.test(number)
  if (unit === '万元' && !scaled && /[十百千万亿]/.test(number)) return refuse('unreadable')
  const value = toFen(number, scaled ? '元' : unit)
  return typeof value === 'bigint' ? amountOf([{ fen: value, text: number }], scaled) : refuse(value)
}

function readList(list: readonly string[], unit: MoneyUnit): Amount | NoAmount {
  const parts: AmountPart[] = []
  for (const number of list) {
    const value = toFen(number, unit)
    if (typeof value !== 'bigint') return refuse(value)
    parts.push({ fen: value, text: number })
  }
  return amountOf(parts, false)
}

/** Every number that 元 or ¥ marks as money. The same sum said again in the other script is one amount. */
function readSentence(cell: string): Amount | NoAmount {
  const parts: AmountPart[] = []
  let lastEnd = 0
  for (const match of cell.matchAll(AMOUNT)) {
    const { mark, number = '', yuan, jiao, cent } = match.groups ?? {}
    if (mark === undefined && yuan === undefined) continue
    const end = match.index + match[0].length
    if (isInexact(cell.slice(Math.max(0, match.index - 6), match.index), cell.slice(end, end + 3))) {
      return refuse('inexact')
    }
    const value = toFen(number, '元')
    if (typeof value !== 'bigint') return refuse(value)
    const fen = value + 10n * digitOf(jiao) + digitOf(cent)
    const restated = parts.at(-1)?.fen === fen && RESTATED.test(cell.slice(lastEnd, match.index))
    if (!restated) parts.push({ fen, text: match[0] })
    lastEnd = end
  }
  return parts.length > 0 ? amountOf(parts, true) : refuse('unreadable')
}

/** Every sum that a text names with 元 or ¥, in 分; estimates and what cannot be read are left out. */
export function statedAmounts(text: string): bigint[] {
  const cell = tidy(text.slice(0, LONGEST_TEXT))
  return Array.from(cell.matchAll(AMOUNT)).flatMap((match) => {
    const { mark, number = '', yuan, jiao, cent } = match.groups ?? {}
    const end = match.index + match[0].length
    const isMoney = mark !== undefined || yuan !== undefined
    if (!isMoney || isInexact(cell.slice(Math.max(0, match.index - 6), match.index), cell.slice(end, end + 3)))
      return []
    const value = toFen(number, '元')
    return typeof value === 'bigint' ? [value + 10n * digitOf(jiao) + digitOf(cent)] : []
  })
}

/** 5000元以上3万元以下, 1-5万元, 约3万元: words of a law or an estimate, not a sum of money. */
function isInexact(before: string, after: string): boolean {
  return (
    /^(?:以上|以下|以内|不等|左右|多|余|-[\d一二三四五六七八九十])/.test(after) ||
    /(?:不超过|不低于|最高|最低|至少|大?约|近|超过|不足|[\d元万千百十亿]-)$/.test(before)
  )
}

function refuse(reason: AmountProblem): NoAmount {
  return { ok: false, reason }
}

function amountOf(parts: readonly AmountPart[], unitStated: boolean): Amount {
  const fen = parts.reduce((sum, part) => sum + part.fen, 0n)
  return { ok: true, fen, parts, several: parts.length > 1, unitStated }
}

function digitOf(text: string | undefined): bigint {
  if (text === undefined) return 0n
  return BigInt(Math.max(DIGITS.indexOf(text), Number(text) || 0))
}

function toFen(number: string, unit: MoneyUnit): bigint | 'below-fen' | 'unreadable' {
  const plain = /^((?:\d{1,3}(?:,\d{3})+|\d+)?)(?:\.(\d+))?([十百千万亿]*)$/.exec(number)
  if (plain && (plain[1] || plain[2])) {
    const places = plain[2] ?? ''
    const power = Array.from(plain[3] ?? '').reduce((sum, scale) => sum + (SCALE.get(scale) ?? 0), 0)
    const fen = BigInt((plain[1] ?? '').replaceAll(',', '') + places) * FEN_PER[unit] * 10n ** BigInt(power)
    const divisor = 10n ** BigInt(places.length)
    return fen % divisor === 0n ? fen / divisor : 'below-fen'
  }
  const whole = parseHanNumber(number)
  return whole === undefined ? 'unreadable' : whole * FEN_PER[unit]
}

/**
 * 四万八千, 一亿零三百, 4万8千. Undefined for 二三 (two digits side by side) and for 三万五 (35,000 or 30,005?):
 * after a scale above 十 a last digit needs its 零 or its own scale.
 */
export function parseHanNumber(text: string): bigint | undefined {
  const tokens = text.match(/\d+|[零一二三四五六七八九]|[十百千万亿]/g) ?? []
  if (tokens.length === 0 || tokens.join('') !== text) return undefined

  let [total, section] = [0n, 0n]
  let digit: bigint | undefined
  let [power, zero, hasWan, hasYi] = [4, false, false, false]
  /** Adds the digit still held; false when its place is doubtful. */
  const takeDigit = (): boolean => {
    if (digit === undefined) return true
    const alone = section === 0n && total === 0n
    const fourArabic = section === 0n && digit >= 1000n && digit < 10_000n
    if (!alone && !zero && power !== 1 && !fourArabic) return false
    section += digit
    digit = undefined
    return true
  }

  for (const token of tokens) {
    const scale = SCALE.get(token)
    if (scale === undefined) {
      if (digit !== undefined) return undefined
      if (token === '零') zero = true
      else digit = DIGITS.includes(token) ? BigInt(DIGITS.indexOf(token)) : BigInt(token)
    } else if (scale < 4) {
      if (scale >= power || (digit ?? 1n) > 9n || (digit === undefined && scale !== 1)) return undefined
      section += (digit ?? 1n) * 10n ** BigInt(scale)
      digit = undefined
      zero = false
      power = scale
    } else {
      if (!takeDigit() || (scale === 8 ? hasYi : hasWan)) return undefined
      if (scale === 8 ? total + section === 0n : section === 0n) return undefined
      total = scale === 8 ? (total + section) * 100_000_000n : total + section * 10_000n
      section = 0n
      power = 4
      zero = false
      hasWan = scale === 4
      hasYi ||= scale === 8
    }
  }
  return takeDigit() ? total + section : undefined
}

/** Grouped 元, with 分 only when there are any: 48,000元, 26,220.46元. Never 万, never rounded. */
export function formatYuan(fen: bigint): string {
  const [sign, size] = fen < 0n ? ['-', -fen] : ['', fen]
  const yuan = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = size % 100n
  return `${sign}${yuan}${rest === 0n ? '' : `.${String(rest).padStart(2, '0')}`}元`
}

/** 万元 as the exchange tables want it: exact, six decimals at most, no trailing zeros. 2000元 is 0.2. */
export function toWan(fen: bigint): string {
  const [sign, size] = fen < 0n ? ['-', -fen] : ['', fen]
  const decimals = String(size % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${sign}${size / 1_000_000n}${decimals === '' ? '' : `.${decimals}`}`
}

/** 元, exact, with 分 only when there are any: 2000, 0.5. */
export function toYuan(fen: bigint): string {
  const [sign, size] = fen < 0n ? ['-', -fen] : ['', fen]
  const decimals = String(size % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return `${sign}${size / 100n}${decimals === '' ? '' : `.${decimals}`}`
}

/** The same number read in the other unit; undefined where that is no whole number of 分. */
export function inOtherUnit(fen: bigint, unit: MoneyUnit): bigint | undefined {
  if (unit === '元') return fen * 10_000n
  return fen % 10_000n === 0n ? fen / 10_000n : undefined
}

/** A 万元 cell that says 1亿元 or more in a whole number was most likely filled in 元: ask a person. */
export function suspiciousWan(fen: bigint): boolean {
  return fen >= 10_000_000_000n && fen % 1_000_000n === 0n
}

/** The text names this number in the other unit, and this sum nowhere: 罚款2000元 beside 2000 in a column of 万元. */
export function isStatedInOtherUnit(fen: bigint, unit: MoneyUnit, stated: ReadonlySet<bigint>): boolean {
  const other = inOtherUnit(fen, unit)
  return other !== undefined && stated.has(other) && !stated.has(fen)
}
