import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRecordId, leadingBits, recordIdFrom } from '#domain/record-id'

const macs = fc.nat().map((n) => createHash('sha256').update(`mac ${n}`).digest('hex'))
const CROCKFORD = /^[0-9a-hjkmnp-tv-z]{12}$/

describe('the id of a record', () => {
  test.each([
    ['000000000000000', '000000000000'],
    ['fffffffffffffff', 'zzzzzzzzzzzz'],
    ['800000000000000', 'g00000000000'],
    ['000000000000001', '000000000001'],
    ['00000000000001f', '00000000000z'],
    ['000000000000020', '000000000010'],
  ])('the first 60 bits %s are %s', (mac, id) => {
    expect(recordIdFrom(mac.padEnd(64, 'a'))).toBe(id)
  })

  test('is 12 characters of Crockford’s alphabet: no i, l, o or u to be misread', () => {
    fc.assert(
      fc.property(macs, (mac) => {
        const id = recordIdFrom(mac)

        expect(id).toMatch(CROCKFORD)
        expect(isRecordId(id)).toBe(true)
      }),
    )
  })

  test('depends on the first 60 bits and on all of them', () => {
    fc.assert(
      fc.property(macs, fc.nat(14), (mac, place) => {
        const other = mac.charAt(place) === 'a' ? 'b' : 'a'
        const changed = `${mac.slice(0, place)}${other}${mac.slice(place + 1)}`

        expect(recordIdFrom(changed)).not.toBe(recordIdFrom(mac))
        expect(recordIdFrom(`${mac.slice(0, 15)}${'0'.repeat(49)}`)).toBe(recordIdFrom(mac))
      }),
    )
  })

  test('20,000 different macs give 20,000 different ids', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) =>
      recordIdFrom(createHash('sha256').update(`${n}`).digest('hex')),
    )

    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each([
    '',
    '00000000000',
    '0000000000000',
    'ABCDEFGH0000',
    'iiiiiiiiiiii',
    '00000000000l',
    '00000000000o',
    'u00000000000',
    '00000000000 ',
    '../../../etc',
    '00000000000𠮷',
    '０００００００００００００',
  ])('%j is none', (text) => {
    expect(isRecordId(text)).toBe(false)
  })
})

describe('the leading bits of an id', () => {
  test.each([
    ['zzzzzzzzzzzz', 1, 1],
    ['g00000000000', 1, 1],
    ['fzzzzzzzzzzz', 1, 0],
    ['zzzzzzzzzzzz', 12, 4095],
    ['10000000000z', 5, 1],
    ['000000000000', 20, 0],
  ])('of %s, %i bits, are %i', (id, bits, value) => {
    expect(leadingBits(id, bits)).toBe(value)
  })

  test('are those of the mac it was made from, and refine one another', () => {
    fc.assert(
      fc.property(macs, fc.integer({ min: 1, max: 20 }), (mac, bits) => {
        const id = recordIdFrom(mac)

        expect(leadingBits(id, bits)).toBe(Number(BigInt(`0x${mac.slice(0, 15)}`) >> BigInt(60 - bits)))
        expect(leadingBits(id, bits + 1) >> 1).toBe(leadingBits(id, bits))
      }),
    )
  })
})
