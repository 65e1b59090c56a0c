import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOCK_MS, lockedFor, nextTries, type SignInTries, TRIES_OF_ACCOUNT } from '#domain/sign-in-lock'
import { isAccountName, passwordTrouble, type Staff, signInGap } from '#domain/staff'

const STAFF: Staff = {
  ...{ id: 's', account: 'li.na', name: '李娜', role: 'clerk', organSlug: null },
  ...{ hasSecondFactor: true, mustChangePassword: false, isDemo: false },
}

test('nobody works with a password that somebody else gave them, or without a second factor', () => {
  expect(signInGap(STAFF)).toBeNull()
  expect(signInGap({ ...STAFF, hasSecondFactor: false })).toBe('set-up-second-factor')
  expect(signInGap({ ...STAFF, mustChangePassword: true, hasSecondFactor: false })).toBe('change-password')
  expect(signInGap({ ...STAFF, isDemo: true, hasSecondFactor: false })).toBeNull()
})

test('however tries are spread over time, no more than the limit fall into any lock', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: LOCK_MS }), { maxLength: 60 }), (gaps) => {
      let at = 0
      let tries: SignInTries | undefined
      const made: number[] = []
      for (const gap of gaps) {
        at += gap
        tries = nextTries(tries, at)
        if (lockedFor(tries, TRIES_OF_ACCOUNT, at) === 0) made.push(at)
        else expect(lockedFor(tries, TRIES_OF_ACCOUNT, at)).toBeLessThanOrEqual(LOCK_MS / 1000)
      }
      // A window may begin in the middle of another, so twice the limit is the most within one length of it.
      for (const from of made) {
        expect(made.filter((it) => it >= from && it < from + LOCK_MS).length).toBeLessThanOrEqual(2 * TRIES_OF_ACCOUNT)
      }
    }),
  )
})

test('a long password of many letters without the account is in order', () => {
  expect(passwordTrouble('mountains after the rain', 'li.na')).toBeNull()
  expect(passwordTrouble('雨后的山比平时更青一些呀', 'li.na')).toBeNull()
  fc.assert(
    fc.property(fc.string({ maxLength: 11 }), (text) => {
      expect(passwordTrouble(text, 'li.na')).toBe('too-short')
    }),
  )
})

test('names of accounts', () => {
  expect(['li.na', 'a_b-c', 'abc', 'zhang3'].every(isAccountName)).toBe(true)
  expect(['', 'ab', 'Li.na', '1abc', 'li na', '李娜', `a${'b'.repeat(32)}`].some(isAccountName)).toBe(false)
})
