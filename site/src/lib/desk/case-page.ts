import type { Me } from '#contract/desk'
import type { Colleague, DeskCaseView } from '#contract/desk-case'
import { CASE_COMMAND_LABEL } from '#domain/case-labels.zh'
import { DESK_COMMANDS } from '#domain/desk-case'
import { CASE_PAPERS } from '#domain/vocabulary'
import { chineseDay } from '../dates.ts'
import type { DeskProblem } from '../desk-api.ts'
import { dueWords } from '../receipt-page.ts'
import { type BesideCase, besideCase, proposeFollowing } from './case-record.ts'
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

export type CasePage = {
  frame: DeskFrame
  me: Me
  item: DeskCaseView
  due: string
  steps: { on: string; label: string; by: string; note: string | null }[]
  beside: BesideCase
  colleagues: Colleague[]
  /** Organs that it may be referred to: never the one complained about. */
  agencies: { slug: string; name: string }[]
  /** Where the browser gets what is sealed, and the keys; null for those who open nothing. */
  sealed: { parts: string; uploads: string; keys: string; labels: string } | null
  trouble: DeskTrouble | null
  typed: (name: string) => string
  done: string | null
  status: number
}

/** Words for the fields of a sealed part, as the filer was asked for them. */
const PART_LABEL = {
  ...{ agentName: '受托人姓名', agentRelation: '受托人和单位的关系' },
  ...{ name: '单位或者姓名', contact: '联系人', phone: '联系电话', correct: '这一项应当是什么', facts: '事实和理由' },
  ...{ amount: '涉及金额', contractNumber: '合同编号', wanted: '希望怎样解决', determination: '认定文书的文号' },
  ...{ done: '怎样纠正和履行的', found: '页面上有什么错', should: '应当怎样写', text: '补充的内容' },
}

export async function serveCase(locals: Locals, request: Request, receipt: string): Promise<CasePage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const asked = request.method === 'POST' ? await change(locals, request, receipt) : null
  if (asked instanceof Response) return asked
  const reply = await locals.desk.get<DeskCaseView>(`/cases/${encodeURIComponent(receipt)}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const item = reply.value
  const mayOpen = item.sight === 'whole'
  const isThere = item.contentGoneOn === null
  const api = `${locals.urls.base}api/desk`
  return {
    frame: deskFrame(locals, `${item.kindLabel} ${item.receipt}`, me, ''),
    ...{ me, item, due: dueWords(item.due) },
    steps: item.steps.map(({ on, label, by, note }) => ({ on: chineseDay(on), label, by, note })),
    beside: await besideCase(locals, me, item),
    colleagues: mayOpen ? await colleaguesOf(locals) : [],
    agencies: locals.intake.agencies.filter(({ slug }) => slug !== item.agencySlug),
    sealed:
      mayOpen && isThere
        ? {
            parts: `${api}/cases/${item.receipt}/sealed`,
            uploads: `${api}/cases/${item.receipt}/uploads/`,
            keys: `${api}/desk-keys`,
            labels: JSON.stringify(PART_LABEL),
          }
        : null,
    done: request.method === 'POST' ? null : doneWords(new URL(request.url).searchParams.get('done'), item),
    ...{ trouble: null, typed: () => '', status: 200 },
    ...asked,
  }
}

async function colleaguesOf(locals: Locals): Promise<Colleague[]> {
  const reply = await locals.desk.get<{ items: Colleague[] }>('/colleagues')
  return reply.state === 'done' ? reply.value.items : []
}

/** Said once, right after the deed. */
function doneWords(done: string | null, item: DeskCaseView): string | null {
  if (done === null) return null
  if (done === 'assign') return item.assignee === null ? '已取消指定。' : `已指定承办人：${item.assignee.name}。`
  const command = DESK_COMMANDS.find((it) => it === done)
  if (command === undefined) return '已经办理。'
  if (command === 'refer') return `已转${item.handler ?? '核实单位'}核实。`
  const next = item.following === null ? '' : `公示的内容还没有变，请接着提出${item.following.label}。`
  return `已办理：${CASE_COMMAND_LABEL[command]}。现在的状态是“${item.stateLabel}”。${next}`
}

type Changed = Pick<CasePage, 'trouble' | 'typed' | 'status'>

/** The form again, with the words of a template where they belong; nothing was done yet. */
async function fromTemplate(
  { desk }: Locals,
  receipt: string,
  field: (name: string) => string,
): Promise<Changed | null> {
  const reply = await desk.get<DeskCaseView>(`/cases/${encodeURIComponent(receipt)}`)
  if (reply.state === 'refused') return null
  const chosen = reply.value.commands.flatMap(({ templates }) => templates).find(({ id }) => id === field('template'))
  if (chosen === undefined) return null
  const name = chosen.field === 'note' ? 'note' : `paper-${chosen.field}`
  return { trouble: null, typed: (asked) => (asked === name ? chosen.text : field(asked)), status: 200 }
}

async function change(locals: Locals, request: Request, receipt: string): Promise<Changed | Response | null> {
  const field = await postedFields(request)
  if (field('template') !== '') return fromTemplate(locals, receipt, field)
  if (field('go') === 'following') return asChanged(await proposeFollowing(locals, receipt, field), field)
  const path = `/cases/${encodeURIComponent(receipt)}`
  const reply =
    field('go') === 'assign'
      ? await locals.desk.post(`${path}/assignment`, { assignee: field('assignee') || null })
      : await locals.desk.post(`${path}/steps`, {
          command: field('command'),
          seq: Number(field('seq')),
          note: field('note').trim() || null,
          until: field('until') || null,
          handlerSlug: field('handler') || null,
          papers: CASE_PAPERS.map((kind) => ({ kind, text: field(`paper-${kind}`).trim() })).filter(
            ({ text }) => text !== '',
          ),
        })
  const deed = field('go') === 'assign' ? 'assign' : field('command')
  if (reply.state === 'done') return goTo(`${locals.urls.desk(`cases/${receipt}/`)}?done=${encodeURIComponent(deed)}`)
  return { trouble: troubleIn(reply), typed: field, status: reply.problem.status }
}

function asChanged(answer: Response | DeskProblem, field: (name: string) => string): Changed | Response {
  if (answer instanceof Response) return answer
  return { trouble: troubleIn({ state: 'refused', problem: answer }), typed: field, status: answer.status }
}
