import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeOf, normaliseLookUpCode, parseReceipt, RECEIPT_SHAPE, receiptOf } from '#domain/receipt'
import { CASE_KINDS } from '#domain/vocabulary'

const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((it) => Buffer.from(it).toString('hex'))
const receipts = fc.record({ kind: fc.constantFrom(...CASE_KINDS), random: hex(16) }).map(({ kind, random }) => {
  return receiptOf(kind, random)
})
const REFUSED = { ok: false, failure: { code: 'receipt-malformed' } }

function withLetter(text: string, at: number, letter: string): string {
  return text.slice(0, at) + letter + text.slice(at + 1)
}

describe('a receipt', () => {
  test.each([
    ['objection', 'YY-00000-00000-'],
    ['complaint', 'TS-00000-00000-'],
    ['repair', 'XF-00000-00000-'],
    ['correction', 'JC-00000-00000-'],
  ] as const)('of a %s begins as people will say it on the telephone', (kind, start) => {
    const receipt = receiptOf(kind, '0'.repeat(32))

    expect(receipt.startsWith(start)).toBe(true)
    expect(parseReceipt(receipt)).toEqual({ ok: true, value: receipt })
  })

  test('is read back as it was given', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        expect(receipt).toMatch(RECEIPT_SHAPE)
        expect(parseReceipt(receipt)).toEqual({ ok: true, value: receipt })
      }),
    )
  })

  test('with any one letter wrong is no receipt, so that a slip finds nobody else’s case', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        for (let at = 0; at < receipt.length; at++) {
          if (receipt[at] === '-') continue
          for (const letter of `${LETTERS}FSV`) {
            const wrong = withLetter(receipt, at, letter)
            const meant = parseReceipt(wrong)
            // A letter that is read as the right one (S for 5) is no slip.
            if (meant.ok) expect(meant.value).toBe(receipt)
            else expect(meant).toEqual(REFUSED)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('with two neighbours swapped is no receipt', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const flat = receipt.replaceAll('-', '')
        for (let at = 0; at + 1 < flat.length; at++) {
          const swapped = flat.slice(0, at) + flat.charAt(at + 1) + flat.charAt(at) + flat.slice(at + 2)
          if (swapped !== flat) expect([swapped, parseReceipt(swapped)]).toEqual([swapped, REFUSED])
        }
      }),
    )
  })

  test('is known however people type it', () => {
    const typed: ((receipt: string) => string)[] = [
      (it) => it.toLowerCase(),
      (it) => it.replaceAll('-', ''),
      (it) => ` ${it.replaceAll('-', ' ')}\n`,
      (it) => it.replaceAll('-', '－'),
      (it) => it.replaceAll('-', '—'),
      (it) => Array.from(it, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join(''),
      (it) => it.slice(0, 2) + it.slice(2).replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('2', 'Z'),
      (it) => it.slice(0, 2) + it.slice(2).replaceAll('5', 'S').replaceAll('U', 'v').replaceAll('0', 'o'),
    ]
    fc.assert(
      fc.property(receipts, fc.constantFrom(...typed), (receipt, change) => {
        expect(parseReceipt(change(receipt))).toEqual({ ok: true, value: receipt })
      }),
    )
  })

  test('is not made of anything else: any text is refused, never an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(parseReceipt(text)).toEqual(REFUSED)
      }),
      { numRuns: 500 },
    )
    for (const text of ['', '-', 'YY', 'YY-', 'YY-00000-00000', 'XX-00000-00000-0', '💥'.repeat(10)]) {
      expect(parseReceipt(text)).toEqual(REFUSED)
    }
  })

  test('tells neither how many there are nor when: every letter comes equally often', () => {
    const counts = new Map<string, number>()
    const many = 4000
    for (let n = 0; n < many; n++) {
      const body = receiptOf('objection', randomBytes(16).toString('hex')).replaceAll('-', '').slice(2, 12)
      for (const letter of body) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }

    const expected = (many * 10) / LETTERS.length
    expect([...counts.keys()].sort().join('')).toBe([...LETTERS].sort().join(''))
    for (const [letter, n] of counts) expect([letter, Math.abs(n - expected) < expected * 0.25]).toEqual([letter, true])
  })
})

describe('a look-up code', () => {
  test('has more than 100 bits: 21 letters of 31, all of which occur, in groups that can be read out', () => {
    const codes = Array.from({ length: 500 }, () => codeOf(randomBytes(32).toString('hex')))

    for (const code of codes) expect(code).toMatch(/^[0-9A-HJ-NPQRTUWXY]{7}(-[0-9A-HJ-NPQRTUWXY]{7}){2}$/)
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(LETTERS.length)
    expect(new Set(codes).size).toBe(codes.length)
    expect(Math.log2(LETTERS.length) * 21).toBeGreaterThan(100)
  })

  test('every letter of it comes of the keyed hash, the last one too', () => {
    const spread = Array.from({ length: 21 }, () => new Set<string>())
    for (let n = 0; n < 500; n++) {
      const flat = codeOf(randomBytes(32).toString('hex')).replaceAll('-', '')
      spread.forEach((letters, at) => {
        letters.add(flat.charAt(at))
      })
    }

    expect(spread.map(({ size }) => size)).toEqual(Array.from({ length: 21 }, () => LETTERS.length))
  })

  test('is the same for the same hash, and compared as people type it', () => {
    fc.assert(
      fc.property(hex(32), (mac) => {
        const code = codeOf(mac)
        const typed = ` ${code.toLowerCase().replaceAll('-', '　').replaceAll('0', 'o').replaceAll('5', 'ｓ')} `

        expect(codeOf(mac)).toBe(code)
        expect(normaliseLookUpCode(typed)).toBe(normaliseLookUpCode(code))
        expect(normaliseLookUpCode(code)).toBe(code.replaceAll('-', ''))
      }),
    )
  })

  test('two codes that differ are never compared as one', () => {
    fc.assert(
      fc.property(hex(32), hex(32), (a, b) => {
        fc.pre(codeOf(a) !== codeOf(b))
        expect(normaliseLookUpCode(codeOf(a))).not.toBe(normaliseLookUpCode(codeOf(b)))
      }),
    )
  })
})
