import { execFile } from 'node:child_process'
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { forgetBackups, makeBackup } from '#adapters/backup-folder'
import { copyDatabase } from '#db/copy-database'
import { hideRecord } from '#usecase/hide-record'
import { publishPending } from '#usecase/publish-pending'
import { endRecord } from '#usecase/remove-record'
import { databaseFileOf, openWorkspace } from '../../scripts/lib/workspace.ts'
import { importRows, PENALTY } from '../csv.ts'
import { TEST_DAY } from '../test-day.ts'
import { changed, done, REASON, ZHANG } from '../usecase/changing.ts'
import { type World, world } from '../world.ts'

const run = promisify(execFile)

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-backup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

function backup(w: World, into: string, now = new Date()): Promise<string> {
  const copyTo = (path: string) => copyDatabase(databaseFileOf(w.folder), path)
  return makeBackup({ dataFolder: w.folder, place: 'demo', now, copyTo }, into)
}

/** `npm run restore`, in a process of its own. */
async function restore(w: World, from: string, into: string, more: string[] = []) {
  const env = { ...process.env, ...w.env, DATA_DIR: into, CLOCK: TEST_DAY, SITE_BUILD: join(into, 'no-build') }
  const script = join(import.meta.dirname, '../../scripts/restore.ts')
  return run(process.execPath, [script, '--from', from, ...more], { env }).then(
    ({ stderr, stdout }) => ({ code: 0, said: stderr + stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
  )
}

const row = (n: number) => ({ ...PENALTY, 行政处罚决定书文号: `澜市监罚〔2026〕${6000 + n}号` })

test('a backup made while rows are written restores to what is public, with nothing acknowledged before it missing', async () => {
  const w = await world()
  const folder = await emptyFolder()
  const acknowledged: string[] = []
  let made = ''
  let expected: string[] = []
  for (let n = 0; n < 6; n++) {
    const writing = importRows(w, 'penalty', [row(n)])
    // Begun before the row is in or after it: either is a whole database.
    if (n === 3) {
      expected = [...acknowledged]
      made = await backup(w, folder)
    }
    await writing
    acknowledged.push(`澜市监罚〔2026〕${6000 + n}号`)
  }
  const into = await emptyFolder()

  const { code, said } = await restore(w, made, into, ['--without-snapshot'])

  expect([code, said]).toEqual([0, expect.stringContaining('已恢复')])
  const restored = await openWorkspace({ ...w.env, DATA_DIR: into, CLOCK: TEST_DAY, SITE_BUILD: join(into, 'none') })
  onTestFinished(restored.close)
  const numbers = JSON.stringify(await restored.store.openContents(await restored.store.publicIds('', 10_000)))
  for (const number of expected) expect(numbers).toContain(number)
})

/** Every document of the snapshot but those that say when and from which database it was made. */
async function documentsIn(folder: string): Promise<Map<string, string>> {
  const snapshot = join(folder, 'snapshot')
  const { generation }: { generation: string } = JSON.parse(await readFile(join(snapshot, 'manifest.json'), 'utf8'))
  const within = join(snapshot, generation)
  const names = (await readdir(within, { recursive: true })).filter((name) => name.endsWith('.json'))
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(within, name), 'utf8')] as const)),
  )
}

test('restored and published, a place has the same snapshot, document by document', async () => {
  const w = await world()
  // As the restored one: all of it made in one go.
  await w.store.forgetLineage()
  await publishPending(w)
  const made = await backup(w, await emptyFolder())
  const into = await emptyFolder()

  await restore(w, made, into, ['--without-snapshot'])

  const expected = await documentsIn(w.folder)
  expect(expected.size).toBeGreaterThan(100)
  expect(await documentsIn(into)).toEqual(expected)
})

