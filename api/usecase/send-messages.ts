import type { Calendar } from '#domain/calendar'
import { dayOfInstant, parseDay } from '#domain/day'
import { caseMessages, MOST_TRIES, mailText, waitAfter } from '#domain/message'
import type { CaseWork } from './case-ports.ts'
import type { IntakeDeps } from './intake.ts'
import { standingOf } from './look-up-case.ts'
import type { HookPost, MailPost, MessageStore, MessageWrite, QueuedMessage, Sent } from './message-ports.ts'
import type { Clock } from './ports.ts'

export type MessageDeps = {
  messages: MessageStore
  clock: Clock
  calendar: Calendar
  mail: MailPost
  hooks: HookPost
  siteName: string
  /** Address of the desk as staff reach it; null where it is not known. */
  deskUrl: string | null
  /** Mail addresses by recipient, `desk` or `organ:…`. Who has none is told nothing. */
  addresses: ReadonlyMap<string, string>
  /** Addresses of programs by recipient, `hook:…`. */
  targets: ReadonlyMap<string, string>
  /** Asked before each message: false once the program is to end. */
  mayGoOn: () => boolean
}

export type MessageReport = { queued: number; sent: number; failed: number }

const AT_ONCE = 200
const MOST_ROUNDS = 1000
const KEPT_MS = 90 * 86_400_000

/**
 * Tells organs and the desk what waits for them, and programs which records became different: at least once, each thing
 * under one key. What is told is read from how cases stand, so a turn that was skipped loses nothing.
 */
export async function runMessages(deps: MessageDeps, intake: IntakeDeps): Promise<MessageReport> {
  const { messages, clock } = deps
  const queued = await queueCaseMessages(deps, intake)
  for (const recipient of deps.targets.keys()) {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (!(await messages.queueRecordChanges(recipient, clock()))) break
    }
  }
  const done = await sendDue(deps)
  await messages.purge(clock() - KEPT_MS)
  return { queued, ...done }
}

async function queueCaseMessages(deps: MessageDeps, intake: IntakeDeps): Promise<number> {
  if (deps.addresses.size === 0) return 0
  const cases = await intake.cases()
  let queued = 0
  for (let after = ''; ; ) {
    const page = await cases.openAfter(after, AT_ONCE)
    queued += await deps.messages.queue(
      page.flatMap((found) => messagesOf(deps, intake, found)),
      deps.clock(),
    )
    const last = page.at(-1)
    if (page.length < AT_ONCE || last === undefined) return queued
    after = last.receipt
  }
}

/** What the case as it stands tells those who have an address. */
function messagesOf({ addresses, calendar, clock }: MessageDeps, intake: IntakeDeps, found: CaseWork): MessageWrite[] {
  const { due, isOverdue } = standingOf(intake, { ...found, uploads: 0 })
  return caseMessages({ ...found, due, isOverdue }, dayOfInstant(clock()), calendar)
    .filter(({ recipient }) => addresses.has(recipient))
    .map(({ kind, dueOn, ...rest }) => ({ ...rest, detail: { kind, dueOn } }))
}

async function sendDue(deps: MessageDeps): Promise<Pick<MessageReport, 'sent' | 'failed'>> {
  const { messages, clock } = deps
  const report = { sent: 0, failed: 0 }
  /** Nobody was there a moment ago: the rest waits for the next turn without a try of its own. */
  const away = new Set<string>()
  for (const message of await messages.due(clock(), AT_ONCE)) {
    const { key, recipient } = message
    const host = recipient.startsWith('hook:') ? recipient : 'mail'
    if (away.has(host)) continue
    if (!deps.mayGoOn()) break
    const tries = message.tries + 1
    const now = clock()
    if (!(await messages.take({ key, tries, nextAt: now + waitAfter(tries) }, now))) continue
    const sent = await sendOne(deps, message)
    if (sent === 'sent') {
      await messages.sent(key, clock())
      report.sent += 1
      continue
    }
    if (sent.trouble === 'unreachable') away.add(host)
    if (tries < MOST_TRIES && sent.code !== 'no-address') continue
    await messages.failed(key, sent.code, clock())
    report.failed += 1
  }
  return report
}

async function sendOne(
  deps: MessageDeps,
  { key, recipient, event, receipt, detail, at }: QueuedMessage,
): Promise<Sent> {
  const nobody: Sent = { trouble: 'gone-wrong', code: 'no-address' }
  if ('changed' in detail) {
    const url = deps.targets.get(recipient)
    if (url === undefined) return nobody
    const body = { event, at: new Date(at).toISOString(), changed: detail.changed, removed: detail.removed }
    return deps.hooks.send({ id: key, url, body: JSON.stringify(body) })
  }
  const [to, from] = [deps.addresses.get(recipient), deps.addresses.get('desk')]
  if (to === undefined || from === undefined || receipt === null || event === 'records-changed') return nobody
  const dueOn = detail.dueOn === null ? null : (parseDay(detail.dueOn) ?? null)
  const deskUrl = deps.deskUrl === null ? null : `${deps.deskUrl}cases/${receipt}/`
  const words = mailText({ event, kind: detail.kind, receipt, dueOn }, { siteName: deps.siteName, deskUrl })
  const host = from.slice(from.lastIndexOf('@') + 1)
  return deps.mail.send({ ...words, messageId: `<${key}@${host}>`, from, to, at })
}
