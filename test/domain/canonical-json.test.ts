import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type Json } from '#domain/canonical-json'

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('json'), { maxKeys: 5 }),
  ),
}))

/** The same value with the keys of every object in the opposite order. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member ?? null)]),
  )
}

describe('one text for one value', () => {
  test.each<[Json, string]>([
    [{ b: 1, a: [true, null, '二'] }, '{"a":[true,null,"二"],"b":1}'],
    [{ 甲: 1, Z: 2, a: 3, 10: 4, 9: 5 }, '{"10":4,"9":5,"Z":2,"a":3,"甲":1}'],
    [{ a: undefined, b: { c: undefined } }, '{"b":{}}'],
    ['换\n行"', '"换\\n行\\""'],
    [[], '[]'],
    [null, 'null'],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  test('the order of keys makes no difference', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value))
      }),
    )
  })

  test('the order of a list does', () => {
    expect(canonicalJson(['a', 'b'])).not.toBe(canonicalJson(['b', 'a']))
  })

  test('read again it is the same value, and so the same text', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value)
        const again: Json = JSON.parse(text)

        expect(sortedText(again)).toBe(sortedText(value))
        expect(canonicalJson(again)).toBe(text)
      }),
    )
  })

  test('different values have different texts', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b)

        expect(same).toBe(sortedText(a) === sortedText(b))
      }),
    )
  })
})

/** Written apart from the code under test: every leaf with the path that leads to it. */
function sortedText(value: Json): string {
  const leaves: string[] = []
  const walk = (path: string, at: Json | undefined) => {
    if (Array.isArray(at)) {
      leaves.push(`${path} list ${at.length}`)
      for (const [index, member] of at.entries()) walk(`${path}/${index}`, member)
    } else if (at !== null && typeof at === 'object') {
      leaves.push(`${path} object`)
      for (const [key, member] of Object.entries(at)) walk(`${path}/${JSON.stringify(key)}`, member)
    } else leaves.push(`${path} ${JSON.stringify(at)}`)
  }
  walk('', value)
  return leaves.sort().join('\n')
}
