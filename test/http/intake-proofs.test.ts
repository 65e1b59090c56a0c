import type { Challenge, Solution } from 'altcha-lib/types'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MAX_AGE_MS, TOKEN_FORMS } from '#domain/form-token'
import { HOUR_MS } from '#domain/intake-limits'
import { PDF } from '../upload-files.ts'
import { type World, world } from '../world.ts'
import { type Answer, clearOf, freshKey, given, PARTS, PATHS, post, receiptIn, tokenOf, workOf } from './sending.ts'

const REFUSED = { status: 403, body: { code: 'proof-refused' } }

type Proof = { work?: unknown; token?: string; website?: string }

async function correction(w: World, proof: Proof, key = freshKey()): Promise<Answer> {
  return post(w, PATHS.correction, { ...(await clearOf(w, 'correction')), part: PARTS.correction, ...proof }, { key })
}

async function refusedWith(w: World, proof: Proof): Promise<unknown> {
  const answer = await correction(w, proof)
  expect(answer).toMatchObject(REFUSED)
  return answer.body.why
}

/** Nothing of any of it was written: no case, and no counter or proof either. */
async function expectNothing(w: World): Promise<void> {
  expect(await w.cases.countCases()).toEqual([])
  expect(w.faults).toEqual([])
}

type Work = { challenge: Challenge; solution: Solution }

const packed = (work: unknown) => btoa(JSON.stringify(work))

/** Safe in tests: `workOf` packed it. */
function unpacked(work: string): Work {
  return JSON.parse(atob(work)) as Work
}

describe('a form token', () => {
  test('that was changed anywhere opens nothing', async () => {
    const w = await world()
    const token = await tokenOf(w, 'correction')
    const [form = '', stamp = '', key = '', mac = ''] = token.split('.')

    const why = []
    for (const changed of [
      [form, stamp, key, mac.replace(/^./, (it) => (it === '0' ? '1' : '0'))],
      [form, stamp, key.replace(/^./, (it) => (it === '0' ? '1' : '0')), mac],
      [form, (Number.parseInt(stamp, 36) + 1).toString(36), key, mac],
      ['repair', stamp, key, mac],
      [form, stamp, key, mac.slice(0, 32)],
      [form, stamp, key, '0'.repeat(64)],
    ]) {
      why.push(await refusedWith(w, { token: changed.join('.') }))
    }

    expect(why).toEqual(Array.from({ length: 6 }, () => 'forged'))
    await expectNothing(w)
  })

  test('for another form, too young, too old, or from the future opens nothing', async () => {
    const w = await world()
    for (const form of TOKEN_FORMS.filter((it) => it !== 'correction')) {
      expect(await refusedWith(w, { token: await tokenOf(w, form) })).toBe('wrong-form')
    }

    expect(await refusedWith(w, { token: await tokenOf(w, 'correction', 2999) })).toBe('too-fast')
    expect(await refusedWith(w, { token: await tokenOf(w, 'correction', -HOUR_MS) })).toBe('too-fast')
    expect(await refusedWith(w, { token: await tokenOf(w, 'correction', MAX_AGE_MS + 1) })).toBe('expired')
    await expectNothing(w)
    expect((await correction(w, { token: await tokenOf(w, 'correction', 3000) })).status).toBe(201)
  })

  test('with the field filled that people do not see opens nothing, and says no more than that', async () => {
    const w = await world()
    for (const website of ['http://example.org', ' ', '0']) {
      expect(await refusedWith(w, { token: await tokenOf(w, 'correction'), website })).toBe('malformed')
    }
    await expectNothing(w)
  })

  test('is good once: with another key it is used, with the same key and body it is the same receipt', async () => {
    const w = await world()
    const [token, key] = [await tokenOf(w, 'correction'), freshKey()]

    const first = await correction(w, { token }, key)
    const replayed = await correction(w, { token })
    const again = await correction(w, { token }, key)

    expect(first.status).toBe(201)
    expect(replayed).toMatchObject({ status: 403, body: { code: 'proof-refused', why: 'used' } })
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(await w.cases.countCases()).toEqual([{ kind: 'correction', state: 'submitted', cases: 1 }])
  })

  test('sent twenty times at once under twenty keys opens once', async () => {
    const w = await world()
    const token = await tokenOf(w, 'correction')

    const answers = await Promise.all(Array.from({ length: 20 }, () => correction(w, { token })))

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(19)
    expect(await w.cases.countCases()).toEqual([{ kind: 'correction', state: 'submitted', cases: 1 }])
    expect(w.faults).toEqual([])
  })
})

