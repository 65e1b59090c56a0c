import { type AlarmFacts, alarmsOn } from '#domain/alarm'
import type { Calendar } from '#domain/calendar'
import { type Day, dayOfInstant } from '#domain/day'
import { DECISION_KINDS, INTEGRITY_KINDS } from '#domain/kind-groups'
import { type ReportDuty, reportLines } from '#domain/report-calendar'
import { CONFIRMED_KIND, REPORT_KIND, reportedOn, submissionOf } from '#domain/report-submission'
import type { Rules } from '#domain/rules'
import type { AgenciesDocument } from '#domain/snapshot'
import { AGENCIES_PATH } from '#domain/snapshot-address'
import { standingTasks, type TaskEntry } from '#domain/task-list'
import type { AlarmStore } from './alarm-ports.ts'
import { agencyNames, monthsOf } from './list-rows.ts'
import type { Clock, RecordStore } from './ports.ts'
import { type SnapshotReader, SnapshotUnreadableError } from './snapshot-reader.ts'

export type RunAlarmsDeps = {
  alarms: AlarmStore
  store: Pick<RecordStore, 'publicOfKinds'>
  reader: SnapshotReader
  tasks: readonly TaskEntry[]
  duties: readonly ReportDuty[]
  rules: Pick<Rules, 'alarms'>
  calendar: Calendar
  clock: Clock
}

const CHUNK = 5000
/** Days in which the next report is due is known early enough for every rule that tells before. */
const REPORTS_AHEAD = 366

/**
 * Looks what is late, due or unanswered today. Each alarm comes once; what holds no longer is closed by itself. Safe to run
 * again at any point, and to skip a day.
 */
export async function runAlarms(deps: RunAlarmsDeps): Promise<{ raised: number; settled: number }> {
  const { alarms, rules, calendar, clock } = deps
  const now = clock()
  const holding = alarmsOn(await factsOf(deps), rules.alarms, calendar, dayOfInstant(now))
  const keys = new Set(holding.map(({ key }) => key))
  const over = (await alarms.openKeys()).filter((key) => !keys.has(key))
  await alarms.settle(over, now)
  return { raised: await alarms.raise(holding, now), settled: over.length }
}

async function factsOf({ alarms, store, reader, tasks, duties, clock }: RunAlarmsDeps): Promise<AlarmFacts> {
  const entries: AlarmFacts['entries'][number][] = []
  for (let after = ''; ; ) {
    const some = await store.publicOfKinds(INTEGRITY_KINDS, after, CHUNK)
    const last = some.at(-1)
    if (last === undefined) break
    after = last.id
    entries.push(...some)
  }
  return {
    entries,
    tasks: standingTasks(tasks, dayOfInstant(clock())).map(({ policy, task, organs, standing }) => ({
      ...{ id: `${policy.slug}/${task.id}`, name: task.title ?? task.text, organs, standing },
    })),
    referrals: await alarms.referrals(),
    late: await lateMonths(reader),
    reports: reportsOf(duties, entries, dayOfInstant(clock())),
  }
}

function reportsOf(
  duties: readonly ReportDuty[],
  entries: AlarmFacts['entries'],
  today: Day,
): AlarmFacts['reports'][number][] {
  const dated = entries.flatMap(({ id, kind, organ, open }) => {
    const on = reportedOn(open)
    return organ === null || on === undefined ? [] : [{ id, kind, organ, on, values: open }]
  })
  const submissions = dated.flatMap((it) => (it.kind === REPORT_KIND ? (submissionOf(duties, it) ?? []) : []))
  const confirmed = dated.filter(({ kind }) => kind === CONFIRMED_KIND)
  return reportLines(duties, submissions, confirmed, { today, ahead: REPORTS_AHEAD }).flatMap((line) => {
    const duty = duties.find(({ id }) => id === line.duty)
    return duty === undefined ? [] : [{ ...line, title: duty.title, to: duty.to }]
  })
}

async function lateMonths(reader: SnapshotReader): Promise<AlarmFacts['late']> {
  const at = await reader.view()
  // A generation that a publisher takes away meanwhile would look as if nothing were late any more.
  if ((await reader.document<AgenciesDocument>(at, AGENCIES_PATH)) === undefined) throw new SnapshotUnreadableError()
  const found: AlarmFacts['late'][number][] = []
  for (const { slug } of await agencyNames(reader, at)) {
    for (const kind of DECISION_KINDS) {
      for (const { month, states } of await monthsOf(reader, at, kind, slug)) {
        const count = states.late ?? 0
        if (count > 0) found.push({ organ: slug, kind, month, count })
      }
    }
  }
  return found
}
