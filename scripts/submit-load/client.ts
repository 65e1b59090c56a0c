import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { createChallenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { ageSeal } from '#adapters/age-seal'
import { LIFE_MS, secretsOf } from '#adapters/altcha-proofs'
import type { TokenForm } from '#domain/form-token'
import type { LoadPlace } from './place.ts'

/** What a sender has to know of a place. */
export type Sending = Pick<LoadPlace, 'secret' | 'records' | 'recipients'>

/** One submission, ready to be sent as often as needed. */
export type Post = { key: string; body: string }

/** The same form filled in the same way, so that only the way of sealing differs. */
const PART = {
  name: '澜溪县某某商贸有限公司',
  contact: '演示联系人',
  phone: '0372-0000000',
  correct: '罚款二千元',
  facts: '决定书写明罚款二千元，页面写成二万元，请核对决定书原件后更正。'.repeat(6),
}

export async function preparePost(place: Sending, n: number, isSealed: boolean): Promise<Post> {
  const work = await solvedWork(place.secret, 'objection', Date.now())
  const sealed = isSealed
    ? { sealed: base64Of(await ageSeal(new TextEncoder().encode(JSON.stringify(PART)), place.recipients)) }
    : { part: PART }
  return { key: newKey(), body: JSON.stringify({ ...clearOf(place, n), ...sealed, work }) }
}

/** A task and its answer by whoever knows the secret: a load test sends more than could be worked for. */
async function solvedWork(secret: string, form: TokenForm, now: number): Promise<string> {
  const challenge = await createChallenge({
    ...{ algorithm: 'PBKDF2/SHA-256', cost: 1, counter: 0, deriveKey, data: { form, until: now + LIFE_MS } },
    ...secretsOf(secret),
  })
  return btoa(JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) }))
}

function clearOf({ records }: Sending, n: number) {
  return { record: records[n % records.length], ground: 'wrong', field: 'fineAmount', filer: 'subject' }
}

/** As a form without script sends it: the part in clear, and a token instead of work. */
export function preparePlainPost(place: LoadPlace, n: number, token: string): Post {
  return { key: newKey(), body: JSON.stringify({ ...clearOf(place, n), part: PART, token, website: '' }) }
}

/** Papers for a case, with a key and a proof of their own. */
export async function prepareSupplement(place: LoadPlace, code: string): Promise<Post> {
  const work = await solvedWork(place.secret, 'case', Date.now())
  const plain = new TextEncoder().encode(JSON.stringify({ text: '补充：决定书扫描件见附件。' }))
  const sealed = base64Of(await ageSeal(plain, place.recipients))
  return { key: newKey(), body: JSON.stringify({ code, sealed, work }) }
}

function newKey(): string {
  return randomUUID().replaceAll('-', '')
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

export type Reply = { status: number; body: Record<string, unknown> }

/** A client with an address of its own on loopback: 127.0.0.2 and up. */
export function createClient(n: number) {
  const localAddress = `127.0.${Math.floor((n + 2) / 250)}.${((n + 2) % 250) + 1}`
  const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress })
  return {
    post: (port: number, path: string, { key, body }: Post) =>
      new Promise<Reply>((done, fail) => {
        const headers = {
          ...{ 'Content-Type': 'application/json', 'Idempotency-Key': key },
          'Content-Length': Buffer.byteLength(body),
        }
        const sent = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            text += chunk
          })
          response.on('end', () => {
            try {
              done({ status: response.statusCode ?? 0, body: text === '' ? {} : JSON.parse(text) })
            } catch (error) {
              fail(error instanceof Error ? error : new Error(String(error)))
            }
          })
          response.on('error', fail)
        })
        sent.on('error', fail)
        sent.end(body)
      }),
    close: () => agent.destroy(),
  }
}

export type Client = ReturnType<typeof createClient>
