import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabaseFile } from '#db/client'
import { migrate } from '#db/migrate'
import { migrationTrouble } from '#db/migration-file'
import { openDatabaseUrl } from '#db/remote-client'
import { startHranaBridge } from '../../scripts/hrana-bridge.ts'

const FOLDER = 'db/migrations'

async function newerFolder(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-migrations-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(FOLDER, join(folder, 'newer'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'newer', name), text)
  const database = await openDatabaseFile(join(folder, 'gongxin.db'))
  onTestFinished(() => database.$client.close())
  return { newer: join(folder, 'newer'), database, file: join(folder, 'gongxin.db') }
}

test('every migration after the rule keeps to it', async () => {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql'))
  const troubles = await Promise.all(
    files.map(async (name) => migrationTrouble(name, await readFile(join(FOLDER, name), 'utf8'))),
  )
  expect(troubles.flat()).toEqual([])
})

test.each([
  'DROP TABLE record;',
  'ALTER TABLE record DROP COLUMN state;',
  'ALTER TABLE record RENAME COLUMN state TO status;',
  'ALTER TABLE record ADD COLUMN grade TEXT NOT NULL;',
  'UPDATE record SET state = 1;',
  'DELETE FROM record;',
  'CREATE UNIQUE INDEX record_once ON record (family_key);',
  'CREATE TRIGGER record_refused BEFORE INSERT ON record BEGIN SELECT raise(ABORT, 1); END;',
  '-- harmless\nCREATE TABLE fine (a);\nDROP TABLE record;',
])('an expanding migration may not do this: %s', (text) => {
  expect(migrationTrouble('0099-next.sql', text)).toHaveLength(1)
})

test.each([
  'CREATE TABLE grade (id TEXT PRIMARY KEY NOT NULL);\nCREATE UNIQUE INDEX grade_once ON grade (id);',
  "ALTER TABLE record ADD COLUMN grade TEXT;\nALTER TABLE record ADD COLUMN rank TEXT NOT NULL DEFAULT 'none';",
  'CREATE INDEX record_by_grade ON record (grade);',
  'CREATE TABLE log (n);\nCREATE TRIGGER log_kept BEFORE DELETE ON log BEGIN SELECT 1; SELECT raise(ABORT, 1); END;',
])('an expanding migration may do this: %s', (text) => {
  expect(migrationTrouble('0099-next.sql', text)).toEqual([])
})

test('a contract says since when it is safe, and a backfill is one limited update', () => {
  expect(migrationTrouble('0099-gone.contract.sql', 'DROP TABLE record;')).toHaveLength(1)
  expect(migrationTrouble('0099-gone.contract.sql', '-- safe since release 1.4\nDROP TABLE record;')).toEqual([])
  expect(migrationTrouble('0099-fill.backfill.sql', "UPDATE record SET grade = 'a';")).toHaveLength(1)
})

const NEWER = {
  '0099-grade.sql':
    'ALTER TABLE staff ADD COLUMN grade TEXT;\nCREATE TABLE graded (n INTEGER PRIMARY KEY, grade TEXT);',
  '0100-grade.backfill.sql':
    "UPDATE graded SET grade = 'a' WHERE n IN (SELECT n FROM graded WHERE grade IS NULL LIMIT 10);",
}

test('over what newer code has added, older code goes on; over what it took away, it says so', async () => {
  const { newer, database } = await newerFolder(NEWER)

  expect((await migrate(database, newer)).slice(-2)).toEqual(Object.keys(NEWER))
  expect(await migrate(database)).toEqual([])
  await writeFile(join(newer, '0101-grade.contract.sql'), '-- safe since release 9\nDROP TABLE graded;')
  await migrate(database, newer)

  await expect(migrate(database)).rejects.toThrow('0101-grade.contract.sql')
})

test('a backfill is done in pieces, and goes on where it was stopped', async () => {
  const { newer, database } = await newerFolder({ '0099-grade.sql': NEWER['0099-grade.sql'] })
  await migrate(database, newer)
  const rows = Array.from({ length: 95 }, (_, n) => `(${n}, ${n < 30 ? "'a'" : 'NULL'})`).join(',')
  await database.run(sql.raw(`INSERT INTO graded (n, grade) VALUES ${rows}`))
  await writeFile(join(newer, '0100-grade.backfill.sql'), NEWER['0100-grade.backfill.sql'])

  expect(await migrate(database, newer)).toEqual(['0100-grade.backfill.sql'])

  expect(await database.all(sql`SELECT count(*) AS n FROM graded WHERE grade IS NULL`)).toEqual([{ n: 0 }])
})

test('two processes that start at the same time migrate once, and over a remote database the same', async () => {
  const { newer, file } = await newerFolder(NEWER)
  const bridge = await startHranaBridge({ databasePath: file })
  onTestFinished(() => bridge.close())
  const remote = openDatabaseUrl(bridge.url, undefined)
  const other = openDatabaseUrl(bridge.url, undefined)

  const [one, two] = await Promise.all([migrate(remote, newer), migrate(other, newer)])

  const names = (await readdir(newer)).filter((name) => name.endsWith('.sql')).sort()
  expect([...one, ...two].sort()).toEqual(names)
  expect(await remote.all(sql`SELECT name FROM migration ORDER BY name`)).toEqual(names.map((name) => ({ name })))
})
