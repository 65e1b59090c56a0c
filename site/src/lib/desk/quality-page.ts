import type { Me } from '#contract/desk'
import type { FlawsView } from '#contract/desk-quality'
import { DATA_FLAW_LABEL, RECORD_KIND_LABEL } from '#domain/labels.zh'
import { DATA_FLAWS, RECORD_KINDS } from '#domain/vocabulary'
import { type Choice, choice } from '../choices.ts'
import { chineseDay, chineseInstant } from '../dates.ts'
import { type DeskFrame, deskFrame, deskWorker, leave } from './desk-page.ts'

type Locals = App.Locals

export type FlawRow = {
  number: string
  /** To the record at the desk; of an organ's account, to what is public of it. */
  href: string | null
  about: string
  agency: string
  flaws: { label: string; text: string; mending: string }[]
}

export type QualityPage = {
  frame: DeskFrame
  selects: { name: string; label: string; all: string; choices: Choice[] }[]
  clear: string | null
  showsAgency: boolean
  rows: FlawRow[]
  empty: string
  more: { href: string; text: string } | null
  imports: { href: string | null; name: string; text: string }[]
  /** Where a file is sent again; null for who sends none. */
  send: string | null
  templates: { href: string; text: string }[]
}

/** Rows that fail what an organ's page counts: narrowed by the address, so that it works without script. */
export async function serveQuality(locals: Locals, request: Request): Promise<QualityPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const asked = new URL(request.url).searchParams
  const query = { organ: asked.get('organ') ?? '', kind: asked.get('kind') ?? '', flaw: asked.get('flaw') ?? '' }
  const after = asked.get('after') ?? ''
  const reply = await locals.desk.get<FlawsView>(`/quality?${new URLSearchParams({ ...query, after })}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const { items, next, imports } = reply.value
  const { urls } = locals
  const kept = Object.entries(query).filter(([, value]) => value !== '')
  const kinds = RECORD_KINDS.filter((kind) => query.kind === '' || kind === query.kind)
  const maySend = me.role === 'clerk' || me.role === 'organ'
  return {
    frame: deskFrame(locals, '数据质量', me, 'quality/'),
    selects: selectsOf(locals, me, query),
    clear: kept.length > 0 ? urls.desk('quality/') : null,
    showsAgency: me.role !== 'organ',
    rows: items.map((it) => rowOf(locals, me, it)),
    empty: emptyWords(next !== null, after !== ''),
    more: next === null ? null : moreOf(locals, [...kept, ['after', next]], items.length === 0),
    imports: imports.map(({ id, fileName, kind, rejected, uploadedAt }) => ({
      href: me.role === 'auditor' ? null : urls.desk(`imports/${id}/`),
      name: fileName,
      text: `${RECORD_KIND_LABEL[kind]}，${rejected} 行没有接收，${chineseInstant(uploadedAt)} 上传`,
    })),
    send: maySend ? urls.desk('imports/') : null,
    templates: kinds.map((kind) => ({ href: urls.template(kind), text: RECORD_KIND_LABEL[kind] })),
  }
}

function selectsOf(
  { intake }: Locals,
  { role }: Me,
  query: { organ: string; kind: string; flaw: string },
): QualityPage['selects'] {
  const agencies = {
    ...{ name: 'organ', label: '机关', all: '全部机关' },
    choices: intake.agencies.map(({ slug, name }) => choice(slug, name, query.organ)),
  }
  return [
    ...(role === 'organ' ? [] : [agencies]),
    {
      ...{ name: 'kind', label: '类别', all: '全部类别' },
      choices: RECORD_KINDS.map((kind) => choice(kind, RECORD_KIND_LABEL[kind], query.kind)),
    },
    {
      ...{ name: 'flaw', label: '问题', all: '全部问题' },
      choices: DATA_FLAWS.map((flaw) => choice(flaw, DATA_FLAW_LABEL[flaw], query.flaw)),
    },
  ]
}

/** So many records are looked at for one page; among them may be none. */
function emptyWords(goesOn: boolean, isLater: boolean): string {
  if (goesOn) return '看过的记录里没有这样的问题，后面还有记录没有看。'
  return isLater ? '后面没有了。' : '没有这样的问题。'
}

function moreOf({ urls }: Locals, query: string[][], isEmpty: boolean): QualityPage['more'] {
  return { href: `${urls.desk('quality/')}?${new URLSearchParams(query)}`, text: isEmpty ? '接着看' : '下一页' }
}

function rowOf({ urls }: Locals, { role }: Me, it: FlawsView['items'][number]): FlawRow {
  const publicPage = it.isPublic ? urls.record(it.kind, it.id) : null
  return {
    number: it.documentNumber ?? '没有文书号',
    href: role === 'organ' ? publicPage : urls.desk(`records/${it.id}/`),
    about: `${RECORD_KIND_LABEL[it.kind]}，${chineseDay(it.decidedOn)}${it.isPublic ? '' : '，未公示'}`,
    agency: it.agency,
    flaws: it.flaws.map(({ flaw, text, mending }) => ({ label: DATA_FLAW_LABEL[flaw], text, mending })),
  }
}
