import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonItems } from '#domain/json-items'
import { recordOfJson } from '#domain/json-record'

/** Cuts a text at these places. */
function pieces(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  return [0, ...places].map((from, i) => text.slice(from, places[i] ?? text.length))
}

test('items are cut out whole, wherever the pieces of the file meet', () => {
  const items = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 6 })
  const around = fc.constantFrom(
    (list: string) => list,
    (list: string) => `{"code":0,"message":"[{\\"data\\":","data":${list},"more":{"a":[1,2]}}`,
    (list: string) => ` { "result" : { "total": 2, "rows" : ${list} } } `,
  )

  fc.assert(
    fc.property(items, around, fc.constantFrom(0, 1), fc.array(fc.nat()), (values, wrap, indent, cuts) => {
      const reader = jsonItems(100_000)

      const found = pieces(wrap(JSON.stringify(values, null, indent)), cuts).flatMap((piece) => reader.push(piece))
      reader.end()

      expect(found.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)))
    }),
  )
})

test('any text ends in items or in an error of its own', () => {
  const text = fc
    .array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '"data"', ' ', 'x', '1'))
    .map((it) => it.join(''))

  fc.assert(
    fc.property(text, fc.array(fc.nat()), (made, cuts) => {
      const read = () => {
        const reader = jsonItems(50)
        const found = pieces(made, cuts).flatMap((piece) => reader.push(piece))
        reader.end()
        return found
      }

      let failure: unknown
      try {
        read()
      } catch (error) {
        failure = error
      }

      expect([undefined, 'JsonItemsError']).toContain(failure instanceof Error ? failure.name : failure)
    }),
  )
})

test('numbers keep their digits, at any depth', () => {
  const digits = fc.stringMatching(/^-?(?:0|[1-9]\d{0,24})(?:\.\d{1,6})?(?:[eE][+-]?\d{1,3})?$/)

  fc.assert(
    fc.property(digits, (number) => {
      expect(recordOfJson(`{"a":${number},"b":{"c":[${number}]}}`)).toEqual(
        new Map([
          ['a', number],
          ['b', `{"c":[${number}]}`],
        ]),
      )
    }),
  )
})
