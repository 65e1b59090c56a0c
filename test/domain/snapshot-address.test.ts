import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordIdFrom } from '#domain/record-id'
import {
  expiryPath,
  generationPath,
  listIndexPath,
  listMonthPath,
  packPath,
  removalsPath,
  removedPath,
  SHARD_PREFIX_DIGITS,
  shapeFor,
  shardEntryKey,
  shardName,
  shardPath,
  shardPathOfPrefix,
  subjectPath,
} from '#domain/snapshot-address'

const hashOf = (n: number) => createHash('sha256').update(`record ${n}`).digest('hex')

describe('the shape of the store', () => {
  test.each([
    [0, 2, 2],
    [1, 2, 2],
    [64, 2, 3],
    [65, 3, 4],
    [10_000, 10, 11],
    [1_000_000, 16, 17],
    [1_000_000_000, 20, 20],
  ])('for %i records has 2^%i packs and 2^%i shards', (records, packBits, shardBits) => {
    expect(shapeFor(records)).toEqual({ packBits, shardBits })
  })

  test('a pack has about 16 records and a shard about 24 keys, whatever the size of the place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 4_000_000 }), (records) => {
        const { packBits, shardBits } = shapeFor(records)

        expect(records / 2 ** packBits).toBeLessThanOrEqual(16)
        expect(records / 2 ** packBits).toBeGreaterThan(8)
        expect((records * 3) / 2 ** shardBits).toBeLessThanOrEqual(24)
      }),
    )
  })

  test('more records never have fewer packs or shards', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.nat(100_000), (records, more) => {
        const [small, big] = [shapeFor(records), shapeFor(records + more)]

        expect(big.packBits >= small.packBits && big.shardBits >= small.shardBits).toBe(true)
      }),
    )
  })

  test('stays while the place is at most twice as big, or four times smaller', () => {
    const current = shapeFor(16_000)

    expect(shapeFor(32_000, current)).toEqual(current)
    expect(shapeFor(4001, current)).toEqual(current)
    expect(shapeFor(64_000, current)).not.toEqual(current)
    expect(shapeFor(2000, current)).not.toEqual(current)
    expect(shapeFor(2000, current)).toEqual(shapeFor(2000))
  })

  test('changes as a whole when one of the two is far off', () => {
    const current = { packBits: 10, shardBits: 2 }

    expect(shapeFor(10_000, current)).toEqual(shapeFor(10_000))
  })

  test('is only the two numbers, even when the current one comes inside a manifest', () => {
    const manifest = { ...shapeFor(10_000), generation: 'g-1', counts: { licence: 1 } }

    expect(shapeFor(10_000, manifest)).toEqual({ packBits: 10, shardBits: 11 })
    expect(Object.keys(shapeFor(10_000, manifest)).sort()).toEqual(['packBits', 'shardBits'])
  })
})

describe('packs and shards', () => {
  const RECORDS = 20_000
  const shape = shapeFor(RECORDS)
  const hashes = Array.from({ length: RECORDS }, (_, n) => hashOf(n))

  function sizes(names: readonly string[]): number[] {
    const bySize = new Map<string, number>()
    for (const name of names) bySize.set(name, (bySize.get(name) ?? 0) + 1)
    return [...bySize.values()]
  }

  test('20,000 records spread evenly: no pack has more than three times the mean', () => {
    const packs = sizes(hashes.map((hash) => packPath(recordIdFrom(hash), shape)))
    const mean = RECORDS / 2 ** shape.packBits

    expect(packs.length).toBeLessThanOrEqual(2 ** shape.packBits)
    expect(packs.length).toBeGreaterThan(0.9 * 2 ** shape.packBits)
    expect(Math.max(...packs)).toBeLessThan(3 * mean)
  })

  test('20,000 keys spread evenly over shards, and no two share an entry', () => {
    const shards = sizes(hashes.map((hash) => shardPath(hash, shape)))
    const entries = new Set(hashes.map((hash) => `${shardPath(hash, shape)} ${shardEntryKey(hash)}`))

    expect(Math.max(...shards)).toBeLessThan(3 * Math.max(8, RECORDS / 2 ** shape.shardBits))
    expect(entries.size).toBe(RECORDS)
  })

  test('a shard is found by the first digits of a hash, however many shards there are', () => {
    fc.assert(
      fc.property(fc.nat(RECORDS - 1), fc.integer({ min: 2, max: 20 }), (n, shardBits) => {
        const hash = hashes[n] ?? ''

        expect(shardPathOfPrefix(hash.slice(0, SHARD_PREFIX_DIGITS), { packBits: 2, shardBits })).toBe(
          shardPath(hash, { packBits: 2, shardBits }),
        )
      }),
    )
  })

  test.each([
    [{ packBits: 2, shardBits: 2 }, 'packs/3.json', 'removed/3.json', 'exact/3.json'],
    [{ packBits: 4, shardBits: 4 }, 'packs/f.json', 'removed/f.json', 'exact/f.json'],
    [{ packBits: 5, shardBits: 5 }, 'packs/1f.json', 'removed/1f.json', 'exact/1f.json'],
    [{ packBits: 20, shardBits: 20 }, 'packs/fffff.json', 'removed/fffff.json', 'exact/fffff.json'],
  ])('the last of %o lies at %s', (last, pack, removed, shard) => {
    expect(packPath('zzzzzzzzzzzz', last)).toBe(pack)
    expect(removedPath('zzzzzzzzzzzz', last)).toBe(removed)
    expect(shardPath('f'.repeat(64), last)).toBe(shard)
  })

  test('names are padded, so that they sort and none begins another', () => {
    expect(packPath('000000000000', { packBits: 10, shardBits: 10 })).toBe('packs/000.json')
    expect(shardName('0'.repeat(64), 9)).toBe('000')
  })
})

test('every address of the store is a plain relative path of lower-case letters', () => {
  const paths = [
    packPath('7zw0q8x1c2v3', shapeFor(10_000)),
    listMonthPath('licence', 'all', '2026-11'),
    listIndexPath('penalty', 'shichang-jianguan'),
    expiryPath('2026-11-20'),
    removalsPath('2026-11'),
    generationPath('g-1', listIndexPath('licence', 'all')),
  ]

  for (const path of paths) expect.soft(path).toMatch(/^[a-z0-9-]+(\/[a-z0-9-]+)*\.json$/)
  expect(new Set(paths).size).toBe(paths.length)
  expect(subjectPath('91999001MA0000007U')).toBe('subjects/91999001MA0000007U.json')
})
