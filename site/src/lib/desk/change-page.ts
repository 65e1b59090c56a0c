import type { Me } from '#contract/desk'
import type { DeskCaseView } from '#contract/desk-case'
import type { ChangeView } from '#contract/desk-record'
import { ENDING_GROUND_LABEL, HIDING_OUTCOME_LABEL, WITHDRAWAL_GROUND_LABEL } from '#domain/labels.zh'
import { HIDING_OUTCOMES } from '#domain/vocabulary'
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

export type ChangePage = {
  frame: DeskFrame
  change: ChangeView
  mayDecide: boolean
  /** Own, and nobody decided yet. */
  mayRetract: boolean
  /** Whether the case that it follows from can be upheld with it, by this person. */
  mayUphold: boolean
  outcomes: { value: string; text: string }[]
  grounds: { value: string; text: string }[]
  trouble: DeskTrouble | null
  typed: (name: string) => string
  done: string | null
  status: number
}

/** What another person asked for: what it would come to, and the decision. */
export async function serveChange(locals: Locals, request: Request, id: string): Promise<ChangePage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const asked = request.method === 'POST' ? await decide(locals, request, id) : null
  if (asked instanceof Response) return asked
  const reply = await locals.desk.get<ChangeView>(`/changes/${encodeURIComponent(id)}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const change = reply.value
  const options = (table: Readonly<Record<string, string>>) =>
    Object.entries(table).map(([value, text]) => ({ value, text }))
  return {
    frame: deskFrame(locals, `${change.label}申请`, me, 'records/'),
    change,
    mayDecide: change.isOpen && !change.isOwn && (me.role === 'publisher' || me.role === 'reviewer'),
    mayRetract: change.isOpen && change.isOwn && !change.isHiding,
    mayUphold: await mayUphold(locals, me, change),
    outcomes: HIDING_OUTCOMES.map((value) => ({ value, text: HIDING_OUTCOME_LABEL[value] })),
    grounds: [...options(WITHDRAWAL_GROUND_LABEL), ...options(ENDING_GROUND_LABEL)],
    done:
      request.method !== 'POST' && new URL(request.url).searchParams.has('done')
        ? `已办理：${change.label}申请${change.state}。`
        : null,
    ...{ trouble: null, typed: () => '', status: 200 },
    ...asked,
  }
}

async function mayUphold(locals: Locals, me: Me, { caseReceipt, isHiding }: ChangeView): Promise<boolean> {
  if (caseReceipt === null || isHiding || me.role !== 'reviewer') return false
  const reply = await locals.desk.get<DeskCaseView>(`/cases/${encodeURIComponent(caseReceipt)}`)
  return reply.state === 'done' && reply.value.commands.some(({ command }) => command === 'uphold')
}

async function decide(
  locals: Locals,
  request: Request,
  id: string,
): Promise<Pick<ChangePage, 'trouble' | 'typed' | 'status'> | Response> {
  const field = await postedFields(request)
  const path = `/changes/${encodeURIComponent(id)}`
  const reply =
    field('go') === 'retract'
      ? await locals.desk.post(`${path}/retraction`, {})
      : field('go') === 'review'
        ? await locals.desk.post(`${path}/review`, {
            ...{ to: field('to'), ground: field('ground') || null, reason: field('reason') },
          })
        : await locals.desk.post(`${path}/decision`, {
            verdict: field('go') === 'approve' || field('go') === 'uphold' ? 'approve' : 'reject',
            note: field('note').trim() || null,
            upholdNote: field('go') === 'uphold' ? field('upholdNote').trim() : null,
          })
  if (reply.state === 'done') return goTo(`${locals.urls.desk(`changes/${id}/`)}?done=1`)
  return { trouble: troubleIn(reply), typed: field, status: reply.problem.status }
}
