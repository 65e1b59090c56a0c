import type { Me } from '#contract/desk'
import type { StaffRole } from '#domain/vocabulary'
import type { DeskProblem, DeskReply } from '../desk-api.ts'

type Locals = App.Locals

export type DeskNavItem = { href: string; text: string; isCurrent: boolean }

/** What every page of the desk has around it. */
export type DeskFrame = { title: string; me: Me | null; nav: DeskNavItem[] }

const NAV: readonly { path: string; text: string; roles: readonly StaffRole[] }[] = [
  { path: '', text: '工作台', roles: ['clerk', 'organ', 'reviewer', 'publisher', 'auditor'] },
  { path: 'alarms/', text: '预警', roles: ['clerk', 'organ', 'reviewer', 'publisher', 'auditor'] },
  { path: 'records/', text: '公示', roles: ['clerk', 'reviewer', 'publisher', 'auditor'] },
  { path: 'imports/', text: '导入', roles: ['clerk', 'organ', 'reviewer', 'publisher', 'auditor'] },
  { path: 'upward/', text: '归集报送', roles: ['clerk', 'publisher', 'auditor'] },
  { path: 'quality/', text: '数据质量', roles: ['clerk', 'organ', 'reviewer', 'publisher', 'auditor'] },
  { path: 'register/', text: '登记', roles: ['clerk'] },
  { path: 'key/', text: '密钥口令', roles: ['clerk', 'reviewer'] },
  { path: 'staff/', text: '账号', roles: ['admin', 'auditor'] },
  { path: 'audit/', text: '审计', roles: ['admin', 'auditor'] },
  { path: 'account/', text: '我的账号', roles: ['clerk', 'organ', 'reviewer', 'publisher', 'auditor', 'admin'] },
]

export function deskFrame({ urls }: Locals, title: string, me: Me | null, path: string): DeskFrame {
  const shown = me === null || me.gap !== null ? [] : NAV.filter(({ roles }) => roles.includes(me.role))
  return {
    title,
    me,
    nav: shown.map((it) => ({ href: urls.desk(it.path), text: it.text, isCurrent: it.path === path })),
  }
}

/** Who is signed in, or where the visitor has to go first. */
export async function deskVisitor(locals: Locals, request: Request): Promise<Me | Response> {
  const reply = await locals.desk.get<Me>('/me')
  if (reply.state === 'done') return reply.value
  return leave(locals, reply.problem, request)
}

/** As `deskVisitor`, and with everything set up that signing in needs. */
export async function deskWorker(locals: Locals, request: Request): Promise<Me | Response> {
  const me = await deskVisitor(locals, request)
  if (me instanceof Response || me.gap === null) return me
  return goTo(locals.urls.desk('account/'))
}

/** Not signed in: to the sign-in, and from there back. Anything else is said on a page of its own status. */
export function leave({ urls }: Locals, problem: DeskProblem, request: Request): Response {
  if (problem.status === 401) {
    const { pathname, search } = new URL(request.url)
    return goTo(`${urls.desk('sign-in/')}?to=${encodeURIComponent(pathname + search)}`)
  }
  return new Response(`${problem.title}。${problem.detail}`, {
    status: problem.status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  })
}

/** After a post: the browser asks for the page anew, so that loading it again sends nothing twice. */
export function goTo(address: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: address })
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** Only to a page of the desk itself: an address in a link could lead anywhere. */
export function deskAddress({ urls }: Locals, wanted: string | null): string {
  const home = urls.desk()
  return wanted?.startsWith(home) && !/\/\/|\\/.test(wanted) ? wanted : home
}

/** What a form of the desk sent; a field that is not there is empty. */
export async function postedFields(request: Request): Promise<(name: string) => string> {
  const data = await request.formData().catch(() => new FormData())
  return (name) => {
    const value = data.get(name)
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
  }
}

/** What to say above a form that was refused. */
export type DeskTrouble = {
  heading: string
  text: string
  errors: readonly { field: string; message: string }[]
  /** What else to know, a line each. */
  notes?: readonly string[]
}

export function troubleIn<T>(reply: DeskReply<T>): DeskTrouble | null {
  if (reply.state === 'done') return null
  const { title, detail, errors } = reply.problem
  return { heading: title, text: detail, errors }
}
