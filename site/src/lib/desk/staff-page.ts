import type { StaffView } from '#contract/desk'
import { STAFF_ROLE_LABEL } from '#domain/labels.zh'
import { STAFF_ROLES, type StaffRole } from '#domain/vocabulary'
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

export type StaffPageView = {
  frame: DeskFrame
  items: StaffView[]
  /** Auditors see who there is and change nothing. */
  mayChange: boolean
  /** A first password, shown once to whoever made it. */
  told: { account: string; password: string } | null
  trouble: DeskTrouble | null
  roles: { role: StaffRole; text: string }[]
  agencies: { slug: string; name: string }[]
  typed: { account: string; name: string; role: string; organ: string }
  status: number
}

export async function serveStaff(locals: Locals, request: Request): Promise<StaffPageView | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const asked = request.method === 'POST' ? await change(locals, request) : null
  if (asked instanceof Response) return asked
  const list = await locals.desk.get<{ items: StaffView[] }>('/staff')
  if (list.state === 'refused') return leave(locals, list.problem, request)
  return {
    frame: deskFrame(locals, '账号', me, 'staff/'),
    items: list.value.items,
    mayChange: me.role === 'admin',
    roles: STAFF_ROLES.map((role) => ({ role, text: STAFF_ROLE_LABEL[role] })),
    agencies: locals.intake.agencies,
    ...{ told: null, trouble: null, typed: { account: '', name: '', role: 'clerk', organ: '' }, status: 200 },
    ...asked,
  }
}

type Changed = Partial<Pick<StaffPageView, 'told' | 'trouble' | 'typed' | 'status'>>

async function change(locals: Locals, request: Request): Promise<Changed | Response> {
  const field = await postedFields(request)
  const [go = '', id = ''] = field('go').split(':')
  if (go === 'add') {
    const typed = {
      account: field('account').trim(),
      name: field('name').trim(),
      role: field('role'),
      organ: field('organ'),
    }
    const { account, name, role } = typed
    const organSlug = typed.organ === '' ? null : typed.organ
    const reply = await locals.desk.post<{ password: string }>('/staff', { account, name, role, organSlug })
    if (reply.state === 'done') return { told: { account, password: reply.value.password } }
    return { trouble: troubleIn(reply), typed, status: reply.problem.status }
  }
  if (go === 'reset') {
    const reply = await locals.desk.post<{ password: string }>(`/staff/${encodeURIComponent(id)}/reset`, {})
    if (reply.state === 'done') return { told: { account: field('of'), password: reply.value.password } }
    return { trouble: troubleIn(reply), status: reply.problem.status }
  }
  const reply = await locals.desk.post(`/staff/${encodeURIComponent(id)}/close`, {})
  if (reply.state === 'done') return goTo(locals.urls.desk('staff/'))
  return { trouble: troubleIn(reply), status: reply.problem.status }
}
