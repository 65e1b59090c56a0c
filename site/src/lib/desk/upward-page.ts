import type { Me } from '#contract/desk'
import type { UpwardLine, UpwardView } from '#contract/desk-upward'
import { BATCH_OUTCOME_LABEL } from '#domain/labels.zh'
import { refusedText } from '#domain/upward-text.zh'
import { chineseInstant } from '../dates.ts'
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

export type UpwardRow = {
  seq: number
  number: string
  madeAt: string
  counts: string
  checksum: string
  state: string
  isTrouble: boolean
  said: string | null
  missed: { href: string; record: string; why: string }[]
}

export type UpwardPage = {
  frame: DeskFrame
  key: string
  maySend: boolean
  mayResend: boolean
  rows: UpwardRow[]
  older: string | null
  told: string | null
  trouble: DeskTrouble | null
  status: number
}

const RESENDERS: readonly Me['role'][] = ['publisher']

/** 归集报送: batches, acknowledgements, and a button that sends one again. */
export async function serveUpward(locals: Locals, request: Request): Promise<UpwardPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const refused = request.method === 'POST' ? await resend(locals, request) : null
  if (refused instanceof Response) return refused
  const asked = new URL(request.url).searchParams
  const before = asked.get('before') ?? ''
  const reply = await locals.desk.get<UpwardView>(`/upward?before=${encodeURIComponent(before)}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const { key, maySend, items, next } = reply.value
  const address = locals.urls.desk('upward/')
  return {
    frame: deskFrame(locals, '归集报送', me, 'upward/'),
    ...{ key, maySend, mayResend: maySend && RESENDERS.includes(me.role) },
    rows: items.map((line) => rowOf(locals, line)),
    older: next === null ? null : `${address}?before=${next}`,
    told: asked.get('done') === 'sent' ? '已经重新报送，回执见下表。' : null,
    trouble: refused?.trouble ?? null,
    status: refused?.status ?? 200,
  }
}

async function resend(
  locals: Locals,
  request: Request,
): Promise<{ trouble: DeskTrouble | null; status: number } | Response> {
  const field = await postedFields(request)
  const sent = await locals.desk.post(`/upward/${Number(field('seq'))}/resend`, {})
  if (sent.state === 'done') return goTo(`${locals.urls.desk('upward/')}?done=sent`)
  return { trouble: troubleIn(sent), status: sent.problem.status }
}

const STATE_LABEL = {
  ...BATCH_OUTCOME_LABEL,
  waiting: '未送出',
  'under-way': '等待回执',
  undelivered: '没有送到',
} satisfies Record<UpwardLine['state'], string>

function rowOf({ urls }: Locals, line: UpwardLine): UpwardRow {
  const { seq, number, checksum, added, changed, revoked, state, at, said } = line
  return {
    ...{ seq, number, checksum, madeAt: chineseInstant(Date.parse(line.madeAt)) },
    counts: `新增 ${added}，变更 ${changed}，撤销 ${revoked}`,
    state: at === null ? STATE_LABEL[state] : `${STATE_LABEL[state]}（${chineseInstant(at)}）`,
    isTrouble: state === 'undelivered' || state === 'refused' || line.missed.length > 0,
    said,
    missed: line.missed.map(({ record, why }) => ({
      record,
      href: urls.desk(`records/${record}/`),
      why: refusedText(why),
    })),
  }
}