describe('work', () => {
  test('that was not done, or was changed, opens nothing', async () => {
    const w = await world()
    const { challenge, solution } = unpacked(await workOf(w, 'correction'))
    const other = unpacked(await workOf(w, 'correction'))
    const { parameters } = challenge

    const why = []
    for (const work of [
      { challenge, solution: { ...solution, derivedKey: '00'.repeat(32) } },
      { challenge, solution: { ...solution, derivedKey: '' } },
      { challenge, solution: other.solution },
      { challenge, solution: {} },
      { challenge: { ...challenge, signature: '0'.repeat(64) }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, cost: 1 } }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, keySignature: undefined } }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, data: { form: 'repair' } } }, solution },
      { challenge: { ...challenge, signature: undefined }, solution },
      { challenge: { parameters: {} }, solution },
      { challenge: { ...challenge, signature: [challenge.signature] }, solution },
      { challenge, solution: null },
      { challenge: null, solution },
      { challenge: 'x', solution: 'y' },
      {},
      null,
      5,
    ]) {
      why.push(await refusedWith(w, { work: packed(work) }))
    }

    expect(why).toMatchInlineSnapshot(`
      [
        "unsolved",
        "unsolved",
        "unsolved",
        "unsolved",
        "forged",
        "forged",
        "forged",
        "forged",
        "malformed",
        "malformed",
        "forged",
        "unsolved",
        "malformed",
        "malformed",
        "malformed",
        "malformed",
        "malformed",
      ]
    `)
    await expectNothing(w)
  })

  test('for another form opens nothing, and what comes after its hour does not either', async () => {
    const w = await world()
    expect(await refusedWith(w, { work: await workOf(w, 'repair') })).toBe('wrong-form')
    const work = await workOf(w, 'correction')

    const later = await world({ day: '2026-11-21' })

    expect(await refusedWith(later, { work })).toBe('expired')
    await expectNothing(w)
    await expectNothing(later)
  })

  test('that says itself which rules to check it by is checked by ours', async () => {
    const w = await world()
    const { challenge, solution } = unpacked(await workOf(w, 'correction'))
    const wrong = { ...solution, derivedKey: 'ab'.repeat(32) }

    for (const more of [
      { hmacSignatureSecret: 'x', hmacKeySignatureSecret: 'x' },
      { hmacAlgorithm: 'SHA-1', counterMode: 'string', deriveKey: 'x' },
    ]) {
      expect(await refusedWith(w, { work: packed({ ...more, challenge, solution: wrong }) })).toBe('unsolved')
    }
    await expectNothing(w)
  })

  test('is good once, however it is written down', async () => {
    const w = await world()
    const [work, key] = [await workOf(w, 'correction'), freshKey()]
    const { challenge, solution } = unpacked(work)

    const first = await correction(w, { work }, key)
    const replayed = await correction(w, { work })
    const rewritten = await correction(w, { work: packed({ solution: { ...solution, time: 1 }, challenge }) })
    const again = await correction(w, { work }, key)

    expect(first.status).toBe(201)
    for (const answer of [replayed, rewritten]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'proof-refused', why: 'used' } })
    }
    expect(again.body).toEqual(first.body)
    expect(await w.cases.countCases()).toEqual([{ kind: 'correction', state: 'submitted', cases: 1 }])
  })

  test('a task is asked for one form and is never kept by anybody between', async () => {
    const w = await world()

    const none = await w.get('challenges')
    const wrong = await w.get('challenges?form=nothing')
    const one = await w.get('challenges?form=objection')
    const two = await w.get('challenges?form=objection')

    for (const answer of [none, wrong]) expect(answer).toMatchObject({ status: 422, body: { code: 'input-invalid' } })
    expect(one.headers.get('Cache-Control')).toBe('no-store')
    expect(one.body).not.toEqual(two.body)
  })
})

describe('a proof for papers', () => {
  test('is asked for, and is good once', async () => {
    const w = await world()
    const { receipt, code } = await given(w, 'correction')
    const add = (proof: Proof, key = freshKey()) =>
      post(w, `cases/${receipt}/supplements`, { code, part: { text: '补一份' }, ...proof }, { key })
    const [token, key] = [await tokenOf(w, 'case'), freshKey()]

    const wrongForm = await add({ token: await tokenOf(w, 'correction') })
    const trapped = await add({ token: await tokenOf(w, 'case'), website: 'x' })
    const first = await add({ token }, key)
    const again = await add({ token }, key)
    const replayed = await add({ token })

    for (const answer of [wrongForm, trapped, replayed]) expect(answer).toMatchObject(REFUSED)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    expect(await w.cases.sealedParts(receipt)).toHaveLength(2)
  })

  test('a file needs one too, and the same proof may bring the files of one form', async () => {
    const w = await world()
    const token = await tokenOf(w, 'correction')
    const send = (proof: string) => uploaded(w, `form=correction&sealed=no&token=${proof}`)

    const [forged, first, second] = [await send(`${token}0`), await send(token), await send(token)]
    const uploads = [first, second].map(({ body }) => Uploaded.parse(body).id)
    const taken = await post(w, PATHS.correction, {
      ...(await clearOf(w, 'correction')),
      ...{ part: PARTS.correction, token, uploads },
    })

    expect(forged).toMatchObject(REFUSED)
    expect(await w.cases.uploadIds(receiptIn(taken).receipt)).toHaveLength(2)
    expect(w.faults).toEqual([])
  })
})

const Uploaded = z.object({ id: z.string() })

async function uploaded(w: World, query: string): Promise<{ status: number; body: unknown }> {
  const response = await w.app.request(`/api/v1/uploads?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': freshKey() },
    body: new Uint8Array(PDF),
  })
  return { status: response.status, body: await response.json() }
}
