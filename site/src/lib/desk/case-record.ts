import type { Me } from '#contract/desk'
import type { DeskCaseView } from '#contract/desk-case'
import type { DeskRecordView } from '#contract/desk-record'
import type { DeskProblem } from '../desk-api.ts'
import { type FieldGroup, fieldGroups } from '../record-fields-view.ts'
import { goTo } from './desk-page.ts'

type Locals = App.Locals

/** What stands beside a case: its record, and what the decision asks of it. */
export type BesideCase = {
  /** The record as the public reads it now; `asked` is the label of the field in question. */
  record: { href: string; groups: FieldGroup[]; asked: string | null } | null
  note: string | null
  /** The record at the desk, for those who may read it there. */
  deskHref: string | null
  following: Following | null
}

/** `form`: one press asks for it. `find`: the case names no record. `waiting`, `done`: somebody did before. */
export type Following = { label: string; reason: string } & (
  | { how: 'form'; seq: number }
  | { how: 'find' }
  | { how: 'waiting'; href: string }
  | { how: 'done'; stateLabel: string }
)

export async function besideCase(locals: Locals, me: Me, item: DeskCaseView): Promise<BesideCase> {
  const deskHref =
    item.record === null || me.role === 'organ'
      ? null
      : `${locals.urls.desk(`records/${item.record}/`)}?case=${item.receipt}`
  return { ...(await publicRecord(locals, item)), deskHref, following: await followingOf(locals, item) }
}

async function publicRecord(locals: Locals, item: DeskCaseView): Promise<Pick<BesideCase, 'record' | 'note'>> {
  if (item.record === null) return { record: null, note: null }
  const answer = await locals.api.record(item.record)
  if (answer.state !== 'found' || answer.value.state !== 'public') {
    return { record: null, note: '这条信息现在不公示，或者暂时读不到。' }
  }
  const record = answer.value
  const asked = record.fields.find(({ id }) => id === item.field)
  return {
    record: {
      href: locals.urls.record(record.kind, record.id),
      groups: fieldGroups(locals.urls, record),
      asked: asked === undefined ? null : asked.label,
    },
    note: null,
  }
}

async function followingOf(locals: Locals, { following, record }: DeskCaseView): Promise<Following | null> {
  if (following === null) return null
  const { label, reason } = following
  if (record === null) return { label, reason, how: 'find' }
  const reply = await locals.desk.get<DeskRecordView>(`/records/${record}`)
  if (reply.state === 'refused') return null
  const { allowed, openChange, seq, stateLabel } = reply.value
  if (openChange !== null) return { label, reason, how: 'waiting', href: locals.urls.desk(`changes/${openChange}/`) }
  const isAllowed = allowed.some(({ change }) => change === following.change)
  return isAllowed ? { label, reason, how: 'form', seq } : { label, reason, how: 'done', stateLabel }
}

/** Asks for it in the words of the case, so that a form that was tampered with asks for nothing else. */
export async function proposeFollowing(
  { desk, urls }: Locals,
  receipt: string,
  field: (name: string) => string,
): Promise<Response | DeskProblem> {
  const found = await desk.get<DeskCaseView>(`/cases/${encodeURIComponent(receipt)}`)
  if (found.state === 'refused') return found.problem
  const { following, record } = found.value
  if (following === null || record === null) return NOT_NOW
  const { change, ground, reason } = following
  const reply = await desk.post<{ change: string }>(`/records/${record}/changes`, {
    ...{ seq: Number(field('seq')), reason, caseReceipt: receipt, request: { change, ground } },
  })
  return reply.state === 'done' ? goTo(urls.desk(`changes/${reply.value.change}/`)) : reply.problem
}

const NOT_NOW: DeskProblem = {
  ...{
    status: 409,
    code: 'case-step-not-allowed',
    title: '现在不能提出',
    detail: '请刷新页面查看最新状态。',
    errors: [],
  },
}
