import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTableName, is, sql } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, onTestFinished, test } from 'vitest'
import { type Database, openDatabaseFile } from '#db/client'
import { migrate } from '#db/migrate'
import { createRecordStore } from '#db/record-store'
import * as alarmTables from '#db/schema/alarm'
import * as batchTables from '#db/schema/batch'
import * as caseTables from '#db/schema/case'
import * as changeTables from '#db/schema/change'
import * as deskImportTables from '#db/schema/desk-import'
import * as messageTables from '#db/schema/message'
import * as privateTables from '#db/schema/private'
import * as recordTables from '#db/schema/record'
import * as sealedTables from '#db/schema/sealed'
import * as searchTables from '#db/schema/search'
import * as staffTables from '#db/schema/staff'
import * as trailTables from '#db/schema/trail'
import * as upwardTables from '#db/schema/upward'
import type { StepWrite } from '#usecase/ports'

const MIGRATIONS = join(import.meta.dirname, '../../db/migrations')
const TABLES = [
  alarmTables,
  batchTables,
  caseTables,
  changeTables,
  messageTables,
  deskImportTables,
  privateTables,
  recordTables,
  sealedTables,
  searchTables,
  staffTables,
  trailTables,
  upwardTables,
]
  .flatMap((module): unknown[] => Object.values(module))
  .filter((it) => is(it, SQLiteTable))

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-schema-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function open(file: string): Promise<Database> {
  const database = await openDatabaseFile(file)
  onTestFinished(() => database.$client.close())
  return database
}

async function migrated(): Promise<{ database: Database; file: string }> {
  const file = join(await temporaryFolder(), 'test.db')
  const database = await open(file)
  await migrate(database)
  return { database, file }
}

const { audit, commitment, outbox, trail } = trailTables
const { organ, publication, record, version } = recordTables

/** One public record, as an import leaves it. */
async function givenRecord(database: Database): Promise<void> {
  await database.insert(record).values({
    id: '0123456789ab',
    kind: 'penalty',
    familyKey: 'f',
    ordinal: 0,
    state: 'public',
    version: 1,
    seq: 1,
    decidedOn: '2026-11-10',
    publishedOn: '2026-11-12',
    updatedAt: 1,
  })
  await database.insert(trail).values({
    recordId: '0123456789ab',
    seq: 1,
    command: 'publish',
    toState: 'public',
    actor: 'operator',
    at: 1,
  })
}

const STEP: StepWrite = {
  id: '0123456789ab',
  kind: 'penalty',
  fromState: 'public',
  toState: 'ended',
  seq: 2,
  version: 1,
  command: 'end',
  rule: 'record.end',
  ground: 'repaired',
  reason: '已完成信用修复',
  noticeUntil: null,
  commitment: 'c',
  actor: 'operator',
  at: 2,
}

/** Every row of the tables a step writes to. */
async function everything(database: Database) {
  return {
    record: await database.select().from(record),
    trail: await database.select().from(trail),
    publication: await database.select().from(publication),
    audit: await database.select().from(audit),
    commitment: await database.select().from(commitment),
    outbox: await database.select().from(outbox),
  }
}

