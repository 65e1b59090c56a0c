import { addWorkdays, type Calendar } from './calendar.ts'
import { addDays, type Day, monthOf, parseDay } from './day.ts'
import type { FieldValues } from './record-content.ts'
import type { ReportLine } from './report-calendar.ts'
import { type AlarmRule, inForce } from './rules.ts'
import { standingOf } from './standing.ts'
import type { TaskStanding } from './task.ts'
import type { AlarmKind, RecordKind } from './vocabulary.ts'

/** What an alarm is about: a record, a task (`policy/id`), a case, or a list (`organ/kind/month`, `organ/report/duty/period`). */
export type AlarmTarget = { about: 'record' | 'task' | 'case' | 'list'; id: string }

/**
 * Something that the desk should look at. `key`: one for each rule, target and day, so that it comes once. `on`: the day
 * from which it holds. `facts`: what it says of itself.
 */
export type Alarm = AlarmTarget & {
  key: string
  rule: string
  alarm: AlarmKind
  organ: string | null
  on: Day
  facts: Record<string, string | number>
}

/** What alarms are worked out from, as it is today. */
export type AlarmFacts = {
  /** Public entries about organs. */
  entries: readonly { id: string; kind: RecordKind; organ: string | null; open: FieldValues }[]
  tasks: readonly { id: string; name: string; organs: readonly string[]; standing: TaskStanding }[]
  /** Cases that wait for the organ they were handed to. */
  referrals: readonly { receipt: string; organ: string | null; on: Day }[]
  /** Decisions that became public too late, by month of decision. */
  late: readonly { organ: string; kind: RecordKind; month: string; count: number }[]
  /** Every report that is due, was due, or came. */
  reports: readonly (ReportLine & { title: string; to: string })[]
}

/** Every alarm that holds on `today`, each once; those whose day lies outside their rule's time are none. */
export function alarmsOn(facts: AlarmFacts, rules: readonly AlarmRule[], calendar: Calendar, today: Day): Alarm[] {
  return rules.flatMap((rule) =>
    raise(rule, facts, calendar, today).filter(({ on }) => on <= today && inForce([rule], on).length > 0),
  )
}

function raise(rule: AlarmRule, facts: AlarmFacts, calendar: Calendar, today: Day): Alarm[] {
  switch (rule.alarm) {
    case 'entry-overdue':
      return ofKind(rule, facts).flatMap((entry) => overdue(rule, entry, calendar, today))
    case 'entry-filed':
      return ofKind(rule, facts).flatMap((entry) => filed(rule, entry, calendar, today))
    case 'arrears-grown':
      return grown(rule, ofKind(rule, facts), calendar)
    case 'published-late':
      // By month of decision: what was decided before the rule was in force is not told of now.
      return facts.late
        .filter(({ month }) => month >= monthOf(rule.from))
        .map(({ organ, kind, month, count }) =>
          alarmOf(
            rule,
            { about: 'list', id: `${organ}/${kind}/${month}` },
            organ,
            today,
            { kind, month, count },
            month,
          ),
        )
    case 'task-soon':
    case 'task-passed':
      return facts.tasks.flatMap((task) => dueTask(rule, task, calendar, today))
    case 'referral-unanswered':
      return facts.referrals.map(({ receipt, organ, on }) =>
        alarmOf(
          rule,
          { about: 'case', id: receipt },
          organ,
          dayOf(rule, on, calendar),
          { receipt, referredOn: on },
          on,
        ),
      )
    case 'report-soon':
    case 'report-missing':
      return facts.reports.flatMap((line) => dueReport(rule, line, calendar))
    case 'report-mismatch':
      return facts.reports.flatMap((line) => mismatched(rule, line, calendar))
  }
}

type Entry = AlarmFacts['entries'][number]

function ofKind({ kind }: AlarmRule, { entries }: AlarmFacts): Entry[] {
  return entries.filter((it) => it.kind === kind)
}

