import { type Calendar, workdaysBetween } from './calendar.ts'
import type { CaseDue } from './case-clock.ts'
import { CASE_KIND_LABEL, MESSAGE_EVENT_LABEL } from './case-labels.zh.ts'
import { compareDays, type Day } from './day.ts'
import type { CaseKind, CaseState, MessageEvent } from './vocabulary.ts'

/** The desk, or an organ by its slug; never an address. */
export type MailRecipient = 'desk' | `organ:${string}`

/** All that a mail on a case says. Nothing in it is of the filer. */
export type CaseMessage = {
  /** The same for the same thing to the same recipient, so that it is sent once. */
  key: string
  recipient: MailRecipient
  event: Exclude<MessageEvent, 'records-changed'>
  receipt: string
  kind: CaseKind
  dueOn: Day | null
}

export type CaseSeen = {
  receipt: string
  kind: CaseKind
  state: CaseState
  /** The step that led to this state. */
  seq: number
  handlerSlug: string | null
  due: CaseDue | null
  isOverdue: boolean
}

/** From so many working days before the last one on. */
const DUE_SOON_WORKDAYS = 2

const TURNS = { submitted: 'submitted', referred: 'referred', answered: 'answered' } as const

/** Who has to be told what of an open case as it stands; asked again, the keys are the same. */
export function caseMessages(
  { state, seq, handlerSlug, due, isOverdue, ...seen }: CaseSeen,
  today: Day,
  calendar: Calendar,
): CaseMessage[] {
  const isAsked = state === 'referred' && handlerSlug !== null
  const turn: MailRecipient = isAsked ? `organ:${handlerSlug}` : 'desk'
  const message = (event: CaseMessage['event'], recipient: MailRecipient, since: string | number): CaseMessage => ({
    key: `${event}.${seen.receipt}.${since}.${recipient.replace(':', '.')}`,
    ...{ recipient, event, receipt: seen.receipt, kind: seen.kind, dueOn: due?.on ?? null },
  })
  const event = state === 'submitted' || state === 'referred' || state === 'answered' ? TURNS[state] : null
  const told = event === null ? [] : [message(event, turn, seq)]
  if (due === null || !due.isRunning) return told
  if (isOverdue) {
    const late = message('overdue', turn, due.on)
    return [...told, late, ...(turn === 'desk' ? [] : [message('overdue', 'desk', due.on)])]
  }
  const isSoon = compareDays(today, due.on) <= 0 && workdaysBetween(today, due.on, calendar).days <= DUE_SOON_WORKDAYS
  return isSoon ? [...told, message('due-soon', turn, due.on)] : told
}

export type MailText = { subject: string; text: string }

/** `deskUrl`: null where nobody said under which address the site is reached. */
export function mailText(
  { event, kind, receipt, dueOn }: Pick<CaseMessage, 'event' | 'kind' | 'receipt' | 'dueOn'>,
  { siteName, deskUrl }: { siteName: string; deskUrl: string | null },
): MailText {
  const what = MESSAGE_EVENT_LABEL[event]
  return {
    subject: `【${siteName}】${CASE_KIND_LABEL[kind]} ${receipt}：${what}`,
    text: [
      `事项：${what}`,
      `类别：${CASE_KIND_LABEL[kind]}`,
      `受理编号：${receipt}`,
      `办理期限：${dueOn ?? '没有规定'}`,
      deskUrl === null ? '请登录受理台办理。' : `请登录受理台办理：${deskUrl}`,
      '',
      '本邮件由程序发出，不含来件内容，请不要回复。来件内容不要写进邮件。',
      '',
    ].join('\n'),
  }
}

/** After so many tries, over about two days, somebody has to look. */
export const MOST_TRIES = 10
const FIRST_WAIT_MS = 300_000

/** Twice as long after each try. */
export function waitAfter(tries: number): number {
  return FIRST_WAIT_MS * 2 ** (tries - 1)
}
