import type { CaseSession } from './case-session.ts'
import { type Desk, NotDelivered, Refused } from './desk-client.ts'
import { dropSealed, keepSealed, type Sealed, slotOf } from './form-memory.ts'
import { fetchPage, type Page } from './page-swap.ts'

const WAITING = '还没有送达，已加密保存在本浏览器，正在重试。'
const WAITING_HERE = '还没有送达，正在重试。请不要关闭本页。'
const FIRST_PAUSE_MS = 4000
const LONGEST_PAUSE_MS = 120_000

/** `say`: to the page; with `again`, it offers to try at once; with `needsContacts`, it shows whom to turn to instead. */
export type Say = (words: string, again: (() => void) | null, needsContacts?: boolean) => void

const underway = new Set<string>()

export function isUnderway(sealed: Sealed): boolean {
  return underway.has(slotOf(sealed))
}

/** Sends what is sealed until it has arrived, under one key, so that arriving twice is arriving once. */
export async function deliver(desk: Desk, sealed: Sealed, mayKeep: boolean, say: Say): Promise<Page> {
  const isKept = mayKeep && keepSealed(sealed)
  underway.add(slotOf(sealed))
  try {
    const page = await persist(() => post(desk, sealed), isKept ? WAITING : WAITING_HERE, say)
    dropSealed(sealed)
    return page
  } finally {
    underway.delete(slotOf(sealed))
  }
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

/** What the server has decided on; after the others the same bytes are sent again. */
const isDecided = ({ status }: Page) => status < 500 && status !== 403 && status !== 429

/** Sends it once; the page that came of it, or `NotDelivered`. */
export async function post(desk: Desk, sealed: Sealed): Promise<Page> {
  const page = await worked(desk, sealed)
  if (isDecided(page)) {
    last = null
    desk.forgetFiles()
  }
  return page
}

async function worked(desk: Desk, sealed: Sealed): Promise<Page> {
  sealed.work ??= await desk.work(sealed.kind)
  const page = await send(sealed)
  // The work is good for an hour and for one submission; one that took longer has to do it again.
  if (page.status !== 403) return page
  sealed.work = await desk.work(sealed.kind)
  return send(sealed)
}

async function send({ action, fields, work }: Sealed): Promise<Page> {
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...fields, work: work ?? '' })) body.append(name, value)
  const page = await fetchPage(action, { method: 'POST', body }).catch(() => null)
  if (page === null || page.status === 503 || page.status === 502 || page.status === 504) throw new NotDelivered(action)
  return page
}

let last: { print: string; sealed: Sealed } | null = null

/** The same words and files are sealed once: other bytes under the same key would be taken for another form. */
export async function sealOnce(facts: unknown, files: readonly File[], seal: () => Promise<Sealed>): Promise<Sealed> {
  const print = JSON.stringify([facts, files.map(({ name, size, lastModified }) => [name, size, lastModified])])
  if (last?.print !== print) last = { print, sealed: await seal() }
  return last.sealed
}

/** Files go ahead, each sealed; then the form itself, sealed, with their ids. */
export async function sealForm(session: CaseSession, desk: Desk, files: readonly File[], say: Say): Promise<Sealed> {
  const { kind, action, known } = session
  const [part, clear] = [session.sealedPart(), session.clearFields()]
  const sealed = await sealOnce([kind, action, known.key, part, clear], files, async () => {
    say('正在加密……', null)
    const sealed = await desk.sealText(JSON.stringify(part))
    const uploads = await handOver(desk, kind, files, WAITING_HERE, say)
    return {
      kind,
      action,
      fields: { ...clear, key: known.key, sealed, uploads, go: 'send', step: 'check' },
      work: null,
    }
  })
  say('正在提交……', null)
  return sealed
}

/** The ids of the files, joined; what has been handed over is not sent again. */
export async function handOver(
  desk: Desk,
  kind: string,
  files: readonly File[],
  waiting: string,
  say: Say,
): Promise<string> {
  if (files.length === 0) return ''
  const attempt = async () => {
    say('正在上传文件……', null)
    return desk.upload(kind, files, await desk.work(kind))
  }
  return (await persist(attempt, waiting, say)).join(',')
}

const UNKNOWN = '没有提交成功，填写的内容都还在，请再试一次。'

export function sayRefused(say: Say, error: unknown): void {
  if (error instanceof Refused) say(error.message, null, error.needsContacts)
  else say(UNKNOWN, null)
}

/** The server puts the list there, hidden, as it shows it with its own refusals. */
export function showContacts(form: HTMLElement, isShown: boolean): void {
  const list = form.querySelector<HTMLElement>('[data-contacts]')
  if (list !== null) list.hidden = !isShown
}
