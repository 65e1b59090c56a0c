import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createSpillFolder } from '#adapters/spill-folder'
import type { Spill } from '#usecase/ports'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'gongxin-spill-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return join(path, 'spill')
}

async function groupsOf(spill: Spill): Promise<Map<string, string[]>> {
  const groups = new Map<string, string[]>()
  for await (const { key, values } of spill.groups('lists')) {
    expect(groups.has(key), key).toBe(false)
    groups.set(key, values)
  }
  return groups
}

test('every key comes once with all its values in their order, however much there is', async () => {
  const place = await folder()
  const word = fc.string({ maxLength: 12 }).map((text) => text.replace(/[\t\n]/g, ' '))
  const long = fc.integer({ min: 0, max: 70_000 }).map((length) => '长'.repeat(length))

  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(word, fc.oneof({ weight: 9, arbitrary: word }, long))), async (pairs) => {
      const spill = createSpillFolder(place)
      const expected = new Map<string, string[]>()
      for (const [key, value] of pairs) {
        await spill.add('lists', key, value)
        expected.set(key, [...(expected.get(key) ?? []), value])
      }
      await spill.add('shards', 'another', 'family')

      const groups = await groupsOf(spill)

      expect(groups).toEqual(expected)
      await spill.discard()
      expect(await readdir(place).catch(() => [])).toEqual([])
      expect(await groupsOf(spill)).toEqual(new Map())
    }),
    { numRuns: 60 },
  )
})

test('what another run left is discarded', async () => {
  const place = await folder()
  await createSpillFolder(place).add('lists', '甲', '长'.repeat(80_000))
  expect(await readdir(place)).toHaveLength(1)

  await createSpillFolder(place).discard()

  expect(await readdir(place).catch(() => [])).toEqual([])
})
