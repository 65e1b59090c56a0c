import type { Me } from '#contract/desk'
import type { ImportsView } from '#contract/desk-import'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { RECORD_KINDS } from '#domain/vocabulary'
import { kindGroups } from '../kind-choices.ts'
import { type DeskFrame, type DeskTrouble, deskFrame, deskWorker, goTo, leave, troubleIn } from './desk-page.ts'

type Locals = App.Locals

export type ImportsPage = {
  frame: DeskFrame
  list: ImportsView
  older: string | null
  /** Null for an organ's account, which uploads for its own organ. */
  agencies: { slug: string; name: string }[] | null
  kinds: { label: string; choices: { value: string; text: string }[] }[]
  maySend: boolean
  mayOpen: boolean
  told: string | null
  trouble: DeskTrouble | null
  /** The import that is already there. */
  known: string | null
  typed: { organ: string; kind: string }
  status: number
}

/** Files of organs: what waits, what became of the others, and the form that takes one in. */
export async function serveImports(locals: Locals, request: Request): Promise<ImportsPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const sent = request.method === 'POST' ? await upload(locals, request, me) : null
  if (sent instanceof Response) return sent
  const asked = new URL(request.url).searchParams
  const before = asked.get('before')
  const reply = await locals.desk.get<ImportsView>(
    `/imports${before === null ? '' : `?before=${encodeURIComponent(before)}`}`,
  )
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const { next } = reply.value
  return {
    frame: deskFrame(locals, '导入', me, 'imports/'),
    list: reply.value,
    older: next === null ? null : `${locals.urls.desk('imports/')}?before=${next}`,
    agencies: me.role === 'organ' ? null : locals.intake.agencies,
    kinds: kindGroups(RECORD_KINDS.map((value) => ({ value, text: RECORD_KIND_LABEL[value] }))),
    maySend: me.role === 'clerk' || me.role === 'organ',
    mayOpen: me.role !== 'auditor',
    told: TOLD[asked.get('done') ?? ''] ?? null,
    ...{ trouble: null, known: null, typed: { organ: '', kind: '' }, status: 200 },
    ...sent,
  }
}

const TOLD: Readonly<Record<string, string>> = {
  several: '文件里有几张表，已经分成几件，请逐件核对。',
  discarded: '已经放弃，文件和读入的内容都已删除。',
}

type Sent = Pick<ImportsPage, 'trouble' | 'known' | 'typed' | 'status'>

async function upload(locals: Locals, request: Request, me: Me): Promise<Sent | Response> {
  const data = await request.formData().catch(() => new FormData())
  const text = (name: string) => String(data.get(name) ?? '')
  const file = data.get('file')
  const typed = { organ: me.role === 'organ' ? '' : text('organ'), kind: text('kind') }
  if (!(file instanceof File) || file.name === '') {
    const message = '请选择一个表格文件'
    const trouble = { heading: '没有接收', text: '请按说明改正后再试。', errors: [{ field: 'file', message }] }
    return { trouble, known: null, typed, status: 422 }
  }
  const query = new URLSearchParams({ name: file.name, ...typed })
  const reply = await locals.desk.upload<{ items: { id: string }[] }>(
    `/imports?${query}`,
    new Uint8Array(await file.arrayBuffer()),
  )
  if (reply.state === 'refused') {
    const { problem } = reply
    const known = typeof problem.import === 'string' ? problem.import : null
    return { trouble: troubleIn(reply), known, typed, status: problem.status }
  }
  const [first, ...more] = reply.value.items
  const { urls } = locals
  if (first === undefined || more.length > 0) return goTo(`${urls.desk('imports/')}?done=several`)
  return goTo(urls.desk(`imports/${first.id}/`))
}
