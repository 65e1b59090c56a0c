import { expect, test } from 'vitest'
import { wrapIdentity } from '#adapters/desk-keys'
import type { AlarmsView } from '#contract/desk-alarm'
import { auditFacts } from '#domain/audit-detail.zh'
import { AUDIT_VERB_LABEL } from '#domain/audit-labels.zh'
import type { AuditRow } from '#usecase/staff-ports'
import { lookForAlarms } from '../../scripts/lib/clock.ts'
import { makeDeskKey } from '../../scripts/lib/desk-key.ts'
import { PENALTY } from '../csv.ts'
import { CANARY, clearOf, freshKey, given, PARTS, PATHS, post, receiptIn, tokenOf } from '../http/sending.ts'
import { PDF } from '../upload-files.ts'
import { codeOfUri, type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

/** Reads that hold nothing of a person beyond the desk's own staff, and lists that say nothing beside numbers and states. */
const NO_ROW = [
  'GET /me',
  'GET /staff',
  'GET /audit/staff',
  'GET /colleagues',
  'GET /desk-keys',
  'GET /views',
  'GET /cases',
  'GET /imports',
  'GET /alarms',
  'GET /upward',
]

/** The same as `POST /sign-in`, with a password that the machine knows; for a demo on this machine alone. */
const OF_THE_DEMO = ['POST /sign-in/demo']

/** They need another place: test/desk/upward asks for their rows. */
const BETWEEN_PLACES = ['POST /upward/:seq/resend', 'POST /inbound/batches']

async function rowsOf(w: DeskWorld): Promise<AuditRow[]> {
  return (await w.deskDeps.staff()).auditAfter(0, 10_000)
}

/** Every key of a detail has its word, and what stands behind it is no word of the program. */
function expectWords(rows: readonly AuditRow[]): void {
  const names = { staff: () => '某人', organ: () => '某机关' }
  const facts = rows.flatMap(({ verb, detail }) => auditFacts(verb, detail, names).map((fact) => ({ verb, ...fact })))
  expect(facts.length).toBeGreaterThan(30)
  const isBare = ({ label, text, isChange }: (typeof facts)[number]) =>
    /[a-z]/i.test(label) || (!isChange && /[a-z]{2}/i.test(text))
  expect(facts.filter(isBare)).toEqual([])
}

test('no verb of the desk lacks its row of the audit', async () => {
  const w = await deskWorld()
  const [clerk, reviewer, publisher] = [await w.as('clerk'), await w.as('reviewer'), await w.as('publisher')]
  const [second, admin, auditor] = [await w.as('clerk'), await w.as('admin'), await w.as('auditor')]
  const seen = new Map<string, string[]>()
  /** Does it, must be let, and keeps which rows it wrote. */
  const did = async (who: DeskVisitor, route: string, path: string, body?: Record<string, unknown>) => {
    const before = (await rowsOf(w)).at(-1)?.id ?? 0
    const answer = route.startsWith('GET') ? await who.get(path) : await who.post(path, body)
    expect([200, 201], `${route} ${JSON.stringify(answer.body)}`).toContain(answer.status)
    const rows = (await rowsOf(w)).filter(({ id }) => id > before)
    seen.set(route, [...(seen.get(route) ?? []), ...rows.map(({ verb }) => verb)])
    return answer.body
  }
  const idOf = async (who: DeskVisitor) => (await who.get('/me')).body as { id: string; account: string }
  const key = await makeDeskKey({ ...w, clock: () => w.clock() + 1 }, [
    { name: (await idOf(clerk)).account, passphrase: 'three quiet birds' },
  ])

  const { receipt } = await given(w, 'objection')
  const seq = async () => Number((await clerk.get(`/cases/${receipt}`)).body.seq)
  await did(clerk, 'GET /quality', '/quality?organ=jiaotong-yunshu')
  await did(clerk, 'GET /cases/:receipt', `/cases/${receipt}`)
  await did(clerk, 'GET /cases/:receipt/sealed', `/cases/${receipt}/sealed`)
  await did(clerk, 'POST /cases/:receipt/assignment', `/cases/${receipt}/assignment`, {
    assignee: (await idOf(second)).id,
  })
  await did(clerk, 'POST /cases/:receipt/steps', `/cases/${receipt}/steps`, { command: 'accept', seq: await seq() })
  const part = PARTS.complaint
  const clear = { ...(await clearOf(w, 'complaint')), creditor: null }
  await did(clerk, 'POST /cases', '/cases', {
    ...{ kind: 'complaint', key: freshKey().slice(0, 32), source: 'phone', externalNumber: null, part },
    clear,
  })
  await did(clerk, 'POST /views', '/views', { name: '投诉', query: 'view=open&kind=complaint' })
  await did(clerk, 'POST /views/remove', '/views/remove', { name: '投诉' })
  const wraps = [{ keyId: key.id, wrapped: await wrapIdentity(key.identity, 'a fourth bird') }]
  await did(clerk, 'POST /desk-keys', '/desk-keys', { account: (await idOf(reviewer)).account, wraps })
  await did(auditor, 'GET /audit', '/audit')

  const [record] = await w.rows('kind=penalty&limit=1')
  if (record === undefined) throw new Error('The demo has no penalty.')
  const path = `/records/${record.id}`
  const seqOf = async () => Number((await clerk.get(path)).body.seq)
  const request = { change: 'correct', fields: { content: '罚款人民币贰仟元整' } }
  await did(clerk, 'GET /records/:id', path)
  await did(clerk, 'GET /records/to-review', '/records/to-review')
  await did(clerk, 'GET /changes', '/changes')
  const asked = { seq: await seqOf(), reason: '原决定书写的是另一个数。', request }
  const taken = await did(clerk, 'POST /records/:id/changes', `${path}/changes`, asked)
  await did(clerk, 'POST /changes/:id/retraction', `/changes/${taken.change}/retraction`, {})
  const { change } = await did(clerk, 'POST /records/:id/changes', `${path}/changes`, asked)
  await did(publisher, 'GET /changes/:id', `/changes/${change}`)
  await did(publisher, 'POST /changes/:id/decision', `/changes/${change}/decision`, { verdict: 'approve' })
  const hiding = await did(clerk, 'POST /records/:id/hiding', `${path}/hiding`, { reason: '页面上有不该公开的内容。' })
  const review = { to: 'restore', reason: '核对过，没有不该公开的内容。' }
  await did(publisher, 'POST /changes/:id/review', `/changes/${hiding.change}/review`, review)

  const post = { account: 'new-one', name: '新人', role: 'clerk', organSlug: null }
  const added = await did(admin, 'POST /staff', '/staff', post)
  const { id } = added.staff as { id: string }
  const own = 'mountains after the rain'
  const [person, again] = [w.visitor(), w.visitor()]
  const first = { account: post.account, password: added.password }
  await did(person, 'POST /sign-in', '/sign-in', first)
  await did(person, 'POST /me/password', '/me/password', { present: first.password, next: own })
  const started = await did(person, 'POST /me/second-factor', '/me/second-factor', { password: own })
  const code = await codeOfUri(String(started.uri))
  await did(person, 'POST /me/second-factor/confirm', '/me/second-factor/confirm', { code })
  await again.post('/sign-in', { account: post.account, password: own })
  const recovery = (started.recoveryCodes as string[])[0]
  await did(again, 'POST /sign-in/code', '/sign-in/code', { kind: 'recovery', code: recovery })
  await did(again, 'POST /sign-out', '/sign-out', {})
  await did(admin, 'POST /staff/:id/role', `/staff/${id}/role`, { role: 'reviewer', organSlug: null })
  await did(admin, 'POST /staff/:id/reset', `/staff/${id}/reset`, {})
  await did(admin, 'POST /staff/:id/close', `/staff/${id}/close`, {})

  const imported = async (file: string) => {
    const bytes = new TextEncoder().encode(file)
    const before = (await rowsOf(w)).at(-1)?.id ?? 0
    const { status, body } = await clerk.upload('/imports?name=a.csv&kind=penalty', bytes)
    expect(status, JSON.stringify(body)).toBe(201)
    seen.set(
      'POST /imports',
      (await rowsOf(w)).filter((row) => row.id > before).map(({ verb }) => verb),
    )
    const [first] = body.items as { id: string }[]
    return `/imports/${first?.id}`
  }
  const revisionOf = async (at: string) => ({ revision: Number((await clerk.get(at)).body.revision) })
  const lines = (number: string) => {
    const row = { ...PENALTY, 行政处罚决定书文号: `澜市监罚〔2026〕${number}号` }
    return [Object.keys(row), Object.values(row)].map((cells) => cells.map((it) => `"${it}"`).join(',')).join('\r\n')
  }
  const [one, two, three] = [
    await imported(lines('9101')),
    await imported(lines('9102')),
    await imported(lines('9103')),
  ]
  await did(clerk, 'GET /imports/:id', one)
  const columns = [{ header: '程序类别', field: null }]
  await did(clerk, 'POST /imports/:id/columns', `${one}/columns`, { ...(await revisionOf(one)), columns })
  const place = Object.keys(PENALTY).indexOf('违法事实')
  const fixes = [{ n: 2, place, text: '改过的' }]
  await did(clerk, 'POST /imports/:id/fixes', `${one}/fixes`, { ...(await revisionOf(one)), fixes })
  await did(clerk, 'POST /imports/:id/check', `${one}/check`, await revisionOf(one))
  await did(publisher, 'POST /imports/:id/approval', `${one}/approval`, await revisionOf(one))
  await did(publisher, 'POST /imports/:id/return', `${two}/return`, {
    ...(await revisionOf(two)),
    reason: '请补文号。',
  })
  await did(clerk, 'POST /imports/:id/discard', `${three}/discard`, await revisionOf(three))
  const sheet = await imported(lines('9104').replace(PENALTY.处罚决定日期 ?? '?', '去年冬天'))
  const beforeSheet = (await rowsOf(w)).length
  expect((await clerk.download(`${sheet}/rejected`)).status).toBe(200)
  seen.set(
    'GET /imports/:id/rejected',
    (await rowsOf(w)).slice(beforeSheet).map(({ verb }) => verb),
  )

  await lookForAlarms(w)
  // Safe: the shape of the answer is the contract's.
  const { items } = (await clerk.get('/alarms?alarm=entry-overdue')).body as AlarmsView
  const [late, other] = items.filter(({ mayDraft }) => mayDraft)
  await did(clerk, 'POST /alarms/:n/close', `/alarms/${late?.n}/close`, { reason: '已经督促办理' })
  await did(clerk, 'POST /alarms/:n/dishonesty', `/alarms/${other?.n}/dishonesty`, {})

  const upload = await givenUpload(w)
  const ofUpload = `/cases/${upload.receipt}/uploads/${upload.id}`
  const before = (await rowsOf(w)).length
  expect((await clerk.download(ofUpload)).status).toBe(200)
  expect((await clerk.download('/audit/export')).status).toBe(403)
  expect((await auditor.download('/audit/export')).status).toBe(200)
  const files = (await rowsOf(w)).slice(before).map(({ verb }) => verb)
  expect(files).toEqual(['case-open-file', 'audit-export'])
  seen.set('GET /cases/:receipt/uploads/:id', files).set('GET /audit/export', files)

  for (const [route, verbs] of seen) expect(verbs, route).not.toEqual([])
  const verbs = new Set((await rowsOf(w)).map(({ verb }) => verb))
  expect([...verbs].filter((verb) => AUDIT_VERB_LABEL[verb] === undefined)).toEqual([])
  expectWords(await rowsOf(w))
  const routes = w.desk.routes.map((route) => `${route.method} ${route.path}`)
  expect(routes.filter((route) => !seen.has(route)).sort()).toEqual(
    [...NO_ROW, ...OF_THE_DEMO, ...BETWEEN_PLACES].sort(),
  )
  expect(w.faults).toEqual([])
})

test('the whole audit comes as a file, from the first row on, and names nobody but staff', async () => {
  const w = await deskWorld()
  const clerk = await w.as('clerk')
  const { receipt } = await given(w, 'complaint')
  await clerk.get(`/cases/${receipt}`)
  const auditor = await w.as('auditor')
  const text = new TextDecoder().decode((await auditor.download('/audit/export')).bytes)
  const lines = text.trimEnd().split('\r\n')
  expect(lines[0]).toContain('序号')
  expect(lines).toHaveLength((await rowsOf(w)).length + 1)
  expect(text).toContain(`"查看件","${receipt}"`)
  expect(text).toContain('"audit-export"')
  expect(text).toContain('看到的范围：全部')
  for (const word of Object.values(CANARY)) expect(text).not.toContain(word)
})

/** A correction with a file. */
async function givenUpload(w: DeskWorld): Promise<{ receipt: string; id: string }> {
  const token = await tokenOf(w, 'correction')
  const sent = await w.app.request(`/api/v1/uploads?form=correction&sealed=no&token=${token}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': freshKey() },
    body: new Uint8Array(PDF),
  })
  const { id } = (await sent.json()) as { id: string }
  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, token, uploads: [id] }
  const { receipt } = receiptIn(await post(w, PATHS.correction, body))
  return { receipt, id }
}
