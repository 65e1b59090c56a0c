import { NothingBody } from '#contract/desk'
import { type AlarmsView, CloseAlarmBody } from '#contract/desk-alarm'
import { ALARM_LABEL, alarmText } from '#domain/alarm-text.zh'
import type { AlarmRule } from '#domain/rules'
import { ALARM_KINDS } from '#domain/vocabulary'
import type { KeptAlarm } from '#usecase/alarm-ports'
import type { ImportDeskDeps } from '#usecase/check-import'
import { closeAlarm, type DeskAlarmDeps, draftDishonesty, listAlarms } from '#usecase/desk-alarms'
import type { StaffStore } from '#usecase/staff-ports'
import { problem } from '../problem.ts'
import type { DeskRouter } from './desk-router.ts'
import { refuseImport } from './import-routes.ts'

const READERS = ['clerk', 'organ', 'reviewer', 'publisher', 'auditor'] as const
const CLOSERS = ['clerk', 'reviewer', 'publisher'] as const

type AlarmRoutesDeps = DeskAlarmDeps & {
  imports: () => Promise<ImportDeskDeps>
  staff: () => Promise<StaffStore>
  agencies: ReadonlyMap<string, string>
}

/** 预警: what is late, due or unanswered, and what became of it. */
export function alarmRoutes(desk: DeskRouter, deps: AlarmRoutesDeps): void {
  const numberOf = (text: string | undefined) => (/^[1-9]\d{0,9}$/.test(text ?? '') ? Number(text) : null)

  desk.get('/alarms', READERS, async ({ c, staff }) => {
    const state = c.req.query('state') === 'closed' ? 'closed' : 'open'
    const alarm = ALARM_KINDS.find((it) => it === c.req.query('alarm')) ?? null
    const page = await listAlarms(deps, staff, { state, alarm, after: numberOf(c.req.query('after')) })
    const { rules } = await deps.imports()
    const people = new Map((await (await deps.staff()).everyone()).map(({ id, name }) => [id, name]))
    const known = new Map(rules.alarms.map((rule) => [rule.id, rule]))
    const view: AlarmsView = {
      items: page.items.map((it) => viewOf(it, deps.agencies, people, known)),
      counts: ALARM_KINDS.flatMap((kind) => {
        const found = page.counts.find((it) => it.alarm === kind)
        return found === undefined ? [] : [{ ...found, label: ALARM_LABEL[kind] }]
      }),
      next: page.next,
    }
    return c.json(view)
  })

  desk.post('/alarms/:n/close', CLOSERS, CloseAlarmBody, async ({ c, staff, body }) => {
    const n = numberOf(c.req.param('n'))
    if (n === null) return problem(c, 'alarm-not-found')
    const done = await closeAlarm(deps, staff, { n, ...body })
    return done.ok ? c.json({}) : problem(c, done.failure.code)
  })

  desk.post('/alarms/:n/dishonesty', ['clerk'], NothingBody, async ({ c, staff }) => {
    const n = numberOf(c.req.param('n'))
    if (n === null) return problem(c, 'alarm-not-found')
    const made = await draftDishonesty(deps, await deps.imports(), staff, n)
    if (made.ok) return c.json({ import: made.value.id }, 201)
    const { failure } = made
    if (failure.code === 'alarm-not-found' || failure.code === 'alarm-no-entry') return problem(c, failure.code)
    return refuseImport(c, failure)
  })
}

function viewOf(
  it: KeptAlarm,
  agencies: ReadonlyMap<string, string>,
  people: ReadonlyMap<string, string>,
  rules: ReadonlyMap<string, AlarmRule>,
): AlarmsView['items'][number] {
  const rule = rules.get(it.rule)
  return {
    ...{
      n: it.n,
      alarm: it.alarm,
      label: ALARM_LABEL[it.alarm],
      text: alarmText(it),
      basis: rule?.basis ?? it.rule,
    },
    agency: it.organ === null ? null : (agencies.get(it.organ) ?? it.organ),
    ...{ about: it.about, target: it.id, on: it.on, raisedAt: it.raisedAt },
    closed:
      it.closedAt === null
        ? null
        : {
            at: it.closedAt,
            by: it.closedBy === null ? null : (people.get(it.closedBy) ?? it.closedBy),
            reason: it.reason,
          },
    mayDraft: (rule?.dishonestyType ?? null) !== null,
    draft: it.draft,
  }
}