test('what left, was hidden or was corrected after the backup stays away, and no file brings it back', async () => {
  const w = await world()
  const made = await backup(w, await emptyFolder())
  const [gone, hidden, corrected] = (await w.rows('kind=penalty&limit=50')).map(({ id }) => id)
  await endRecord(w, { id: gone ?? '', actor: 'operator', ground: 'repaired', reason: '信用修复完成停止公示' })
  done(await hideRecord(w, { id: hidden ?? '', reason: REASON, caseReceipt: null, by: ZHANG }))
  await changed(w, corrected ?? '', { request: { change: 'correct', fields: { content: '罚款人民币1元。' } } })
  await publishPending(w)
  const [kept, lost] = [await emptyFolder(), await emptyFolder()]

  const withSnapshot = await restore(w, made, kept, ['--snapshot', join(w.folder, 'snapshot')])
  const refused = await restore(w, made, lost)
  const without = await restore(w, made, lost, ['--without-snapshot'])

  expect([refused.code, without.code]).toEqual([1, 0])
  for (const id of [gone, hidden, corrected]) expect(withSnapshot.said).toContain(id)
  const statesIn = async (into: string) => {
    const it = await openWorkspace({ ...w.env, DATA_DIR: into, CLOCK: TEST_DAY, SITE_BUILD: join(into, 'none') })
    onTestFinished(it.close)
    return Promise.all([gone, hidden, corrected].map(async (id) => (await it.store.head(id ?? ''))?.state))
  }
  expect(await statesIn(kept)).toEqual(['withheld', 'withheld', 'withheld'])
  expect(await statesIn(lost)).toEqual(['public', 'public', 'public'])
  expect(await readdir(kept)).not.toContain('restoring')
})

test('a damaged backup, one of another place, and a folder with a database are refused, and nothing is written', async () => {
  const w = await world()
  const made = await backup(w, await emptyFolder())
  const [damaged, into] = [join(await emptyFolder(), 'copy'), await emptyFolder()]
  await cp(made, damaged, { recursive: true })
  await appendFile(join(damaged, 'gongxin.db'), 'x')

  const [broken, occupied, nothing] = [
    await restore(w, damaged, into, ['--without-snapshot']),
    await restore(w, made, w.folder),
    await restore(w, into, into),
  ]
  await writeFile(join(into, 'gongxin.db-wal'), 'left')
  const beside = await restore(w, made, into, ['--without-snapshot'])

  expect([broken.code, broken.said]).toEqual([1, expect.stringContaining('gongxin.db')])
  expect([occupied.code, occupied.said]).toEqual([1, expect.stringContaining('已有数据库')])
  expect(nothing.code).toBe(2)
  expect([beside.code, beside.said]).toEqual([1, expect.stringContaining('已有数据库')])
  expect(await readdir(into)).toEqual(['gongxin.db-wal'])
})

test('backups of the place that are too old are removed, and no others', async () => {
  const w = await world()
  const folder = await emptyFolder()
  const [old, fresh] = [
    await backup(w, folder, new Date('2026-10-01T00:00:00Z')),
    await backup(w, folder, new Date('2026-11-20T00:00:00Z')),
  ]
  const other = join(folder, 'gongxin-demo-20200101T000000Z')
  await cp(fresh, other, { recursive: true })

  const gone = await forgetBackups(folder, 'other', new Date('2026-11-01T00:00:00Z'))
  const own = await forgetBackups(folder, 'demo', new Date('2026-11-01T00:00:00Z'))

  expect([gone, own]).toEqual([[], [old.slice(folder.length + 1)]])
  expect((await readdir(folder)).sort()).toEqual([fresh, other].map((it) => it.slice(folder.length + 1)).sort())
})

test('a backup that fails leaves nothing, and takes away what one that was killed left', async () => {
  const w = await world({ empty: true })
  const folder = await emptyFolder()
  await mkdir(join(folder, '.gongxin-demo-20261101T000000Z.part'))
  const copyTo = async () => Promise.reject(new Error('disk full'))

  const made = makeBackup({ dataFolder: w.folder, place: 'demo', now: new Date(), copyTo }, folder)

  await expect(made).rejects.toThrow('disk full')
  expect(await readdir(folder)).toEqual([])
})
