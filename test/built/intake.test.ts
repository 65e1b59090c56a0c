import { Encrypter } from 'age-encryption'
import { describe, expect, inject, test } from 'vitest'
import { openSealed } from '#adapters/desk-keys'
import { CASE_KINDS } from '#domain/vocabulary'
import { type Api, answerOf, freshKey, PARTS, PATHS, post, receiptIn, workOf } from '../http/sending.ts'
import { MACHINES, ownSite, rowsOf, start, workspaceOf } from './site.ts'

/** A small real PDF, as a scanner writes it. */
const PDF = new TextEncoder().encode(
  '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF 暗号附件\n',
)

const overHttp = (origin: string): Api => ({ app: { request: (path, init) => fetch(`${origin}${path}`, init) } })

describe.each(MACHINES)('over HTTP on %s', (machine) => {
  test('each kind is taken in, looked up, supplemented and withdrawn, sealed there or here', async () => {
    const site = await ownSite()
    const server = await start(machine, site)
    const api = overHttp(server.origin)
    const [record] = await rowsOf(server.origin, 'penalty')
    const clear = {
      objection: { record: record?.id, ground: 'wrong', field: 'fineAmount', filer: 'agent' },
      complaint: {
        ...{ agency: 'jiaotong-yunshu', domain: 'procurement', isAboutBody: true },
        ...{ isNamed: true, mayPublishSummary: false },
      },
      repair: { agency: 'jiaotong-yunshu', hasPromised: true, isDutyDone: true },
      correction: { page: '/about/', what: 'typo' },
    }

    const receipts = new Map<string, string>()
    for (const [index, kind] of CASE_KINDS.entries()) {
      const content = index % 2 === 0 ? { part: PARTS[kind] } : { sealed: await sealedFor(server.origin, PARTS[kind]) }
      const uploads = [await upload(server.origin, kind)]
      const taken = await post(api, PATHS[kind], { ...clear[kind], ...content, uploads, work: await workOf(api, kind) })
      expect(taken, kind).toMatchObject({ status: 201 })
      const { receipt, code } = receiptIn(taken)
      receipts.set(kind, receipt)
      const found = await post(api, 'look-ups', { receipt, code })
      const added = await post(api, `cases/${receipt}/supplements`, {
        ...{ code, part: { text: '补一份' }, work: await workOf(api, 'case') },
      })
      const gone = await post(api, `cases/${receipt}/withdrawal`, { code })
      expect(found.body, kind).toMatchObject({ kind, state: 'submitted', uploads: 1 })
      expect(added, kind).toMatchObject({ status: 201 })
      expect(gone.body, kind).toMatchObject({ state: 'withdrawn' })
    }
    await server.close()

    const { cases } = await workspaceOf(site)
    for (const kind of CASE_KINDS) {
      const receipt = receipts.get(kind) ?? ''
      const [first] = await cases.sealedParts(receipt)
      const [file] = await cases.uploadIds(receipt)
      expect(JSON.parse(await textIn(first?.bytes)), kind).toEqual(PARTS[kind])
      expect(await textIn(await cases.sealedUpload(file ?? '')), kind).toBe(new TextDecoder().decode(PDF))
    }
  })
})

/** In clear: the machine looks at it and seals it. */
async function upload(origin: string, form: (typeof CASE_KINDS)[number]): Promise<string> {
  const work = encodeURIComponent(await workOf(overHttp(origin), form))
  const response = await fetch(`${origin}/api/v1/uploads?form=${form}&sealed=no&work=${work}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': freshKey() },
    body: PDF,
  })
  const { status, body } = await answerOf(response)
  expect(status, JSON.stringify(body)).toBe(201)
  return String(body.id)
}

async function sealedFor(origin: string, part: unknown): Promise<string> {
  const { body } = await answerOf(await fetch(`${origin}/api/v1/desk-key`))
  const encrypter = new Encrypter()
  for (const recipient of Array.isArray(body.recipients) ? body.recipients : []) encrypter.addRecipient(recipient)
  return btoa(String.fromCharCode(...(await encrypter.encrypt(JSON.stringify(part)))))
}

async function textIn(bytes: Uint8Array | undefined): Promise<string> {
  return new TextDecoder().decode(await openSealed(bytes ?? new Uint8Array(), inject('deskKey').identity))
}
