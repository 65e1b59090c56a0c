import { type Calendar, workdaysBetween } from './calendar.ts'
import { dayOfInstant } from './day.ts'
import { firstQuarterOfYear, type Quarter, quarterOf, quartersBetween } from './quarter.ts'
import { exactly, joinQuarters, type Span, type Stretch, TOO_FEW, tellParts } from './small-cells.ts'
import { ENDING_GROUNDS, type EndingGround, WITHDRAWAL_GROUNDS, type WithdrawalGround } from './vocabulary.ts'

/** 撤下 and 停止公示. */
export const REMOVAL_WAYS = ['withdrawn', 'ended'] as const
export type RemovalWay = (typeof REMOVAL_WAYS)[number]
export type RemovalGround = WithdrawalGround | EndingGround

export const REMOVAL_GROUNDS = {
  withdrawn: WITHDRAWAL_GROUNDS,
  ended: ENDING_GROUNDS,
} as const satisfies Record<RemovalWay, readonly RemovalGround[]>

/** How long a record stayed readable after somebody asked for its removal. `waiting`: still there when counted. */
export const REMOVAL_SPEEDS = ['hour', 'day', 'three-days', 'longer', 'waiting'] as const
export type RemovalSpeed = (typeof REMOVAL_SPEEDS)[number]

/** `asked`: first asked for at the desk, or decided where nobody asked before. `gone`: out of every output. */
export type Removal = { way: RemovalWay; ground: RemovalGround; asked: number; decided: number; gone: number | null }

export type RemovalStretch = Stretch & {
  removed: Span
  grounds: { ground: RemovalGround; removed: Span }[]
  speeds: { speed: RemovalSpeed; removed: Span }[]
}

export type RemovalStatistics = { way: RemovalWay; stretches: RemovalStretch[] }

/** 行政处罚法第四十八条、第八十五条：三日内撤回，指工作日. */
const WITHDRAW_WITHIN = 3
const HOUR_MS = 3_600_000

/** By quarter of the decision, oldest first; removals of one way only add up with one another. */
export function removalStatistics(
  removals: readonly Removal[],
  at: { quarter: Quarter; before: number },
  calendar: Calendar,
): RemovalStatistics[] {
  const known = removals.filter(({ decided }) => decided < at.before)
  const earliest = known.reduce((least, { decided }) => Math.min(least, decided), at.before)
  const first = firstQuarterOfYear(dayOfInstant(earliest))
  return REMOVAL_WAYS.map((way) => {
    const own = Map.groupBy(
      known.filter((it) => it.way === way),
      ({ decided }) => quarterOf(dayOfInstant(decided)),
    )
    const { told, rest } = joinQuarters(first, at.quarter, (quarter) => own.get(quarter)?.length ?? 0)
    const stretches = told.map(({ from, to, count }) => {
      const inIt = quartersBetween(from, to).flatMap((quarter) => own.get(quarter) ?? [])
      const counted = <T>(members: readonly T[], of: (removal: Removal) => T) =>
        tellParts(members.map((member) => inIt.filter((it) => of(it) === member).length))
      const grounds = counted<RemovalGround>(REMOVAL_GROUNDS[way], ({ ground }) => ground)
      const speeds = counted(REMOVAL_SPEEDS, (it) => speedOf(it, at.before, calendar))
      return {
        ...{ from, to, removed: exactly(count) },
        grounds: REMOVAL_GROUNDS[way].map((ground, n) => ({ ground, removed: grounds[n] ?? TOO_FEW })),
        speeds: REMOVAL_SPEEDS.map((speed, n) => ({ speed, removed: speeds[n] ?? TOO_FEW })),
      }
    })
    const few: RemovalStretch[] = rest === null ? [] : [{ ...rest, removed: TOO_FEW, ...unknownParts(way) }]
    return { way, stretches: known.length === 0 ? [] : [...stretches, ...few] }
  })
}

export function speedOf({ asked, gone }: Removal, before: number, calendar: Calendar): RemovalSpeed {
  if (gone === null || gone >= before) return 'waiting'
  if (gone - asked <= HOUR_MS) return 'hour'
  const [from, to] = [dayOfInstant(asked), dayOfInstant(gone)]
  if (from === to) return 'day'
  return workdaysBetween(from, to, calendar).days <= WITHDRAW_WITHIN ? 'three-days' : 'longer'
}

function unknownParts(way: RemovalWay): Pick<RemovalStretch, 'grounds' | 'speeds'> {
  return {
    grounds: REMOVAL_GROUNDS[way].map((ground) => ({ ground, removed: TOO_FEW })),
    speeds: REMOVAL_SPEEDS.map((speed) => ({ speed, removed: TOO_FEW })),
  }
}
