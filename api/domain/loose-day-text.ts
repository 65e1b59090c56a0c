import { addMonthsCapped, type Day, type LooseDay, parseDay } from './day.ts'

/**
 * How a day of any precision is stored: 2026-03-05, 2026-03, 2026, +5y, +3m, long-term. Nothing is invented:
 * a month stays a month, "5年" stays a duration from the decision.
 */
export function looseDayText(loose: LooseDay): string {
  switch (loose.precision) {
    case 'day':
      return loose.day
    case 'month':
      return loose.month
    case 'year':
      return String(loose.year).padStart(4, '0')
    case 'long-term':
      return 'long-term'
    case 'duration':
      return loose.years !== undefined ? `+${loose.years}y` : `+${loose.months ?? 0}m`
    default:
      return loose satisfies never
  }
}

/** For people: 2026年3月, 自决定之日起5年, 长期. */
export function looseDayForPeople(text: string): string {
  if (text === 'long-term') return '长期'
  const duration = /^\+(\d+)([ym])$/.exec(text)
  if (duration) return `自决定之日起${duration[1]}${duration[2] === 'y' ? '年' : '个月'}`
  const [year, month, day] = text.split('-')
  if (month === undefined) return `${Number(year)}年`
  return day === undefined
    ? `${Number(year)}年${Number(month)}月`
    : `${Number(year)}年${Number(month)}月${Number(day)}日`
}

/** The last day such a text can mean, to end something on; undefined where it has no end. */
export function lastDayOf(text: string, decidedOn: Day): Day | undefined {
  const duration = /^\+(\d+)([ym])$/.exec(text)
  if (duration) {
    const n = Number(duration[1])
    return addMonthsCapped(decidedOn, duration[2] === 'y' ? n * 12 : n)
  }
  const exact = parseDay(text)
  if (exact) return exact
  if (/^\d{4}-\d{2}$/.test(text)) return lastOfMonth(text)
  const year = /^\d{4}$/.test(text) ? parseDay(`${text}-12-31`) : undefined
  return year
}

function lastOfMonth(month: string): Day | undefined {
  return ['31', '30', '29', '28'].map((day) => parseDay(`${month}-${day}`)).find((day) => day !== undefined)
}
