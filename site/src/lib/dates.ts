const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** 2026-03-05 as people write it: 2026年3月5日. Anything else is shown as it came. */
export function chineseDay(day: string): string {
  const match = ISO_DAY.exec(day)
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : day
}
