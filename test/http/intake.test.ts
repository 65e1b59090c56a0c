import { Encrypter } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { CaseView, Receipt } from '#contract/submission'
import { parseReceipt } from '#domain/receipt'
import { CASE_KINDS } from '#domain/vocabulary'
import { world } from '../world.ts'
import { clearOf, freshKey, given, openedParts, PARTS, PATHS, post, receiptIn, tokenOf, workOf } from './sending.ts'

describe.each(CASE_KINDS)('%s', (kind) => {
  test('is taken in, looked up, supplemented and withdrawn', async () => {
    const w = await world()

    const receipt = await given(w, kind)
    const found = await post(w, 'look-ups', { receipt: receipt.receipt, code: receipt.code })
    const added = await post(w, `cases/${receipt.receipt}/supplements`, {
      ...{ code: receipt.code, part: { text: '补一份' }, token: await tokenOf(w, 'case') },
    })
    const gone = await post(w, `cases/${receipt.receipt}/withdrawal`, { code: receipt.code })

    expect(Receipt.strict().safeParse(receipt).error?.issues ?? []).toEqual([])
    expect(parseReceipt(receipt.receipt).ok).toBe(true)
    expect(CaseView.strict().safeParse(found.body).error?.issues ?? []).toEqual([])
    expect(found.body).toMatchObject({ kind, state: 'submitted', maySupplement: true, mayWithdraw: true })
    expect(added).toMatchObject({ status: 201, body: { state: 'submitted' } })
    expect(gone).toMatchObject({ status: 200, body: { state: 'withdrawn', isOpen: false, mayWithdraw: false } })
    expect(await openedParts(w, receipt.receipt)).toEqual([PARTS[kind], { text: '补一份' }])
    expect(await openedParts(w, receipt.receipt, 'recoveryIdentity')).toEqual([PARTS[kind], { text: '补一份' }])
    expect(w.faults).toEqual([])
  })
})

test('what a browser sealed is kept as it came, and opens with the key of the desk', async () => {
  const w = await world()
  const { body } = await w.get('desk-key')
  const encrypter = new Encrypter()
  for (const recipient of recipientsIn(body)) encrypter.addRecipient(recipient)
  const bytes = await encrypter.encrypt(JSON.stringify(PARTS.objection))

  const work = await workOf(w, 'objection')
  const sealed = btoa(String.fromCharCode(...bytes))
  const answer = await post(w, 'objections', { ...(await clearOf(w, 'objection')), sealed, work })

  expect(answer.status).toBe(201)
  expect(await openedParts(w, receiptIn(answer).receipt)).toEqual([PARTS.objection])
})

test('the same post again has the same receipt and the same code; another one under its key is refused', async () => {
  const w = await world()
  const key = freshKey()
  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, token: await tokenOf(w, 'correction') }

  const first = await post(w, PATHS.correction, body, { key })
  const again = await post(w, PATHS.correction, body, { key })
  const otherProof = await post(w, PATHS.correction, { ...body, token: await tokenOf(w, 'correction') }, { key })
  const other = await post(w, PATHS.correction, { ...body, part: { found: '别的' } }, { key })

  expect(again.body).toEqual(first.body)
  expect(otherProof.body).toEqual(first.body)
  expect(other).toMatchObject({ status: 409, body: { code: 'key-reused' } })
  expect(await w.cases.countCases()).toEqual([{ kind: 'correction', state: 'submitted', cases: 1 }])
})

test('twenty copies of one post at once are one case', async () => {
  const w = await world()
  const key = freshKey()
  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, token: await tokenOf(w, 'correction') }

  const answers = await Promise.all(Array.from({ length: 20 }, () => post(w, PATHS.correction, body, { key })))

  expect(new Set(answers.map(({ status, body: it }) => `${status} ${it.receipt} ${it.code}`)).size).toBe(1)
  expect(await w.cases.countCases()).toEqual([{ kind: 'correction', state: 'submitted', cases: 1 }])
})

test('a wrong code and an unknown number are the same answer, and after too many the address has to wait', async () => {
  const w = await world()
  const { receipt, code } = await given(w, 'objection')
  const miss = (body: unknown) => post(w, 'look-ups', body, { address: '198.51.100.9' })

  const wrongCode = await miss({ receipt, code: code.replace(/^./, (it) => (it === '0' ? '1' : '0')) })
  const unknown = await miss({ receipt: 'YY-00000-00000-0', code })
  const malformed = await miss({ receipt: 'abc', code })

  expect(wrongCode.status).toBe(404)
  for (const other of [unknown, malformed]) expect(other.body).toEqual(wrongCode.body)
  for (let tries = 3; tries < 30; tries++) await miss({ receipt, code: 'x' })
  const late = await miss({ receipt, code: 'x' })
  expect(late).toMatchObject({ status: 429, body: { code: 'too-many' } })
  expect(Number(late.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect((await post(w, 'look-ups', { receipt, code })).status).toBe(200)
})

test('a number and a code are found as people type them', async () => {
  const w = await world()
  const { receipt, code } = await given(w, 'objection')

  const typed = await post(w, 'look-ups', {
    receipt: ` ${receipt.toLowerCase().replaceAll('-', ' ')} `,
    code: code.toLowerCase().replaceAll('-', '－').replaceAll('0', 'o'),
  })

  expect(typed.status).toBe(200)
})

function recipientsIn(body: unknown): string[] {
  return (body as { recipients: string[] }).recipients
}
