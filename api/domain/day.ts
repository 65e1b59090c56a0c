/**
 * A civil day in Asia/Shanghai as text 'YYYY-MM-DD'. Deadlines are counted in days, never in instants, so the brand keeps
 * unchecked text out. UTC+8 all year: summer time (1986–1991) is older than anything published here.
 */
declare const dayBrand: unique symbol
export type Day = string & { readonly [dayBrand]: 'day' }

const FIRST_YEAR = 1949
const LAST_YEAR = 2199
const MS_PER_DAY = 86_400_000
const SHANGHAI_OFFSET = 8 * 3_600_000

/** Callers have checked that the text is a real day 'YYYY-MM-DD' within the years we know. */
function brandDay(text: string): Day {
  return text as Day
}

/** A real day of the Gregorian calendar in any four-digit year; births may lie before the first year of `Day`. */
export function isCivilDate(year: number, month: number, day: number): boolean {
  if (![year, month, day].every(Number.isInteger)) return false
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= lastDayOf(year, month)
}

function lastDayOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function isKnownYear(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR
}

function makeDay(year: number, month: number, day: number): Day | undefined {
  if (!isKnownYear(year) || !isCivilDate(year, month, day)) return undefined
  return brandDay(`${year}-${two(month)}-${two(day)}`)
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

/** Strict: 'YYYY-MM-DD', a real calendar day, 1949..2199. */
export function parseDay(text: string): Day | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return parts ? makeDay(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined
}

export function isDay(text: string): text is Day {
  return parseDay(text) !== undefined
}

function utcOf(day: Day): number {
  return Date.UTC(yearOf(day), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)))
}

function tryDayOfUtc(ms: number): Day | undefined {
  if (!(Math.abs(ms) <= 8.64e15)) return undefined
  const date = new Date(ms)
  return makeDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

/** Leaving 1949..2199 is a fault of the caller, not a foreseen failure. */
function knownDay(day: Day | undefined): Day {
  if (day === undefined) throw new RangeError(`The day lies outside ${FIRST_YEAR}..${LAST_YEAR}`)
  return day
}

/** The day on the wall in Shanghai at this instant. */
export function dayOfInstant(epochMs: number): Day {
  return knownDay(tryDayOfUtc(epochMs + SHANGHAI_OFFSET))
}

/** The instant at which a day begins in Shanghai. */
export function instantOfDay(day: Day): number {
  return utcOf(day) - SHANGHAI_OFFSET
}

export function addDays(day: Day, n: number): Day {
  return knownDay(tryDayOfUtc(utcOf(day) + n * MS_PER_DAY))
}

/** 31 January plus one month is the last day of February: a month never spills over. */
export function addMonths(day: Day, n: number): Day {
  const months = yearOf(day) * 12 + Number(day.slice(5, 7)) - 1 + n
  const year = Math.floor(months / 12)
  const month = months - year * 12 + 1
  return knownDay(makeDay(year, month, Math.min(Number(day.slice(8, 10)), lastDayOf(year, month))))
}

/** As `addMonths`, but an end centuries ahead stops at the last day we know instead of being a fault. */
export function addMonthsCapped(day: Day, n: number): Day {
  const years = Math.floor((Number(day.slice(5, 7)) - 1 + n) / 12)
  if (yearOf(day) + years <= LAST_YEAR) return addMonths(day, n)
  return knownDay(makeDay(LAST_YEAR, 12, 31))
}

export function addYears(day: Day, n: number): Day {
  return addMonths(day, n * 12)
}

export function compareDays(a: Day, b: Day): -1 | 0 | 1 {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Negative when `to` comes first. */
export function daysBetween(from: Day, to: Day): number {
  return (utcOf(to) - utcOf(from)) / MS_PER_DAY
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4))
}

/** 'YYYY-MM' */
export function monthOf(day: Day): string {
  return day.slice(0, 7)
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(utcOf(day)).getUTCDay()
}

/** What a date cell really says: never more precise than its text. A duration has years, or months where years are not whole. */
export type LooseDay =
  | { precision: 'day'; day: Day }
  | { precision: 'month'; month: string }
  | { precision: 'year'; year: number }
  | { precision: 'long-term' }
  | { precision: 'duration'; years?: number; months?: number }

const TIME = /^[ T]?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?$/i
const HAN_DIGITS = '〇一二三四五六七八九'

/** Reads the ways real files write a date or a validity. Never invents a day. */
export function parseLooseDay(text: string): LooseDay | undefined {
  const cell = tidy(text)
  if (/^(?:有效期?[:为至]*)?(?:长期|永久|无固定期限|无限期|无期限)(?:有效)?$/.test(cell))
    return { precision: 'long-term' }
  if (/^\d{13}$/.test(cell)) return asDay(tryDayOfUtc(Number(cell) + SHANGHAI_OFFSET))
  // Ten digits from 10… to 18… are seconds of 2001 to 2030; from 19… on they may be 2014022510, day and hour.
  if (/^1[0-8]\d{8}$/.test(cell)) return asDay(tryDayOfUtc(Number(cell) * 1000 + SHANGHAI_OFFSET))
  return readDate(cell) ?? readDuration(cell)
}

