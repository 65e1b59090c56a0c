import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_AGE_MS, MIN_AGE_MS, readToken, sameText, signedPart, TOKEN_FORMS, tokenText } from '#domain/form-token'

const KEY = 'ab'.repeat(16)
const MAC = 'cd'.repeat(32)
const ISSUED = Date.parse('2026-11-20T12:00:00+08:00')
const token = (form: (typeof TOKEN_FORMS)[number] = 'objection') => `${tokenText(form, ISSUED, KEY)}.${MAC}`
const read = (text: string, now: number, mac = MAC) => readToken(text, mac, 'objection', now)

describe('a form token', () => {
  test('is good from three seconds to a day after it was made', () => {
    const good = { ok: true, value: { key: KEY, expiresAt: ISSUED + MAX_AGE_MS } }

    expect(read(token(), ISSUED + MIN_AGE_MS - 1)).toEqual({ ok: false, failure: 'too-fast' })
    expect(read(token(), ISSUED + MIN_AGE_MS)).toEqual(good)
    expect(read(token(), ISSUED + MAX_AGE_MS)).toEqual(good)
    expect(read(token(), ISSUED + MAX_AGE_MS + 1)).toEqual({ ok: false, failure: 'expired' })
    expect([MIN_AGE_MS, MAX_AGE_MS]).toEqual([3000, 86_400_000])
  })

  test('made for another form it is good for nothing', () => {
    for (const form of TOKEN_FORMS.filter((it) => it !== 'objection')) {
      expect(read(token(form), ISSUED + 60_000)).toEqual({ ok: false, failure: 'wrong-form' })
    }
  })

  test('from the future it is too fast, so that a wrong clock opens nothing', () => {
    expect(read(token(), ISSUED - MAX_AGE_MS)).toEqual({ ok: false, failure: 'too-fast' })
  })

  test('with one character changed it is forged or malformed, never good', () => {
    const whole = token()
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.constantFrom(...'0123456789abcdefz.-X '), (at, letter) => {
        fc.pre(whole[at] !== letter)
        const changed = whole.slice(0, at) + letter + whole.slice(at + 1)
        // The server computes the mac of what it got; of changed text it is another one.
        const mac = signedPart(changed) === signedPart(whole) ? MAC : 'ef'.repeat(32)

        const answer = read(changed, ISSUED + 60_000, mac)

        expect(answer.ok ? 'good' : answer.failure).toMatch(/^(forged|malformed)$/)
      }),
    )
  })

  test('anything else is malformed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(read(text, ISSUED + 60_000)).toEqual({ ok: false, failure: 'malformed' })
      }),
    )
  })

  test('signs all of itself but the signature', () => {
    expect(signedPart(token())).toBe(tokenText('objection', ISSUED, KEY))
    expect(signedPart('no dot')).toBe('')
  })
})

test('two texts are the same exactly when they are equal', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(sameText(a, b)).toBe(a === b)
      expect(sameText(a, a)).toBe(true)
      expect(sameText(a, `${a}x`)).toBe(false)
    }),
  )
  for (const [a, b] of [
    ['', 'a'],
    ['aa', 'a'],
    ['a', 'aa'],
    ['abab', 'ab'],
    ['\u0000', ''],
  ] as const) {
    expect(sameText(a, b)).toBe(false)
  }
})
