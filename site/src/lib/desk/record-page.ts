import type { Me } from '#contract/desk'
import type { DeskCaseView } from '#contract/desk-case'
import type { DeskRecordView } from '#contract/desk-record'
import { ENDING_GROUND_LABEL, WITHDRAWAL_GROUND_LABEL } from '#domain/labels.zh'
import type { RecordChange } from '#domain/vocabulary'
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

export type DeskRecordPage = {
  frame: DeskFrame
  me: Me
  record: DeskRecordView
  /** Its public page, where it is public. */
  publicHref: string | null
  caseReceipt: string
  grounds: Readonly<Record<'withdraw' | 'end', { value: string; text: string }[]>>
  mayAsk: boolean
  trouble: DeskTrouble | null
  typed: (name: string) => string
  status: number
}

const options = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([value, text]) => ({ value, text }))
const GROUNDS = { withdraw: options(WITHDRAWAL_GROUND_LABEL), end: options(ENDING_GROUND_LABEL) }

/** A record with what may be asked of it; every request waits for another person, but hiding, which is done at once. */
export async function serveRecord(locals: Locals, request: Request, id: string): Promise<DeskRecordPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const reply = await locals.desk.get<DeskRecordView>(`/records/${encodeURIComponent(id)}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const record = reply.value
  const asked = request.method === 'POST' ? await ask(locals, request, record) : null
  if (asked instanceof Response) return asked
  const { urls } = locals
  const caseReceipt = new URL(request.url).searchParams.get('case') ?? ''
  return {
    frame: deskFrame(locals, record.kindLabel, me, 'records/'),
    ...{ me, record, grounds: GROUNDS, mayAsk: me.role !== 'auditor' },
    publicHref: record.state === 'public' ? urls.record(record.kind, record.id) : null,
    ...{ caseReceipt, trouble: null, status: 200 },
    typed: request.method === 'POST' ? () => '' : await fromCase(locals, caseReceipt),
    ...asked,
  }
}

/** What the case asks of its record, filled in beforehand. */
async function fromCase({ desk }: Locals, receipt: string): Promise<(name: string) => string> {
  const reply = receipt === '' ? null : await desk.get<DeskCaseView>(`/cases/${encodeURIComponent(receipt)}`)
  const following = reply?.state === 'done' ? reply.value.following : null
  if (following === null) return () => ''
  const filled: Readonly<Record<string, string>> = { ...following }
  return (name) => filled[name] ?? ''
}

type Asked = Pick<DeskRecordPage, 'trouble' | 'typed' | 'status' | 'caseReceipt'>

async function ask(locals: Locals, request: Request, record: DeskRecordView): Promise<Asked | Response> {
  const field = await postedFields(request)
  const caseReceipt = field('case') || null
  const path = `/records/${record.id}`
  const change = field('change')
  const reply =
    change === 'hide'
      ? await locals.desk.post<{ change: string }>(`${path}/hiding`, { reason: field('reason'), caseReceipt })
      : await locals.desk.post<{ change: string }>(`${path}/changes`, {
          ...{ seq: Number(field('seq')), reason: field('reason'), caseReceipt },
          request: requestOf(change as RecordChange, field, record),
        })
  if (reply.state === 'done') return goTo(locals.urls.desk(`changes/${reply.value.change}/`))
  return { trouble: troubleIn(reply), typed: field, status: reply.problem.status, caseReceipt: caseReceipt ?? '' }
}

/** Of a correction only what was typed anew. */
function requestOf(
  change: RecordChange,
  field: (name: string) => string,
  { fields }: DeskRecordView,
): Record<string, unknown> {
  const settling = { basis: field('basis') || null, until: field('until') || null }
  switch (change) {
    case 'correct':
      return {
        change,
        fields: Object.fromEntries(
          fields
            .map(({ id, value, isSealed }) => [id, field(`field-${id}`), isSealed ? '' : value] as const)
            .filter(([, typed, before]) => typed !== before)
            .map(([id, typed]) => [id, typed]),
        ),
      }
    case 'publish':
      return { change, ...settling }
    case 'mask':
      return { change, ...settling, fields: fields.map(({ id }) => id).filter((id) => field(`mask-${id}`) === 'on') }
    case 'withdraw':
    case 'end':
      return { change, ground: field('ground') }
    default:
      return { change }
  }
}
