import { expect, test } from 'vitest'
import type { AuditItemView } from '#contract/desk'
import { serveAudit } from '#site/lib/desk/audit-page.ts'
import { CANARY, given } from '../http/sending.ts'
import { pageFor, shown } from './desk-pages.ts'
import { type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

const DAY_MS = 86_400_000

async function rowsFor(auditor: DeskVisitor, filters: Record<string, string>): Promise<AuditItemView[]> {
  const { status, body } = await auditor.get(`/audit?${new URLSearchParams(filters)}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.items as AuditItemView[]
}

/** A case and a record that two clerks look at, on two days. */
async function worked(w: DeskWorld) {
  const { receipt } = await given(w, 'objection')
  const [record] = await w.rows('kind=penalty&limit=1')
  const [first, second, auditor] = [await w.as('clerk'), await w.as('clerk'), await w.as('auditor')]
  await first.get(`/cases/${receipt}`)
  await first.get(`/cases/${receipt}/sealed`)
  w.later(DAY_MS)
  const seq = Number((await second.get(`/cases/${receipt}`)).body.seq)
  await second.post(`/cases/${receipt}/steps`, { seq, command: 'accept' })
  await second.get(`/records/${record?.id}`)
  const idOf = async (who: DeskVisitor) => String((await who.get('/me')).body.id)
  return { receipt, record: record?.id ?? '', first: await idOf(first), second: await idOf(second), auditor }
}

test('the audit is narrowed by what was done, by whom, when and about what, and by all of them at once', async () => {
  const w = await deskWorld()
  const { receipt, record, first, second, auditor } = await worked(w)
  const verbs = async (filters: Record<string, string>) => (await rowsFor(auditor, filters)).map(({ verb }) => verb)

  expect(await verbs({ group: 'opening' })).toEqual(['case-open'])
  expect(await verbs({ number: receipt.toLowerCase() })).toEqual([
    ...['case-accept', 'case-read', 'case-open', 'case-read', 'case-submit'],
  ])
  expect(await verbs({ number: `https://gongxin.example/penalties/${record}/` })).toContain('record-read')
  expect(await verbs({ staff: first })).toEqual(['case-open', 'case-read', 'sign-in'])
  expect(await verbs({ staff: second, group: 'case', number: receipt })).toEqual(['case-accept', 'case-read'])
  const today = String((await rowsFor(auditor, { group: 'opening' }))[0]?.at)
  const day = new Date(Number(today) + 8 * 3_600_000).toISOString().slice(0, 10)
  const next = new Date(Number(today) + 8 * 3_600_000 + DAY_MS).toISOString().slice(0, 10)
  expect(await verbs({ from: day, until: day, group: 'case' })).toEqual(['case-read', 'case-submit'])
  expect(await verbs({ from: next, group: 'case' })).toEqual(['case-accept', 'case-read'])
  expect(await verbs({ staff: second, until: day })).toEqual(['sign-in'])
  expect(w.faults).toEqual([])
})

test('what was looked for in the audit is a row of it', async () => {
  const w = await deskWorld()
  const { receipt, first, auditor } = await worked(w)
  await rowsFor(auditor, { number: receipt, staff: first, group: 'case', from: '2026-01-01' })
  const [own, row] = await rowsFor(auditor, { group: 'audit' })
  expect(own?.detail).toEqual([{ label: '办了什么', text: '审计', link: null }])
  expect(row?.detail.map(({ label, text }) => `${label}：${text}`)).toEqual([
    ...['办了什么：办理件', expect.stringMatching(/^谁：test-clerk/), '从：2026-01-01', `编号：${receipt}`],
  ])
})

test('pages follow one another without a gap and without a row twice, whatever is asked for', async () => {
  const w = await deskWorld()
  const store = await w.deskDeps.staff()
  const auditor = await w.as('auditor')
  for (let n = 0; n < 230; n++) {
    const verb = n % 2 === 0 ? 'record-read' : 'change-read'
    await store.note({ at: w.clock() + Math.floor(n / 7), staffId: null, verb, target: `${n}`, detail: {} })
  }
  const seen: string[] = []
  let before: unknown = ''
  do {
    const page: Awaited<ReturnType<DeskVisitor['get']>> = await auditor.get(`/audit?group=record&before=${before}`)
    seen.push(...(page.body.items as AuditItemView[]).map(({ target }) => target.text))
    before = page.body.next
  } while (before !== null)
  expect(seen.slice(0, 230)).toEqual(Array.from({ length: 230 }, (_, n) => `${229 - n}`))
  expect(new Set(seen).size).toBe(seen.length)
})

test('a filter that means nothing is said at its field, and the rows are not shown as if it meant everything', async () => {
  const w = await deskWorld()
  const auditor = await w.as('auditor')
  const { status, body } = await auditor.get('/audit?number=12345&from=gestern&until=2026-13-01&group=none')
  expect(status).toBe(422)
  expect((body.errors as { field: string }[]).map(({ field }) => field)).toEqual(['group', 'from', 'until', 'number'])
  expect((await auditor.get('/audit?from=2026-11-02&until=2026-11-01')).body.errors).toMatchObject([{ field: 'until' }])
  const { locals, request } = pageFor(w, auditor, 'audit/?number=12345')
  const view = shown(await serveAudit(locals, request))
  expect(view).toMatchObject({ status: 422, rows: [], filters: { number: '12345' } })
  expect(view.trouble?.errors).toMatchObject([{ field: 'number' }])
})

test('the page says who by name and post, leads to cases, records and changes, and shows nothing that was sealed', async () => {
  const w = await deskWorld()
  const { receipt, record, auditor, second } = await worked(w)
  const clerk = await w.as('clerk')
  const { seq } = (await clerk.get(`/records/${record}`)).body
  const request = { change: 'correct', fields: { content: '罚款人民币贰仟元整' } }
  const asked = { seq, reason: '原决定书写的是另一个数。', request }
  const { change } = (await clerk.post(`/records/${record}/changes`, asked)).body
  const admin = await w.as('admin')
  await admin.post(`/staff/${second}/close`)
  const pageOf = async (who: DeskVisitor, query: string) => {
    const page = pageFor(w, who, `audit/?${query}`)
    return shown(await serveAudit(page.locals, page.request))
  }

  const ofRecord = await pageOf(auditor, `number=${record}&group=record`)
  const ofCase = await pageOf(auditor, `number=${receipt}`)

  expect(ofRecord.rows[0]).toMatchObject({
    ...{ verb: '提出申请', post: expect.stringMatching(/^test-clerk-\d+，受理$/) },
    target: { text: record, href: `/desk/records/${record}/` },
    detail: [{ label: '申请', href: `/desk/changes/${change}/` }, { label: '种类', text: '更正' }, { label: '第几步' }],
  })
  expect(ofCase.rows.every(({ target }) => target.href === `/desk/cases/${receipt}/`)).toBe(true)
  expect(ofCase.rows[0]?.detail).toEqual([{ label: '办理后', text: '已受理', href: null }])
  expect(ofCase.staff.find(({ value }) => value === second)?.text).toContain('已停用')
  expect((await pageOf(auditor, `staff=${second}`)).rows[0]?.who).toMatch(/^test-clerk/)
  expect((await pageOf(admin, `number=${receipt}`)).rows.every(({ target }) => target.href === null)).toBe(true)
  const all = JSON.stringify([ofRecord, ofCase, await pageOf(auditor, '')])
  for (const word of [...Object.values(CANARY), '贰仟']) expect(all).not.toContain(word)
  expect((await auditor.get(`/cases/${receipt}/sealed`)).status).toBe(403)
})
