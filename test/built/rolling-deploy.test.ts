import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openDatabaseFile } from '#db/client'
import { migrate } from '#db/migrate'
import { pause, startLoad } from '../../scripts/bench/faults/load.ts'
import { openWorkspace } from '../../scripts/lib/workspace.ts'
import { TEST_SECRET } from '../test-day.ts'
import { envOf, ownSite, recordPath, rowsOf, startNode } from './site.ts'
import { startSwitch } from './traffic-switch.ts'

/** What a next release might bring: columns, a table, an index over tables that are being written, rows to fill. */
const NEXT = {
  '0901-grade.sql': `ALTER TABLE case_file ADD COLUMN grade TEXT NOT NULL DEFAULT 'none';
    ALTER TABLE version ADD COLUMN digest_kind TEXT;
    CREATE TABLE case_grade (grade TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL);
    INSERT INTO case_grade (grade, title) VALUES ('none', '未分级');
    CREATE INDEX version_by_digest_kind ON version (digest_kind, record_id);
    CREATE INDEX case_file_by_grade ON case_file (grade, submitted_at);`,
  '0902-grade.backfill.sql': `UPDATE version SET digest_kind = 'sha256'
    WHERE rowid IN (SELECT rowid FROM version WHERE digest_kind IS NULL LIMIT 20);`,
}

test('a new release with a migration and a backfill goes in under load: no error, and every receipt is found', async () => {
  const site = await ownSite()
  const variables = { INTAKE_SECRET: TEST_SECRET }
  const old = await startNode(site, '', variables)
  const way = await startSwitch(old.origin)
  const rows = await rowsOf(old.origin, 'penalty')
  const [row] = rows
  if (row === undefined) throw new Error('The demo has no penalties.')
  const { cases, ...workspace } = await openWorkspace(envOf(site, ''))
  const recipients = (await cases.deskKey())?.recipients ?? []
  const migrations = join(site.folder, 'migrations')
  await cp('db/migrations', migrations, { recursive: true })
  for (const [name, text] of Object.entries(NEXT)) await writeFile(join(migrations, name), text)

  const search = `/api/v1/search?q=${encodeURIComponent('有限公司')}`
  const load = startLoad({
    origin: way.origin,
    place: { secret: TEST_SECRET, recipients, records: rows.map(({ id }) => id) },
    paths: [recordPath(row), '/penalties/', `/api/v1/records/${row.id}`, search],
    ...{ readers: 4, writers: 3 },
  })
  load.phase('old code, old schema')
  await pause(1500)
  load.phase('old code, while the schema grows and is filled')
  const database = await openDatabaseFile(join(site.dataFolder, 'gongxin.db'))
  const done = await migrate(database, migrations)
  load.phase('old code, new schema')
  await pause(1500)
  const next = await startNode(site, '', variables)
  load.phase('both')
  way.turnTo(next.origin)
  // No pause: what is under way at the old one ends there.
  await old.close()
  load.phase('the new one')
  await pause(1500)
  const { phases, given, trouble } = await load.stop()
  await next.close()
  await way.close()
  const unfilled = await database.all(sql`SELECT count(*) AS n FROM version WHERE digest_kind IS NULL`)
  database.$client.close()
  const found = await Promise.all(given.map(({ receipt }) => cases.find(receipt)))
  await workspace.close()

  expect(done).toEqual(Object.keys(NEXT))
  expect(unfilled).toEqual([{ n: 0 }])
  expect(trouble).toEqual([])
  for (const { name, reads, writes } of phases) {
    const wrong = [...reads, ...writes].filter(({ status }) => status !== 200 && status !== 201)
    expect([name, wrong]).toEqual([name, []])
    expect(reads.length, name).toBeGreaterThan(0)
  }
  expect(given.length).toBeGreaterThan(10)
  expect(found.filter((it) => it === undefined)).toEqual([])
})