/** The message of the innermost cause: libSQL's own words. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
  } catch (error) {
    let message = ''
    for (let at: unknown = error; at instanceof Error; at = at.cause) message = at.message
    return message
  }
  return 'nothing was refused'
}

test('the migrations make exactly the tables that the code speaks of', async () => {
  const { database } = await migrated()

  const made = await database.all<{ name: string }>(
    sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_text%'
      AND name <> 'migration'`,
  )

  expect(made.map(({ name }) => name).sort()).toEqual(TABLES.map(getTableName).sort())
})

test.each(TABLES.map((table) => [getTableName(table), table] as const))(
  'the table %s has the same columns, keys, references and indexes in SQL and in code',
  async (name, table) => {
    const { database } = await migrated()
    const spoken = getTableConfig(table)
    const key = spoken.primaryKeys[0]?.columns.map((column) => column.name)

    const columns = await database.all<{ name: string; type: string; notnull: number; pk: number }>(
      sql`SELECT name, type, "notnull", pk FROM pragma_table_info(${name})`,
    )
    const references = await database.all<{ from: string; table: string; to: string }>(
      sql`SELECT "from", "table", "to" FROM pragma_foreign_key_list(${name}) ORDER BY "from"`,
    )
    const indexes = await database.all<{ name: string; columns: string }>(
      sql`SELECT i.name, (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS columns
          FROM pragma_index_list(${name}) i WHERE i.origin = 'c' ORDER BY i.name`,
    )

    expect(columns).toEqual(
      spoken.columns.map((column) => ({
        name: column.name,
        type: column.getSQLType().toUpperCase(),
        notnull: column.notNull ? 1 : 0,
        pk: key === undefined ? (column.primary ? 1 : 0) : key.indexOf(column.name) + 1,
      })),
    )
    expect(references).toEqual(
      spoken.foreignKeys
        .map((foreign) => foreign.reference())
        .flatMap(({ columns, foreignTable, foreignColumns }) =>
          columns.map((from, at) => ({
            from: from.name,
            table: getTableName(foreignTable),
            to: foreignColumns[at]?.name,
          })),
        )
        .sort((a, b) => (a.from < b.from ? -1 : 1)),
    )
    expect(indexes).toEqual(
      spoken.indexes
        .map(({ config }) => ({
          name: config.name,
          columns: config.columns.map((column) => ('name' in column ? column.name : '?')).join(','),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    )
  },
)

test('migrating twice does nothing the second time', async () => {
  const database = await open(join(await temporaryFolder(), 'test.db'))

  const first = await migrate(database)
  const second = await migrate(database)

  expect(first).toEqual((await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort())
  expect(second).toEqual([])
})

test('a migration that was edited after it had run is refused', async () => {
  const folder = await temporaryFolder()
  await cp(MIGRATIONS, join(folder, 'migrations'), { recursive: true })
  const database = await open(join(folder, 'test.db'))
  const [first = ''] = await migrate(database, join(folder, 'migrations'))

  const path = join(folder, 'migrations', first)
  await writeFile(path, `${await readFile(path, 'utf8')}\n-- one more word`)

  await expect(migrate(database, join(folder, 'migrations'))).rejects.toThrow(`Migration ${first} was changed after`)
})

test('a new migration runs once, and one that fails leaves nothing behind', async () => {
  const folder = await temporaryFolder()
  await cp(MIGRATIONS, join(folder, 'migrations'), { recursive: true })
  const database = await open(join(folder, 'test.db'))
  await migrate(database, join(folder, 'migrations'))
  const path = join(folder, 'migrations', '9999-more.sql')

  await writeFile(path, 'CREATE TABLE more (a TEXT NOT NULL);\nCREATE TABLE organ (a TEXT NOT NULL);')
  await expect(migrate(database, join(folder, 'migrations'))).rejects.toThrow()
  await writeFile(path, 'CREATE TABLE more (a TEXT NOT NULL);')
  const done = await migrate(database, join(folder, 'migrations'))

  expect(done).toEqual(['9999-more.sql'])
})

test('an audit row can be neither changed nor deleted', async () => {
  const { database } = await migrated()
  const row = { at: 1, actor: 'operator', verb: 'import-batch', target: 'b-1', detail: { kind: 'penalty' } } as const
  await database.insert(audit).values(row)

  expect(await refusal(database.update(audit).set({ verb: 'nothing' }).run())).toContain('audit is append-only')
  expect(await refusal(database.delete(audit).run())).toContain('audit is append-only')
  expect(await database.select().from(audit)).toEqual([{ id: 1, staffId: null, ...row }])
})

test('a record of an organ that is not there is refused, and so is deleting an organ that has records', async () => {
  const { database } = await migrated()
  await givenRecord(database)
  await database.insert(organ).values({ slug: 'a', name: '甲局', foldedNames: [] })

  const stranger = database.update(record).set({ organSlug: 'nobody' }).run()
  expect(await refusal(stranger)).toContain('FOREIGN KEY constraint failed')

  await database.update(record).set({ organSlug: 'a' }).run()
  expect(await refusal(database.delete(organ).run())).toContain('FOREIGN KEY constraint failed')
})

test('a version of a record that is not there is refused', async () => {
  const { database } = await migrated()

  const orphan = database.insert(version).values({
    recordId: 'nobody',
    n: 1,
    open: {},
    maskedFields: [],
    contentMac: 'm',
    salt: 's',
    batchId: 'b',
    rowNumber: 2,
    createdAt: 1,
  })

  expect(await refusal(orphan.run())).toContain('FOREIGN KEY constraint failed')
})

test('two records of one family never have one ordinal, and no record has a state nobody knows', async () => {
  const { database } = await migrated()
  await givenRecord(database)

  const twin = sql`INSERT INTO record (id, kind, family_key, ordinal, state, version, seq, decided_on, updated_at)
    VALUES ('twin', 'penalty', 'f', 0, 'withheld', 1, 1, '2026-11-10', 1)`
  const unknown = sql`UPDATE record SET state = 'deleted'`

  expect(await refusal(database.run(twin))).toContain('UNIQUE constraint failed')
  expect(await refusal(database.run(unknown))).toContain('CHECK constraint failed')
})

test('of two writers that take the same step, the second gets false and writes nothing', async () => {
  const { database, file } = await migrated()
  await givenRecord(database)
  const other = createRecordStore(await open(file))

  expect(await createRecordStore(database).step(STEP)).toBe(true)
  const before = await everything(database)
  const second = await other.step({ ...STEP, toState: 'withdrawn', command: 'withdraw', commitment: 'd', at: 3 })

  expect(second).toBe(false)
  expect(await everything(database)).toEqual(before)
  expect(before).toMatchObject({
    record: [{ state: 'ended', seq: 2, updatedAt: 2 }],
    trail: [{ seq: 1 }, { seq: 2, command: 'end', fromState: 'public', toState: 'ended' }],
    publication: [{ seq: 2, decision: 'withhold', rule: 'record.end', ground: 'repaired' }],
    audit: [{ verb: 'record-end', target: '0123456789ab' }],
    commitment: [{ event: 'end', hash: 'c' }],
    outbox: [{ recordId: '0123456789ab', doneAt: null }],
  })
})

test('of two writers at the same moment exactly one takes the step', async () => {
  const { database, file } = await migrated()
  await givenRecord(database)
  const stores = [createRecordStore(database), createRecordStore(await open(file))]

  const taken = await Promise.all(stores.map((store, n) => store.step({ ...STEP, commitment: `c${n}` })))

  expect(taken.sort()).toEqual([false, true])
  expect(await database.select().from(outbox)).toHaveLength(1)
})

test('a step that fails for another reason is a fault, not a lost race', async () => {
  const { database } = await migrated()

  await expect(createRecordStore(database).step(STEP)).rejects.toThrow()
  expect(await database.select().from(trail)).toEqual([])
})

test('the state of every record is the same after the column was made anew', async () => {
  const folder = await temporaryFolder()
  const older = (await readdir(MIGRATIONS)).filter((name) => name < '0007')
  await Promise.all(older.map((name) => cp(join(MIGRATIONS, name), join(folder, name))))
  const database = await open(join(folder, 'test.db'))
  await migrate(database, folder)
  const states = ['withheld', 'public', 'withdrawn', 'ended']
  for (const [at, state] of states.entries()) {
    await database.run(sql`INSERT INTO record (id, kind, family_key, ordinal, state, version, seq, decided_on, updated_at)
      VALUES (${state}, 'penalty', 'f', ${at}, ${state}, 1, 1, '2026-11-10', 1)`)
    await database.run(sql`INSERT INTO version
      (record_id, n, open, masked_fields, content_mac, salt, batch_id, row_number, created_at)
      VALUES (${state}, 1, '{}', '[]', '', '', '', 1, 1)`)
  }

  await migrate(database)
  const after = await database.select({ id: record.id, state: record.state }).from(record)

  expect(after.map(({ id, state }) => [id, state])).toEqual(states.map((state) => [state, state]))
  await database.run(sql`UPDATE record SET state = 'hidden' WHERE id = 'public'`)
  await expect(database.run(sql`UPDATE record SET state = 'deleted' WHERE id = 'public'`)).rejects.toThrow()
  await expect(database.run(sql`DELETE FROM record WHERE id = 'public'`)).rejects.toThrow()
})
