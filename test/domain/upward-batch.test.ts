import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UpwardBatchBody } from '#contract/upward'
import { missingNumbers, newsOf } from '#domain/inbound-batch'
import {
  batchNumber,
  batchText,
  checkBatch,
  checksumOf,
  planItem,
  type Reported,
  type UpwardBatch,
  type UpwardContent,
  type UpwardItem,
} from '#domain/upward-batch'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const salt = 'a'.repeat(32)
const record = '0123456789ab'

const content: fc.Arbitrary<UpwardContent> = fc.oneof(
  fc.record({
    row: fc.dictionary(fc.constantFrom('CF_NR', 'CF_WSH', 'CF_JE'), fc.string({ minLength: 1 })),
    masked: fc.subarray(['CF_NR', 'CF_WSH']),
  }),
  fc.record({
    revocation: fc.constantFrom({ way: 'held' as const }, { way: 'ended' as const, ground: 'repaired' as const }),
  }),
)

/** The items of one record whose content goes through these states, one report after each. */
function itemsOf(states: readonly UpwardContent[]): UpwardItem[] {
  const items: UpwardItem[] = []
  let last: Reported | undefined
  for (const now of states) {
    const item = planItem({ record, kind: 'penalty', content: now }, last, { salt, hash, floor: 0 })
    if (item === null) continue
    items.push({ ...item, content: now })
    last = item
  }
  return items
}

test('an item is planned where something is new, never twice, and never for what was never public', () => {
  fc.assert(
    fc.property(fc.array(content, { maxLength: 8 }), (states) => {
      const items = itemsOf(states)

      expect(itemsOf(states.flatMap((it) => [it, it]))).toEqual(items)
      expect(items.map(({ revision }) => revision)).toEqual(items.map((_, n) => n + 1))
      expect(items[0]?.change ?? 'added').toBe('added')
      items.forEach(({ change, content: now }, n) => {
        const wasPublic = n > 0 && items[n - 1]?.change !== 'revoked'
        const expected = now !== null && 'revocation' in now ? 'revoked' : wasPublic ? 'changed' : 'added'
        expect(change).toBe(expected)
      })
    }),
  )
})

test('in any order, twice or thrice, the receiver ends with what was said last', () => {
  fc.assert(
    fc.property(
      fc.array(content, { minLength: 1, maxLength: 6 }).chain((states) => {
        const items = itemsOf(states)
        return fc.record({
          items: fc.constant(items),
          came: fc.shuffledSubarray([...items, ...items, ...items], { minLength: 0 }),
        })
      }),
      ({ items, came }) => {
        const known = new Map<string, number>()
        let holds: UpwardContent | null = null
        for (const item of [...came, ...items.toReversed()]) {
          const news = newsOf([item], known)
          for (const it of [...news.rows, ...news.revocations]) {
            known.set(it.item.record, it.item.revision)
            holds = it.item.content
          }
          expect(news.rows.length + news.revocations.length + news.older + news.overtaken).toBe(1)
        }
        expect(holds).toEqual(items.at(-1)?.content ?? null)
      },
    ),
  )
})

test('of several items of one record in one batch the highest counts, and what came empty counts as overtaken', () => {
  const items = itemsOf([
    { row: { CF_NR: '一' }, masked: [] },
    { row: { CF_NR: '二' }, masked: [] },
    { row: { CF_NR: '三' }, masked: [] },
  ])
  const [first, second, third] = items as [UpwardItem, UpwardItem, UpwardItem]

  const news = newsOf(
    [second, third, first, { ...third, record: 'ba9876543210', content: null, salt: null }],
    new Map(),
  )

  expect(news.rows.map(({ item }) => item)).toEqual([third])
  expect([news.older, news.overtaken]).toEqual([2, 1])
})

function batchOf(items: UpwardItem[]): UpwardBatch {
  const [line, number] = ['0123abcd', batchNumber('demo', '0123abcd', 7)]
  const head = {
    format: 1 as const,
    sender: 'demo',
    line,
    seq: 7,
    number,
    madeAt: '2026-11-28T01:00:00.000Z',
    previous: null,
  }
  return { ...head, items, checksum: checksumOf(head, items, hash), signature: `${'A'.repeat(86)}==` }
}

test('any change of a batch is found, but for content that is left out', () => {
  fc.assert(
    fc.property(
      fc.array(content, { minLength: 1, maxLength: 5 }),
      fc.nat(),
      fc.string({ minLength: 1 }),
      (states, pick, text) => {
        const items = itemsOf(states)
        fc.pre(items.length > 0)
        const batch = batchOf(items)
        const at = pick % items.length
        const changed = (item: UpwardItem): UpwardItem => ({ ...item, content: { row: { CF_BZ: text }, masked: [] } })
        const other = (change: (item: UpwardItem) => UpwardItem) => ({
          ...batch,
          items: items.map((item, n) => (n === at ? change(item) : item)),
        })

        expect(checkBatch(batch, hash, () => true)).toBeNull()
        expect(checkBatch(batch, hash, () => false)).toBe('signature-wrong')
        expect(
          checkBatch(
            other((it) => ({ ...it, content: null, salt: null })),
            hash,
            () => true,
          ),
        ).toBeNull()
        expect(checkBatch(other(changed), hash, () => true)).toBe('commitment-wrong')
        expect(
          checkBatch(
            other((it) => ({ ...it, revision: it.revision + 1 })),
            hash,
            () => true,
          ),
        ).toBe('checksum-wrong')
        expect(checkBatch({ ...batch, madeAt: '2026-11-28T01:00:01.000Z' }, hash, () => true)).toBe('checksum-wrong')
        expect(checkBatch({ ...batch, items: items.slice(1) }, hash, () => true)).toBe('checksum-wrong')
      },
    ),
  )
})

test('a batch as it is sent reads as the same batch', () => {
  fc.assert(
    fc.property(fc.array(content, { maxLength: 5 }), (states) => {
      const batch = batchOf(itemsOf(states))

      expect(UpwardBatchBody.parse(JSON.parse(batchText(batch)))).toEqual(batch)
    }),
  )
})

test('numbers that never came are told, oldest first', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), fc.nat({ max: 20 }), (seen, limit) => {
      const missing = missingNumbers(seen, limit)

      const all = Array.from({ length: Math.max(0, ...seen) }, (_, n) => n + 1).filter((n) => !seen.includes(n))
      expect(missing).toEqual(all.slice(0, limit))
    }),
  )
})
