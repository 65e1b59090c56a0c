import { Encrypter } from 'age-encryption'
import { expect, inject } from 'vitest'
import { openSealed } from '#adapters/desk-keys'
import type { Receipt } from '#contract/submission'
import { CASE_KINDS, type CaseKind } from '#domain/vocabulary'
import { openWorkspace } from '../../../scripts/lib/workspace.ts'
import { answerOf, freshKey, PARTS, PATHS, post, receiptIn, workOf } from '../../http/sending.ts'
import { envOf } from '../site.ts'
import type { Behaviour, Subject } from './behaviour.ts'

/** A small real PDF, as a scanner writes it. */
const PDF = new TextEncoder().encode(
  '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF 暗号附件\n',
)

export const clearOf = ({ penalty }: Subject): Record<CaseKind, Record<string, unknown>> => ({
  objection: { record: penalty.id, ground: 'wrong', field: 'fineAmount', filer: 'agent' },
  complaint: {
    ...{ agency: 'jiaotong-yunshu', domain: 'procurement', isAboutBody: true },
    ...{ isNamed: true, mayPublishSummary: false },
  },
  repair: { agency: 'jiaotong-yunshu', hasPromised: true, isDutyDone: true },
  correction: { page: '/about/', what: 'typo' },
})

/** A correction, taken in: what look-ups and steps are tried on. */
export async function given(subject: Subject): Promise<Receipt> {
  const work = await workOf(subject.api, 'correction')
  const body = { ...clearOf(subject).correction, part: PARTS.correction, work }
  const taken = await post(subject.api, PATHS.correction, body)
  expect(taken, JSON.stringify(taken.body)).toMatchObject({ status: 201 })
  return receiptIn(taken)
}

const SEALERS = ['server', 'browser'] as const

export const SENDING: Behaviour[] = CASE_KINDS.flatMap((kind) =>
  SEALERS.map((sealer) => ({
    name: `${kind} sealed by the ${sealer}: taken in with a file, and only the desk can read it`,
    check: async (subject: Subject) => {
      const { api } = subject
      const content = sealer === 'server' ? { part: PARTS[kind] } : { sealed: await sealedFor(subject, PARTS[kind]) }
      const uploads = [await upload(subject, kind)]
      const body = { ...clearOf(subject)[kind], ...content, uploads, work: await workOf(api, kind) }
      const taken = await post(api, PATHS[kind], body)

      expect(taken, JSON.stringify(taken.body)).toMatchObject({ status: 201 })
      expect(taken.headers.get('Cache-Control')).toBe('no-store')
      const { receipt, code } = receiptIn(taken)
      const found = await post(api, 'look-ups', { receipt, code })
      expect(found.body).toMatchObject({ kind, state: 'submitted', uploads: 1 })
      const { parts, files } = await kept(subject, receipt)
      expect(parts.map((text) => JSON.parse(text))).toEqual([PARTS[kind]])
      expect(files).toEqual([new TextDecoder().decode(PDF)])
    },
  })),
)

/** In clear: the machine looks at it and seals it. */
async function upload({ origin, api }: Subject, form: CaseKind): Promise<string> {
  const work = encodeURIComponent(await workOf(api, form))
  const response = await fetch(`${origin}/api/v1/uploads?form=${form}&sealed=no&work=${work}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': freshKey() },
    body: PDF,
  })
  const { status, body } = await answerOf(response)
  expect(status, JSON.stringify(body)).toBe(201)
  return String(body.id)
}

export async function sealedFor({ get }: Pick<Subject, 'get'>, part: unknown): Promise<string> {
  const { body } = await answerOf(await get('/api/v1/desk-key'))
  const encrypter = new Encrypter()
  for (const recipient of Array.isArray(body.recipients) ? body.recipients : []) encrypter.addRecipient(recipient)
  return btoa(String.fromCharCode(...(await encrypter.encrypt(JSON.stringify(part)))))
}

/** What lies in the database, opened with the key of the desk. */
export async function kept({ site }: Subject, receipt: string): Promise<{ parts: string[]; files: string[] }> {
  const workspace = await openWorkspace(envOf(site))
  try {
    const { cases } = workspace
    const parts = (await cases.sealedParts(receipt)).map(({ bytes }) => bytes)
    const files = await Promise.all((await cases.uploadIds(receipt)).map((id) => cases.sealedUpload(id)))
    return { parts: await Promise.all(parts.map(textIn)), files: await Promise.all(files.map(textIn)) }
  } finally {
    await workspace.close()
  }
}

async function textIn(bytes: Uint8Array | undefined): Promise<string> {
  return new TextDecoder().decode(await openSealed(bytes ?? new Uint8Array(), inject('deskKey').identity))
}