/** Late by its own day: the standing that came because the day passed. */
function overdue(rule: AlarmRule, { id, kind, organ, open }: Entry, calendar: Calendar, today: Day): Alarm[] {
  const field = standingOf(kind, open, today)?.when?.past
  const due = field === undefined ? undefined : parseDay(open[field] ?? '')
  if (due === undefined) return []
  const facts = { kind, number: open.documentNumber ?? '', due }
  return [alarmOf(rule, { about: 'record', id }, organ, dayOf(rule, due, calendar), facts, due)]
}

/** Nothing was done about it yet. */
function filed(rule: AlarmRule, { id, kind, organ, open }: Entry, calendar: Calendar, today: Day): Alarm[] {
  const decided = parseDay(open.decidedOn ?? '')
  if (decided === undefined || standingOf(kind, open, today)?.tone === 'good') return []
  const facts = { kind, number: open.documentNumber ?? '', decided }
  return [alarmOf(rule, { about: 'record', id }, organ, dayOf(rule, decided, calendar), facts, decided)]
}

/** 年度公开: more was overdue at the end of a year than at the end of the one before. */
function grown(rule: AlarmRule, entries: readonly Entry[], calendar: Calendar): Alarm[] {
  const annual = entries.flatMap(({ id, organ, open }) => {
    const on = parseDay(open.decidedOn ?? '')
    return open.arrearsKind === 'annual' && on !== undefined
      ? [{ id, organ, on, amount: BigInt(open.amount || '0') }]
      : []
  })
  return annual.flatMap(({ id, organ, on, amount }) => {
    const year = Number(on.slice(0, 4))
    const before = annual.find((it) => it.organ === organ && Number(it.on.slice(0, 4)) === year - 1)
    if (before === undefined || before.amount >= amount) return []
    const facts = { kind: 'arrears', year, amount: String(amount), before: String(before.amount) }
    return [alarmOf(rule, { about: 'record', id }, organ, dayOf(rule, on, calendar), facts, String(year))]
  })
}

function dueTask(
  rule: AlarmRule,
  { id, name, organs, standing: { state, dueOn } }: AlarmFacts['tasks'][number],
  calendar: Calendar,
  today: Day,
): Alarm[] {
  if (dueOn === null || state === 'done' || state === 'stopped') return []
  const isPassed = dueOn < today
  if (isPassed !== (rule.alarm === 'task-passed')) return []
  return organs.map((organ) => {
    const target = { about: 'task' as const, id }
    return alarmOf(rule, target, organ, dayOf(rule, dueOn, calendar), { name, due: dueOn, state }, `${organ}/${dueOn}`)
  })
}

function dueReport(
  rule: AlarmRule,
  { organ, duty, period, dueOn, state, title, to }: AlarmFacts['reports'][number],
  calendar: Calendar,
): Alarm[] {
  if (state !== (rule.alarm === 'report-soon' ? 'open' : 'missing')) return []
  const target = { about: 'list' as const, id: `${organ}/report/${duty}/${period}` }
  return [alarmOf(rule, target, organ, dayOf(rule, dueOn, calendar), { title, period, to, due: dueOn }, dueOn)]
}

/** 瞒报漏报: a report that says less than is public; of the record, so that it can be looked at and corrected. */
function mismatched(
  rule: AlarmRule,
  { organ, period, submission, mismatch }: AlarmFacts['reports'][number],
  calendar: Calendar,
): Alarm[] {
  if (submission === null || mismatch === null) return []
  const { reported, since, entries } = mismatch
  const facts = { period, reported, published: entries.length }
  const target = { about: 'record' as const, id: submission.id }
  return [alarmOf(rule, target, organ, dayOf(rule, since, calendar), facts, period)]
}

/** The day from which it is told. */
function dayOf({ wait }: AlarmRule, reference: Day, calendar: Calendar): Day {
  if ('workdays' in wait) return addDays(addWorkdays(reference, wait.workdays, calendar).day, 1)
  return addDays(reference, 'after' in wait ? wait.after : -wait.before)
}

function alarmOf(
  { id: rule, alarm }: AlarmRule,
  target: AlarmTarget,
  organ: string | null,
  on: Day,
  facts: Alarm['facts'],
  mark: string,
): Alarm {
  return { ...target, key: `${rule}:${target.id}:${mark}`, rule, alarm, organ, on, facts }
}
