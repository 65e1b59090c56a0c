import type { CaseSession } from './case-session.ts'
import { type Desk, NotDelivered, Refused } from './desk-client.ts'
import { dropSealed, keepSealed, type Sealed } from './form-memory.ts'
import { fetchPage, type Page } from './page-swap.ts'

const WAITING = '还没有送达，已加密保存在本浏览器，正在重试。'
const WAITING_HERE = '还没有送达，正在重试。请不要关闭本页。'
const FIRST_PAUSE_MS = 4000
const LONGEST_PAUSE_MS = 120_000

/** `say`: to the page; with `again`, it offers to try at once. */
export type Say = (words: string, again: (() => void) | null) => void

/** Sends what is sealed until it has arrived, under one key, so that arriving twice is arriving once. */
export async function deliver(session: CaseSession, desk: Desk, sealed: Sealed, say: Say): Promise<Page> {
  const { kind } = session
  const isKept = !session.isShared()
  if (isKept) keepSealed(kind, sealed)
  const page = await persist(() => post(session, desk, sealed), isKept ? WAITING : WAITING_HERE, say)
  dropSealed(kind)
  return page
}

/** Tries again after ever longer pauses, or at once when asked; only what cannot arrive is tried again. */
export async function persist<T>(attempt: () => Promise<T>, waiting: string, say: Say): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof NotDelivered)) throw error
      await new Promise<void>((done) => {
        const timer = window.setTimeout(done, pause)
        say(waiting, () => {
          window.clearTimeout(timer)
          done()
        })
      })
      say('正在重试……', null)
    }
  }
}

async function post(session: CaseSession, desk: Desk, sealed: Sealed): Promise<Page> {
  sealed.work ??= await desk.work(session.kind)
  const page = await send(sealed)
  // The work is good for an hour and for one submission; one that took longer has to do it again.
  if (page.status !== 403) return page
  sealed.work = await desk.work(session.kind)
  return send(sealed)
}

async function send({ action, fields, work }: Sealed): Promise<Page> {
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...fields, work: work ?? '', go: 'send', step: 'check' })) {
    body.append(name, value)
  }
  const page = await fetchPage(action, { method: 'POST', body }).catch(() => null)
  if (page === null || page.status === 503 || page.status === 502 || page.status === 504) throw new NotDelivered(action)
  return page
}

/** Files go ahead, each sealed; then the form itself, sealed, with their ids. */
export async function sealForm(session: CaseSession, desk: Desk, files: readonly File[], say: Say): Promise<Sealed> {
  const { kind, action, known } = session
  say('正在加密……', null)
  const sealed = await desk.sealText(JSON.stringify(session.sealedPart()))
  const handOver = async () => {
    say('正在上传文件……', null)
    return desk.upload(kind, files, await desk.work(kind))
  }
  const uploads = files.length === 0 ? [] : await persist(handOver, WAITING_HERE, say)
  say('正在提交……', null)
  const fields = { ...session.clearFields(), key: known.key, sealed, uploads: uploads.join(',') }
  return { action, fields, work: null }
}

export function refusalWords(error: unknown): string {
  return error instanceof Refused ? error.message : '没有提交成功，填写的内容都还在，请再试一次。'
}
