import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { startKeeper } from '../../scripts/lib/keeper.ts'
import { TEST_DAY } from '../test-day.ts'
import { changed, penaltyOf, query } from '../usecase/changing.ts'
import { world } from '../world.ts'

test('what time does to cases may fail at every turn: what was decided is published all the same', async () => {
  const w = await world()
  const id = await penaltyOf(w)
  await query(w, sql`ALTER TABLE desk_import RENAME TO desk_import_away`)
  const troubles: unknown[] = []
  const env = { ...w.env, DATA_DIR: w.folder, SITE_BUILD: join(w.folder, 'no-build'), CLOCK: TEST_DAY }
  const keeper = startKeeper(env, (error) => troubles.push(error), { clockEveryMs: -1 })
  onTestFinished(() => keeper.stop())
  const shown = async () => JSON.stringify((await w.get(`records/${id}`)).body)

  for (const content of ['罚款人民币叁仟元整', '罚款人民币肆仟元整']) {
    await changed(w, id, { request: { change: 'correct', fields: { content, fineAmount: '' } } })
    await expect.poll(shown, { timeout: 12_000 }).toContain(content)
  }

  expect(troubles.length).toBeGreaterThan(0)
}, 40_000)

test('a content file that is broken meanwhile holds up no decision, and is said once', async () => {
  const w = await world()
  const id = await penaltyOf(w)
  const troubles: unknown[] = []
  const env = { ...w.env, DATA_DIR: w.folder, SITE_BUILD: join(w.folder, 'no-build'), CLOCK: TEST_DAY }
  let loads = 0
  const load = async () => {
    loads += 1
    if (loads > 1) throw new Error('notices.yaml')
    return w.content
  }
  const keeper = startKeeper(env, (error) => troubles.push(error), { load })
  onTestFinished(() => keeper.stop())

  for (const content of ['罚款人民币叁仟元整', '罚款人民币肆仟元整']) {
    await changed(w, id, { request: { change: 'correct', fields: { content, fineAmount: '' } } })
    await expect
      .poll(async () => JSON.stringify((await w.get(`records/${id}`)).body), { timeout: 12_000 })
      .toContain(content)
  }

  expect(troubles.map(String)).toEqual(['Error: notices.yaml'])
}, 40_000)
