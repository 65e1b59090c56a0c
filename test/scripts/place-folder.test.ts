import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { placeFolders } from '#site/place-folders.ts'
import { openWorkspace, PlaceMismatchError } from '../../scripts/lib/workspace.ts'
import { TEST_DAY, TEST_SECRET } from '../test-day.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'gongxin-place-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

const open = (DATA_DIR: string, PLACE: string) =>
  openWorkspace({ DATA_DIR, PLACE, CLOCK: TEST_DAY, PLACE_SECRET: TEST_SECRET })

test('no two places lie in one folder by default', () => {
  const all = ['demo', 'hebei', 'huaxian'].map(placeFolders)

  expect(new Set(all.flatMap(({ data, build }) => [data, build])).size).toBe(6)
})

test('a place opens its own data again, and another place is refused with the way out', async () => {
  const data = await folder()
  await (await open(data, 'huaxian')).close()
  await (await open(data, 'huaxian')).close()

  const other = open(data, 'licheng')

  await expect(other).rejects.toThrow(PlaceMismatchError)
  await expect(other).rejects.toThrow(/属于地区“huaxian”，不能用于“licheng”.*DATA_DIR/)
})

test('a database that does not say its place is not taken over by a real one', async () => {
  const data = await folder()
  await (await open(data, 'huaxian')).close()
  await rm(join(data, 'place'))

  await expect(open(data, 'huaxian')).rejects.toThrow('没有写明属于哪个地区')
  await writeFile(join(data, 'place'), 'huaxian\n')
  await (await open(data, 'huaxian')).close()
})