function tidy(text: string): string {
  const plain = text
    .replace(/&?(?:nbsp|ensp|emsp);?|&#(?:160|xa0);?/gi, ' ')
    .normalize('NFKC')
    .replace(/\p{DI}/gu, '')
    .replace(/[\p{White_Space}\p{Cc}]+/gu, ' ')
    .replace(/[\p{Pd}−]/gu, '-')
    .trim()
  return hanToDigits(plain.replace(/ ?([年月日]) ?/g, '$1').replace(/ ?([-/.]) ?(?=\d)/g, '$1'))
}

/** 二〇二六年三月十二日, 五年, 三个月: numbers up to 99 before a unit of time. */
function hanToDigits(text: string): string {
  const digit = (han: string | undefined) => (han === '两' ? 2 : HAN_DIGITS.indexOf(han || '〇'))
  return text
    .replace(/[零○]/g, '〇')
    .replace(/[〇一二三四五六七八九]{4}(?=年)/g, (year) => Array.from(year, digit).join(''))
    .replace(/([一二三四五六七八九]?)十([一二三四五六七八九]?)(?=年|个月|月|日)/g, (_, tens: string, ones: string) =>
      String((tens ? digit(tens) : 1) * 10 + digit(ones)),
    )
    .replace(/(?<!\d)[一二两三四五六七八九](?=年|个月|月|日)/g, (han) => String(digit(han)))
}

function readDate(cell: string): LooseDay | undefined {
  const compact = /^(\d{4})(\d{2})(\d{2})((?:[ T].*)?|\d{6})$/.exec(cell)
  if (compact) return onDay(compact[1], compact[2], compact[3], compact[4]?.replace(/^\d{6}$/, ''))
  const full =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(|[ T].*)$/.exec(cell) ?? /^(\d{4})(年)(\d{1,2})月(\d{1,2})日?(.*)$/.exec(cell)
  if (full) return onDay(full[1], full[3], full[4], full[5])
  // '2014.1' is also what a number cell makes of '2014.10', so it says no month.
  const month = /^(\d{4})(?:[-/](\d{1,2})|\.(0[1-9]|1[0-2]|[2-9])|年(\d{1,2})月份?)$/.exec(cell)
  if (month) return inMonth(Number(month[1]), Number(month[2] ?? month[3] ?? month[4]))
  const year = Number(/^(\d{4})年?$/.exec(cell)?.[1])
  if (isForever(year)) return { precision: 'long-term' }
  return isKnownYear(year) ? { precision: 'year', year } : undefined
}

const FOREVER: LooseDay = { precision: 'long-term' }

/** 2099-12-31 is how systems without a word for 长期 write it; 2999 and 9999 are seen as well. */
function isForever(year: number, month = 12, day = 31): boolean {
  return [2099, 2999, 9999].includes(year) && month === 12 && day === 31
}

function onDay(yearText = '', monthText = '', dayText = '', time = ''): LooseDay | undefined {
  const [year, month, day] = [Number(yearText), Number(monthText), Number(dayText)]
  const clock = TIME.exec(time.trim() === '' ? '00:00' : time)
  if (!clock || Number(clock[1]) > 24 || Number(clock[2]) > 59) return undefined
  if (isForever(year, month, day)) return FOREVER
  const civil = makeDay(year, month, day)
  const zone = clock[4]
  if (civil === undefined || zone === undefined) return asDay(civil)
  // With a zone the text names an instant: 2016-01-07T16:00:00Z is midnight of the 8th in Shanghai.
  const sign = zone.startsWith('-') ? -1 : 1
  const offset = /^z$/i.test(zone) ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
  const minutes = Number(clock[1]) * 60 + Number(clock[2]) - offset
  return asDay(tryDayOfUtc(utcOf(civil) + minutes * 60_000 + SHANGHAI_OFFSET))
}

function inMonth(year: number, month: number): LooseDay | undefined {
  if (isForever(year, month)) return { precision: 'long-term' }
  const first = makeDay(year, month, 1)
  return first === undefined ? undefined : { precision: 'month', month: monthOf(first) }
}

/** An instant on that day means the same as the day written out. */
function asDay(day: Day | undefined): LooseDay | undefined {
  if (day === undefined) return undefined
  return day === '2099-12-31' ? FOREVER : { precision: 'day', day }
}

function readDuration(cell: string): LooseDay | undefined {
  const parts = /^(?:有效期?[:为]*)?(?:(\d{1,3})年(半)?)?(?:(\d{1,3})个月|(半年))?$/.exec(cell)
  if (!parts || cell === '') return undefined
  const months = Number(parts[1] ?? 0) * 12 + Number(parts[3] ?? 0) + (parts[2] || parts[4] ? 6 : 0)
  if (months === 0) return undefined
  return { precision: 'duration', ...(months % 12 === 0 ? { years: months / 12 } : { months }) }
}
