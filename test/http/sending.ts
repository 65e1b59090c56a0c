import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import type { Challenge } from 'altcha-lib/types'
import { inject } from 'vitest'
import { openSealed } from '#adapters/desk-keys'
import type { Receipt } from '#contract/submission'
import { ADDRESS_HEADER } from '#domain/client-address'
import type { TokenForm } from '#domain/form-token'
import type { CaseKind } from '#domain/vocabulary'
import { issueToken } from '#usecase/intake'
import type { World } from '../world.ts'

/** Sends like a program would: JSON, a key of its own, and a proof. */
export type Answer = { status: number; body: Record<string, unknown>; headers: Headers }

/** The app in this process, or a server elsewhere. */
export type Api = { app: { request: (path: string, init?: RequestInit) => Response | Promise<Response> } }

export type PostOptions = { key?: string; address?: string; headers?: Record<string, string> }

export function freshKey(): string {
  return crypto.randomUUID().replaceAll('-', '')
}

export async function post(w: Api, path: string, body: unknown, options: PostOptions = {}) {
  const { key = freshKey(), address = '192.0.2.1', headers = {} } = options
  const response = await w.app.request(`/api/v1/${path}`, {
    method: 'POST',
    headers: {
      ...{ 'Content-Type': 'application/json', 'Idempotency-Key': key, [ADDRESS_HEADER]: address },
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return answerOf(response)
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers }
}

/** A form token that is old enough, as a page issued it. `now` is what the token was made at. */
export async function tokenOf(w: World, form: TokenForm, ageMs = 60_000): Promise<string> {
  const intake = { ...w.deps, ...w.deps.intake }
  return issueToken({ ...intake, clock: () => w.clock() - ageMs }, form)
}

/** A task, fetched and solved. */
export async function workOf(w: Api, form: TokenForm): Promise<string> {
  const response = await w.app.request(`/api/v1/challenges?form=${form}`)
  const challenge: Challenge = await response.json()
  const solution = await solveChallenge({ challenge, deriveKey })
  return btoa(JSON.stringify({ challenge, solution }))
}

export const CANARY = {
  name: '暗号甲乙丙有限公司',
  contact: '暗号联系人',
  phone: '0372-7654321',
  facts: '暗号事实：决定书写的是两千元',
} as const

/** A part with every word in it that must never be found in clear. */
export const PARTS = {
  objection: { ...CANARY, correct: '暗号正确内容' },
  complaint: {
    ...{ name: CANARY.name, phone: CANARY.phone, facts: CANARY.facts },
    amount: '暗号金额',
    wanted: '暗号诉求',
  },
  repair: {
    name: CANARY.name,
    contact: CANARY.contact,
    phone: CANARY.phone,
    determination: '暗号文号',
    done: '暗号履行',
  },
  correction: { found: '暗号错误', should: '暗号改法', contact: '暗号联系方式' },
} as const satisfies Record<CaseKind, Record<string, string>>

export const PATHS = {
  objection: 'objections',
  complaint: 'complaints',
  repair: 'repairs',
  correction: 'corrections',
} as const satisfies Record<CaseKind, string>

/** The clear part of each kind; `record` is one that is public. */
export async function clearOf(w: { rows: World['rows'] }, kind: CaseKind): Promise<Record<string, unknown>> {
  const [record] = await w.rows('kind=penalty&limit=1')
  return {
    objection: { record: record?.id, ground: 'wrong', field: 'fineAmount', filer: 'subject' },
    complaint: {
      ...{ agency: 'jiaotong-yunshu', domain: 'procurement', isAboutBody: true },
      ...{ isNamed: true, mayPublishSummary: false },
    },
    repair: { agency: 'jiaotong-yunshu', hasPromised: true, isDutyDone: true },
    correction: { page: '/about/', what: 'typo' },
  }[kind]
}

/** Takes one in with a token and the part in clear, sealed by the server. */
export async function given(w: World, kind: CaseKind, options: PostOptions = {}): Promise<Receipt> {
  const token = await tokenOf(w, kind)
  const body = { ...(await clearOf(w, kind)), part: PARTS[kind], token, website: '' }
  const answer = await post(w, PATHS[kind], body, options)
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return receiptIn(answer)
}

/** Safe in tests: the contract test checks every receipt against its schema. */
export function receiptIn({ body }: Answer): Receipt {
  return body as unknown as Receipt
}

export function openedParts(w: World, receipt: string, by: 'identity' | 'recoveryIdentity' = 'identity') {
  return openedPartsBy(w, receipt, inject('deskKey')[by])
}

export async function openedPartsBy(w: World, receipt: string, identity: string) {
  const parts = await w.cases.sealedParts(receipt)
  const opened = await Promise.all(parts.map(({ bytes }) => openSealed(bytes, identity)))
  return opened.map((bytes): unknown => JSON.parse(new TextDecoder().decode(bytes)))
}
