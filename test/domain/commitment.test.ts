import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commit } from '#domain/commitment'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const SALT = 'a'.repeat(32)
const salts = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 })

describe('a commitment', () => {
  test('is the hash of the salt and the canonical text of the event', () => {
    expect(commit(SALT, { b: 1, a: '二' }, sha256)).toBe(sha256(`${SALT}{"a":"二","b":1}`))
  })

  test('is the same for the same event, however its keys stand', () => {
    expect(commit(SALT, { b: 1, a: 2 }, sha256)).toBe(commit(SALT, { a: 2, b: 1 }, sha256))
  })

  test('of one event differs with the salt, so that nobody can guess the event', () => {
    fc.assert(
      fc.property(salts, salts, fc.string(), (one, other, id) => {
        fc.pre(one !== other)

        expect(commit(one, { id }, sha256)).not.toBe(commit(other, { id }, sha256))
      }),
    )
  })

  test('differs with the event', () => {
    expect(commit(SALT, { event: 'end' }, sha256)).not.toBe(commit(SALT, { event: 'withdraw' }, sha256))
  })

  test.each(['', 'a', 'a'.repeat(31)])('is refused with the short salt %j', (salt) => {
    expect(() => commit(salt, { event: 'end' }, sha256)).toThrow(/at least 128 bits/)
  })
})
