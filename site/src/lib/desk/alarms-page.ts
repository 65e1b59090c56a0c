import type { Me } from '#contract/desk'
import type { AlarmsView, AlarmView } from '#contract/desk-alarm'
import { chineseDay, chineseInstant } from '../dates.ts'
import {
  type DeskFrame,
  type DeskTrouble,
  deskFrame,
  deskWorker,
  goTo,
  leave,
  postedFields,
  troubleIn,
} from './desk-page.ts'

type Locals = App.Locals

export type AlarmRow = {
  n: number
  label: string
  text: string
  basis: string
  agency: string | null
  since: string
  /** Where to look; null where the desk has no page of it that this account may open. */
  href: string | null
  mayDraft: boolean
  /** The import that was begun from it. */
  draft: string | null
  /** What somebody wrote who closed it, or that it holds no longer. */
  closed: string | null
  /** The reason that was refused, to be mended. */
  typed: string
  trouble: DeskTrouble | null
}

export type AlarmsPage = {
  frame: DeskFrame
  isOpen: boolean
  total: number
  rows: AlarmRow[]
  older: string | null
  mayClose: boolean
  told: string | null
  status: number
  trouble: DeskTrouble | null
  states: { href: string; text: string; isCurrent: boolean }[]
  kinds: { href: string; text: string; count: number; isCurrent: boolean }[]
}

const TOLD: Readonly<Record<string, string>> = { closed: '已办结这条预警，理由已经记下。' }

/** 预警: what is late, due or unanswered. One form each, so that it works without script. */
export async function serveAlarms(locals: Locals, request: Request): Promise<AlarmsPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const refused = request.method === 'POST' ? await act(locals, request) : null
  if (refused instanceof Response) return refused
  const asked = new URL(request.url).searchParams
  const isOpen = asked.get('state') !== 'closed'
  const state = isOpen ? 'open' : 'closed'
  const alarm = asked.get('alarm') ?? ''
  const query = new URLSearchParams({ state, alarm, after: asked.get('after') ?? '' })
  const reply = await locals.desk.get<AlarmsView>(`/alarms?${query}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const { items, counts, next } = reply.value
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const address = locals.urls.desk('alarms/')
  const addressOf = (more: Record<string, string>) => {
    const kept = Object.entries({ ...(isOpen ? {} : { state }), ...more }).filter(([, value]) => value !== '')
    return kept.length === 0 ? address : `${address}?${new URLSearchParams(kept)}`
  }
  const rows = items.map((it) => rowOf(locals, me, it, refused))
  return {
    frame: deskFrame(locals, '预警', me, 'alarms/'),
    ...{ isOpen, total, rows },
    older: next === null ? null : addressOf({ alarm, after: String(next) }),
    mayClose: isOpen && CLOSERS.includes(me.role),
    told: TOLD[asked.get('done') ?? ''] ?? null,
    status: refused?.status ?? 200,
    // Of an alarm that is on another page by now.
    trouble: refused !== null && rows.every(({ trouble }) => trouble === null) ? refused.trouble : null,
    kinds: [
      { href: addressOf({}), text: '全部', count: total, isCurrent: alarm === '' },
      ...counts.map((it) => ({
        ...{ href: addressOf({ alarm: it.alarm }), text: it.label, count: it.count, isCurrent: it.alarm === alarm },
      })),
    ],
    states: [
      { href: address, text: '待办', isCurrent: isOpen },
      { href: `${address}?state=closed`, text: '已办结', isCurrent: !isOpen },
    ],
  }
}

const CLOSERS: readonly Me['role'][] = ['clerk', 'reviewer', 'publisher']

type Refused = { n: number; typed: string; trouble: DeskTrouble | null; status: number }

async function act(locals: Locals, request: Request): Promise<Refused | Response> {
  const field = await postedFields(request)
  const n = Number(field('n'))
  if (field('act') === 'draft') {
    const made = await locals.desk.post<{ import: string }>(`/alarms/${n}/dishonesty`, {})
    if (made.state === 'done') return goTo(locals.urls.desk(`imports/${made.value.import}/`))
    const known = made.problem.import
    if (typeof known === 'string') return goTo(locals.urls.desk(`imports/${known}/`))
    return { n, typed: '', trouble: troubleIn(made), status: made.problem.status }
  }
  const typed = field('reason')
  const closed = await locals.desk.post(`/alarms/${n}/close`, { reason: typed })
  const alarm = new URL(request.url).searchParams.get('alarm') ?? ''
  const query = new URLSearchParams({ ...(alarm === '' ? {} : { alarm }), done: 'closed' })
  if (closed.state === 'done') return goTo(`${locals.urls.desk('alarms/')}?${query}`)
  const trouble = troubleIn(closed)
  // Every alarm has its own field.
  const errors =
    trouble?.errors.map(({ field: name, message }) => ({
      ...{ field: `${name}-${n}`, message: message.replace(`${name} 不符合要求`, '理由') },
    })) ?? []
  return { n, typed, trouble: trouble && { ...trouble, errors }, status: closed.problem.status }
}

function rowOf(locals: Locals, me: Me, it: AlarmView, refused: Refused | null): AlarmRow {
  const isRefused = refused?.n === it.n
  return {
    ...{ n: it.n, label: it.label, text: it.text, basis: it.basis, agency: it.agency, since: chineseDay(it.on) },
    href: hrefOf(locals, me, it),
    mayDraft: it.mayDraft && it.closed === null && me.role === 'clerk',
    draft: it.draft !== null && me.role !== 'organ' ? locals.urls.desk(`imports/${it.draft}/`) : null,
    closed: it.closed && closedText(it.closed),
    typed: isRefused ? refused.typed : '',
    trouble: isRefused ? refused.trouble : null,
  }
}

function closedText({ at, by, reason }: NonNullable<AlarmView['closed']>): string {
  return by === null ? `${chineseInstant(at)} 自动办结：情况已经改变` : `${chineseInstant(at)} ${by}：${reason ?? ''}`
}

function hrefOf({ urls }: Locals, { role }: Me, { about, target }: AlarmView): string | null {
  switch (about) {
    case 'record':
      return role === 'organ' ? null : urls.desk(`records/${target}/`)
    case 'case':
      return urls.desk(`cases/${target}/`)
    case 'task': {
      const [policy = '', id = ''] = target.split('/')
      return urls.task(policy, id)
    }
    case 'list':
      return target.includes('/report/') ? reportLine(urls, target) : lateList(urls, target)
  }
}

/** The public calendar of what the organ has to report. */
function reportLine(urls: Locals['urls'], target: string): string {
  return urls.reportCalendar({ agency: target.split('/', 1)[0] })
}

/** The public list of what was published late: of an organ and kind, in the year of the month. */
function lateList(urls: Locals['urls'], target: string): string | null {
  const [agency = '', kind, month = ''] = target.split('/')
  if (kind !== 'licence' && kind !== 'penalty') return null
  return urls.list(kind, { agency, year: month.slice(0, 4), state: 'late' })
}
