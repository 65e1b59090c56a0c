import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { world } from '../world.ts'

describe('hostile queries', () => {
  const NASTY = [
    ...[
      '"',
      '""',
      '"食品',
      "'",
      "' OR 1=1 --",
      '食品" OR "药品',
      'NOT',
      'AND',
      'OR 食品',
      '食品 NOT',
      'NEAR(食品 药品)',
    ],
    ...[
      'name:食品',
      '{name} : 食品',
      '^食品',
      '食品*',
      '*',
      '-食品',
      '食品 + 药品',
      '(',
      ')',
      '((((',
      '{',
      '}',
      ':',
      '\\',
      '%',
      '_',
    ],
    ...[
      '\u0000',
      '食\u0000品',
      '\u0001\u0002',
      '\u202e食品',
      '\ud800',
      '👨‍👩‍👧‍👦',
      '🏛️ 公信',
      '٣٤٥',
      'ﷺ',
      'Z̴͈a̷l̶g̴o̶',
      '<script>alert(1)</script>',
    ],
    ...[
      '; DROP TABLE search_entry',
      'a'.repeat(200),
      '食品 '.repeat(40),
      '〔〕【】',
      '....',
      '1.2.3.4',
      '\t\n\r',
      '　　',
    ],
  ]

  test('operators, quotes, SQL, emoji and control characters are text like any other', async () => {
    const w = await world()
    for (const q of NASTY) {
      for (const path of ['search', 'suggestions', 'exact']) {
        const { status } = await w.get(`${path}?q=${encodeURIComponent(q.toWellFormed())}`)
        expect([q, path, [200, 422].includes(status)]).toEqual([q, path, true])
      }
    }
    expect(w.faults).toEqual([])
  })

  test('ten thousand characters, and what no filter has, are refused by name', async () => {
    const w = await world()
    for (const [query, field] of [
      [`q=${'长'.repeat(10_000)}`, 'q'],
      ['q=a&kind=all', 'kind'],
      ['q=a&year=26', 'year'],
      ['q=a&agency=%22OR', 'agency'],
      ['q=a&amount=viel', 'amount'],
      ['q=a&order=oldest', 'order'],
      ['q=a&cursor=9-zz', 'cursor'],
      ['q=aa&order=newest&cursor=b1-zz', 'cursor'],
      ['q=a&limit=1000', 'limit'],
    ] as const) {
      const { status, body } = await w.get(`search?${query}`)
      expect([query.slice(0, 20), status]).toEqual([query.slice(0, 20), 422])
      expect(body).toMatchObject({ errors: [{ field }] })
    }
  })

  test('anything at all is an answer or a clear 422, never a fault', async () => {
    const w = await world()
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...`"'*^:(){}+-_ \\\u0000食品罚款aA1.〔`), maxLength: 60 }),
    )
    const more = fc.constantFrom('', '&order=newest', '&kind=penalty', '&amount=-1000', '&cursor=b2-zzzz', '&limit=1')
    await fc.assert(
      fc.asyncProperty(text, more, async (q, rest) => {
        const { status } = await w.get(`search?q=${encodeURIComponent(q.toWellFormed())}${rest}`)
        expect([200, 422]).toContain(status)
      }),
      { numRuns: 400 },
    )
    expect(w.faults).toEqual([])
  })
})
