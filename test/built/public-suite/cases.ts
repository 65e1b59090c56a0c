import { expect } from 'vitest'
import { CaseView, Receipt } from '#contract/submission'
import { freshKey, PARTS, PATHS, post, workOf } from '../../http/sending.ts'
import type { Behaviour } from './behaviour.ts'
import { clearOf, given, kept } from './sending.ts'

export const CASES: Behaviour[] = [
  {
    name: 'a case is looked up, supplemented and withdrawn, and then takes no more',
    check: async (subject) => {
      const { api } = subject
      const receipt = await given(subject)
      const { code } = receipt
      const found = await post(api, 'look-ups', { receipt: receipt.receipt, code })
      const work = await workOf(api, 'case')
      const path = `cases/${receipt.receipt}`
      const added = await post(api, `${path}/supplements`, { code, part: { text: '补一份' }, work })
      const gone = await post(api, `${path}/withdrawal`, { code })
      const again = { code, part: { text: '再补' }, work: await workOf(api, 'case') }
      const late = await post(api, `${path}/supplements`, again)

      expect(Receipt.strict().safeParse(receipt).error?.issues ?? []).toEqual([])
      expect(CaseView.strict().safeParse(found.body).error?.issues ?? []).toEqual([])
      expect(found.body).toMatchObject({ state: 'submitted', maySupplement: true, mayWithdraw: true })
      expect(added).toMatchObject({ status: 201, body: { state: 'submitted' } })
      expect(gone).toMatchObject({ status: 200, body: { state: 'withdrawn', isOpen: false, mayWithdraw: false } })
      expect(late).toMatchObject({ status: 409, body: { code: 'case-step-not-allowed' } })
      const { parts } = await kept(subject, receipt.receipt)
      expect(parts.map((text) => JSON.parse(text))).toEqual([PARTS.correction, { text: '补一份' }])
    },
  },
  {
    name: 'number and code are found as people type them',
    check: async (subject) => {
      const { receipt, code } = await given(subject)
      const typed = await post(subject.api, 'look-ups', {
        receipt: ` ${receipt.toLowerCase().replaceAll('-', ' ')} `,
        code: code.toLowerCase().replaceAll('-', '－').replaceAll('0', 'o'),
      })
      expect(typed.status).toBe(200)
    },
  },
  {
    name: 'the same post again has the same receipt and code; another one under its key is refused',
    check: async (subject) => {
      const { api } = subject
      const key = freshKey()
      const body = { ...clearOf(subject).correction, part: PARTS.correction, work: await workOf(api, 'correction') }
      const first = await post(api, PATHS.correction, body, { key })
      const again = await post(api, PATHS.correction, body, { key })
      const other = await post(api, PATHS.correction, { ...body, part: { found: '别的' } }, { key })

      expect([first.status, again.status, again.body]).toEqual([201, 201, first.body])
      expect(other).toMatchObject({ status: 409, body: { code: 'key-reused' } })
    },
  },
  {
    name: 'twelve copies of one post at once are one case',
    check: async (subject) => {
      const { api } = subject
      const key = freshKey()
      const body = { ...clearOf(subject).correction, part: PARTS.correction, work: await workOf(api, 'correction') }
      const answers = await Promise.all(Array.from({ length: 12 }, () => post(api, PATHS.correction, body, { key })))
      expect(new Set(answers.map(({ status, body: it }) => `${status} ${it.receipt} ${it.code}`)).size).toBe(1)
      expect(answers[0]?.status).toBe(201)
    },
  },
  {
    name: 'one proof of work is good for one submission',
    check: async (subject) => {
      const { api } = subject
      const body = { ...clearOf(subject).correction, part: PARTS.correction, work: await workOf(api, 'correction') }
      expect((await post(api, PATHS.correction, body)).status).toBe(201)
      const second = await post(api, PATHS.correction, body)
      expect(second).toMatchObject({ status: 403, body: { code: 'proof-refused', why: 'used' } })
    },
  },
  {
    name: 'a wrong code and an unknown number are the same answer, and after too many the address has to wait',
    check: async (subject) => {
      const { api } = subject
      const { receipt, code } = await given(subject)
      const miss = (body: unknown) => post(api, 'look-ups', body)
      const wrongCode = await miss({ receipt, code: code.replace(/^./, (it) => (it === '0' ? '1' : '0')) })
      const unknown = await miss({ receipt: 'YY-00000-00000-0', code })
      const malformed = await miss({ receipt: 'abc', code })

      expect(wrongCode.status).toBe(404)
      for (const other of [unknown, malformed]) expect(other.body).toEqual(wrongCode.body)
      let late = malformed
      for (let tries = 0; tries < 40 && late.status === 404; tries++) late = await miss({ receipt, code: 'x' })
      expect(late).toMatchObject({ status: 429, body: { code: 'too-many' } })
      expect(Number(late.headers.get('Retry-After'))).toBeGreaterThan(0)
      // Who has number and code is never kept out.
      expect((await post(api, 'look-ups', { receipt, code })).status).toBe(200)
    },
  },
]
