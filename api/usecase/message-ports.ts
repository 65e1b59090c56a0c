import type { CaseKind, MessageEvent } from '#domain/vocabulary'

/** What the rendering of a message needs; ids of records are public, receipts open nothing. Never personal data. */
export type MessageDetail =
  | { kind: CaseKind; dueOn: string | null }
  | { changed: readonly string[]; removed: readonly string[] }

export type MessageWrite = {
  key: string
  recipient: string
  event: MessageEvent
  receipt: string | null
  detail: MessageDetail
}

/** `tries`: made so far. */
export type QueuedMessage = MessageWrite & { at: number; tries: number }

/** `gone-wrong`: said no; `unreachable`: nobody was there, so the next one to the same host need not be tried now. */
export type SendTrouble = { trouble: 'gone-wrong' | 'unreachable'; code: string }
export type Sent = 'sent' | SendTrouble

/** A mail that is sent again has the same id, by which mail programs drop the second one. */
export type Mail = { messageId: string; from: string; to: string; subject: string; text: string; at: number }
export type MailPost = { send(mail: Mail): Promise<Sent> }

export type Hook = { id: string; url: string; body: string }
export type HookPost = { send(hook: Hook): Promise<Sent> }

/** The messages as verbs see them. All throw `StoreUnavailableError`. */
export type MessageStore = {
  /** Those with a known key are left out; answers how many were new. */
  queue(messages: readonly MessageWrite[], at: number): Promise<number>
  /**
   * Queues, for one recipient, what the publisher carried out since the last time, and moves the recipient's place in
   * the same batch. A recipient that is new begins with what comes from now on. Answers whether there may be more.
   */
  queueRecordChanges(recipient: string, at: number): Promise<boolean>
  /** Those whose time has come, the oldest first. */
  due(now: number, limit: number): Promise<QueuedMessage[]>
  /**
   * Counts a try and puts the next one off, before it is made: a killed sender is followed up then. False where another
   * sender was faster.
   */
  take(message: { key: string; tries: number; nextAt: number }, now: number): Promise<boolean>
  sent(key: string, at: number): Promise<void>
  /** Given up, with a row of the audit. */
  failed(key: string, trouble: string, at: number): Promise<void>
  /** Of records only: a case's messages are what keeps them from being sent again, and go with its contents. */
  purge(before: number): Promise<void>
}
