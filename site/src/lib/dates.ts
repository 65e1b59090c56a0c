const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** 2026-03-05 as people write it: 2026年3月5日. Anything else is shown as it came. */
export function chineseDay(day: string): string {
  const match = ISO_DAY.exec(day)
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : day
}

const SHANGHAI_MS = 8 * 3600_000

/** An instant on the clocks of the place: 2026年3月5日 14:07. */
export function chineseInstant(at: number): string {
  const text = new Date(at + SHANGHAI_MS).toISOString()
  return `${chineseDay(text.slice(0, 10))} ${text.slice(11, 16)}`
}
