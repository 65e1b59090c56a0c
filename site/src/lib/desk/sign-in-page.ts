import { STAFF_ROLE_LABEL } from '#domain/labels.zh'
import { STAFF_ROLES, type StaffRole } from '#domain/vocabulary'
import { type DeskFrame, type DeskTrouble, deskAddress, deskFrame, goTo, postedFields, troubleIn } from './desk-page.ts'

type Locals = App.Locals

export type SignInView = {
  frame: DeskFrame
  trouble: DeskTrouble | null
  account: string
  to: string
  /** On the invented county only: one click a role. */
  demoRoles: { role: StaffRole; text: string }[]
  status: number
}

export async function serveSignIn(locals: Locals, request: Request): Promise<SignInView | Response> {
  const url = new URL(request.url)
  if (request.method !== 'POST') return view(locals, url.searchParams.get('to'))
  const field = await postedFields(request)
  const to = deskAddress(locals, field('to'))
  const role = STAFF_ROLES.find((it) => it === field('role'))
  const reply =
    role === undefined
      ? await locals.desk.post<{ next: string }>('/sign-in', {
          account: field('account').trim().toLowerCase(),
          password: field('password'),
        })
      : await locals.desk.post<{ next: string }>('/sign-in/demo', { role })
  if (reply.state === 'refused') {
    return view(locals, to, { trouble: troubleIn(reply), account: field('account'), status: reply.problem.status })
  }
  const isHalf = reply.value.next === 'second-factor'
  return goTo(isHalf ? `${locals.urls.desk('sign-in/code/')}?to=${encodeURIComponent(to)}` : to, reply.cookies)
}

function view(
  locals: Locals,
  to: string | null,
  { trouble = null, account = '', status = 200 }: Partial<Pick<SignInView, 'trouble' | 'account' | 'status'>> = {},
): SignInView {
  const demoRoles = locals.place.demo ? STAFF_ROLES.map((role) => ({ role, text: STAFF_ROLE_LABEL[role] })) : []
  return {
    frame: deskFrame(locals, '登录', null, 'sign-in/'),
    ...{ trouble, account, status, demoRoles, to: deskAddress(locals, to) },
  }
}

export type CodeView = { frame: DeskFrame; trouble: DeskTrouble | null; to: string; status: number }

export async function serveCode(locals: Locals, request: Request): Promise<CodeView | Response> {
  const frame = deskFrame(locals, '动态验证码', null, 'sign-in/')
  if (request.method !== 'POST') {
    return { frame, trouble: null, to: deskAddress(locals, new URL(request.url).searchParams.get('to')), status: 200 }
  }
  const field = await postedFields(request)
  const to = deskAddress(locals, field('to'))
  const kind = field('kind') === 'recovery' ? 'recovery' : 'totp'
  const reply = await locals.desk.post('/sign-in/code', { kind, code: field('code').replaceAll(/\s/g, '') })
  if (reply.state === 'done') return goTo(to, reply.cookies)
  if (reply.problem.code === 'sign-in-stale') return goTo(locals.urls.desk('sign-in/'))
  return { frame, trouble: troubleIn(reply), to, status: reply.problem.status }
}
