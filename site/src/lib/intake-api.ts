import type { CaseView, DeskKey, Receipt } from '#contract/submission'
import { ADDRESS_HEADER } from '#domain/client-address'
import type { TokenForm } from '#domain/form-token'
import type { CaseKind, OutsideChannel } from '#domain/vocabulary'

/** Why something was not taken in, as the API says it. */
export type IntakeProblem = {
  status: number
  code: string
  title: string
  detail: string
  errors: { field: string; message: string }[]
  why?: string
  channels?: OutsideChannel[]
  retryAfter: number | null
}

export type IntakeReply<T> = { state: 'done'; value: T } | { state: 'refused'; problem: IntakeProblem }

/** `key`: the one-time key of the form; `address`: of whoever sends, which the API counts by. */
export type SenderHead = { key: string; address: string }

/** `open`: the desk has a key. `closed`: nobody could read what comes in, so nothing is taken. */
export type DeskState = { state: 'open'; key: DeskKey } | { state: 'closed' } | { state: 'unavailable' }

export type IntakeApi = {
  desk(): Promise<DeskState>
  submit(kind: CaseKind, body: Record<string, unknown>, sender: SenderHead): Promise<IntakeReply<Receipt>>
  /** A file in clear, sealed on arrival. */
  upload(form: TokenForm, bytes: ArrayBuffer, token: string, sender: SenderHead): Promise<IntakeReply<{ id: string }>>
  lookUp(key: { receipt: string; code: string }, address: string): Promise<IntakeReply<CaseView>>
  supplement(receipt: string, body: Record<string, unknown>, sender: SenderHead): Promise<IntakeReply<CaseView>>
  withdraw(receipt: string, code: string, address: string): Promise<IntakeReply<CaseView>>
}

const PATHS = {
  objection: 'objections',
  complaint: 'complaints',
  repair: 'repairs',
  correction: 'corrections',
} as const satisfies Record<CaseKind, string>

export function createIntakeApi(request: (path: string, init?: RequestInit) => Promise<Response>): IntakeApi {
  async function post<T>(path: string, init: RequestInit & { headers: Record<string, string> }) {
    return replyOf<T>(await request(`api/v1/${path}`, { method: 'POST', ...init }))
  }
  const json = (body: unknown, address: string, key?: string) => ({
    headers: {
      'Content-Type': 'application/json',
      [ADDRESS_HEADER]: address,
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    },
    body: JSON.stringify(body),
  })
  return {
    async desk() {
      const reply = await replyOf<DeskKey>(await request('api/v1/desk-key'))
      if (reply.state === 'done') return { state: 'open', key: reply.value }
      return { state: reply.problem.code === 'intake-closed' ? 'closed' : 'unavailable' }
    },
    submit: (kind, body, { key, address }) => post(PATHS[kind], json(body, address, key)),
    upload: (form, bytes, token, { key, address }) =>
      post(`uploads?${new URLSearchParams({ form, sealed: 'no', token })}`, {
        headers: { 'Content-Type': 'application/octet-stream', [ADDRESS_HEADER]: address, 'Idempotency-Key': key },
        body: bytes,
      }),
    lookUp: (key, address) => post('look-ups', json(key, address)),
    supplement: (receipt, body, { key, address }) =>
      post(`cases/${encodeURIComponent(receipt)}/supplements`, json(body, address, key)),
    withdraw: (receipt, code, address) =>
      post(`cases/${encodeURIComponent(receipt)}/withdrawal`, json({ code }, address)),
  }
}

/** Safe: the API answers by its schemas (test/contract), a problem document where it refuses. */
async function replyOf<T>(response: Response): Promise<IntakeReply<T>> {
  if (response.ok) return { state: 'done', value: (await response.json()) as T }
  const retryAfter = Number(response.headers.get('Retry-After'))
  const body = (await response.json().catch(() => ({}))) as Partial<IntakeProblem>
  const unknown = {
    code: 'fault',
    title: '服务器出错',
    detail: '没有确认收到。请不要重新填写，过几分钟再按一次“提交”，不会重复登记。',
    errors: [],
  }
  return {
    state: 'refused',
    problem: { ...unknown, ...body, status: response.status, retryAfter: retryAfter > 0 ? retryAfter : null },
  }
}
