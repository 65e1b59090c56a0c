import type { Me } from '#contract/desk'
import { qrCode } from '../share.ts'
import { type DeskFrame, type DeskTrouble, deskFrame, deskVisitor, goTo, postedFields, troubleIn } from './desk-page.ts'

type Locals = App.Locals

export type AccountView = {
  frame: DeskFrame
  me: Me
  trouble: DeskTrouble | null
  /** Shown once: what an authenticator reads, and the codes for the day the phone is lost. */
  factor: { uri: string; secret: string; qr: string | null; recoveryCodes: string[] } | null
  done: string | null
  status: number
}

export async function serveAccount(locals: Locals, request: Request): Promise<AccountView | Response> {
  const me = await deskVisitor(locals, request)
  if (me instanceof Response) return me
  const frame = deskFrame(locals, '我的账号', me, 'account/')
  const plain: AccountView = { frame, me, trouble: null, factor: null, done: doneOf(request), status: 200 }
  if (request.method !== 'POST') return plain
  const field = await postedFields(request)
  const here = locals.urls.desk('account/')
  const go = field('go')
  if (go === 'password') {
    if (field('next') !== field('again')) {
      const errors = [{ field: 'again', message: '两次输入的新密码不一样' }]
      return { ...plain, trouble: { heading: '新密码不一致', text: '没有改动。', errors }, status: 422 }
    }
    const reply = await locals.desk.post('/me/password', { present: field('present'), next: field('next') })
    if (reply.state === 'done') return goTo(`${here}?done=password`, reply.cookies)
    return { ...plain, trouble: troubleIn(reply), status: reply.problem.status }
  }
  if (go === 'start') {
    const started = await locals.desk.post<{ uri: string; recoveryCodes: string[] }>('/me/second-factor', {
      password: field('password'),
    })
    if (started.state === 'refused') return { ...plain, trouble: troubleIn(started), status: started.problem.status }
    const { uri, recoveryCodes } = started.value
    return { ...plain, factor: { uri, secret: secretIn(uri), qr: qrCode(uri), recoveryCodes } }
  }
  const reply = await locals.desk.post('/me/second-factor/confirm', { code: field('code').replaceAll(/\s/g, '') })
  if (reply.state === 'done') return goTo(`${here}?done=factor`, reply.cookies)
  return { ...plain, trouble: troubleIn(reply), status: reply.problem.status }
}

const DONE: Readonly<Record<string, string>> = {
  password: '密码已经修改，其他地方的登录已退出。',
  factor: '动态验证码已经设置好，以后登录都要输入。',
}

function doneOf(request: Request): string | null {
  return DONE[new URL(request.url).searchParams.get('done') ?? ''] ?? null
}

/** For typing where no camera can be used. */
function secretIn(uri: string): string {
  return new URL(uri).searchParams.get('secret') ?? ''
}
