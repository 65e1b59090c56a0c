import type { AuditView } from '#contract/desk'
import { AUDIT_VERB_LABEL } from '#domain/audit-labels.zh'
import { ACTOR_KIND_LABEL } from '#domain/labels.zh'
import { ACTOR_KINDS } from '#domain/vocabulary'
import { chineseInstant } from '../dates.ts'
import { type DeskFrame, deskFrame, deskWorker, leave } from './desk-page.ts'

type Locals = App.Locals

export type AuditPageView = {
  frame: DeskFrame
  rows: { id: number; at: string; who: string; verb: string; target: string; detail: string }[]
  older: string | null
}

export async function serveAudit(locals: Locals, request: Request): Promise<AuditPageView | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const before = new URL(request.url).searchParams.get('before')
  const list = await locals.desk.get<AuditView>(
    `/audit${before === null ? '' : `?before=${encodeURIComponent(before)}`}`,
  )
  if (list.state === 'refused') return leave(locals, list.problem, request)
  const { items, next } = list.value
  return {
    frame: deskFrame(locals, '审计', me, 'audit/'),
    rows: items.map(({ id, at, actor, staff, verb, target, detail }) => ({
      ...{ id, at: chineseInstant(at), target },
      who: staff ?? ACTOR_KIND_LABEL[ACTOR_KINDS.find((it) => it === actor) ?? 'operator'],
      verb: AUDIT_VERB_LABEL[verb] ?? verb,
      detail: Object.entries(detail)
        .map(([name, value]) => `${name}=${value}`)
        .join('，'),
    })),
    older: next === null ? null : `${locals.urls.desk('audit/')}?before=${next}`,
  }
}
