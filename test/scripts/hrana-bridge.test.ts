import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client/web'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabaseFile } from '#db/client'
import { migrate } from '#db/migrate'
import { createRecordStore } from '#db/record-store'
import { openDatabaseUrl } from '#db/remote-client'
import { type HranaBridge, startHranaBridge } from '../../scripts/hrana-bridge.ts'

const SCHEMA = `
  CREATE TABLE trail (record_id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (record_id, seq));
  CREATE TABLE box (id INTEGER PRIMARY KEY, content);
  CREATE TABLE lid (id INTEGER PRIMARY KEY, box_id INTEGER NOT NULL REFERENCES box (id));`

let folder: string
let bridge: HranaBridge

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hrana-'))
  bridge = await startHranaBridge({ databasePath: join(folder, 'test.db'), snapshotFolder: join(folder, 'snapshot') })
})

afterEach(async () => {
  await bridge.close()
  await rm(folder, { recursive: true })
})

async function withSchema(intMode: 'number' | 'bigint' = 'number') {
  const client = createClient({ url: bridge.url, intMode })
  await client.executeMultiple(SCHEMA)
  return client
}

type Client = Awaited<ReturnType<typeof withSchema>>

async function countTrail(client: Client): Promise<unknown> {
  return (await client.execute('SELECT count(*) FROM trail')).rows[0]?.[0]
}

const step = (seq: number) => ({ sql: 'INSERT INTO trail VALUES (?, ?)', args: ['r1', seq] })

/** `fetch` tidies a path before it sends it; this does not. */
function rawStatus(path: string, host?: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    request(bridge.url, { path, ...(host ? { headers: { host } } : {}) }, (response) => {
      response.resume()
      done(response.statusCode)
    })
      .once('error', fail)
      .end()
  })
}

test('arguments are bound by position and by name', async () => {
  const client = await withSchema()

  const byPosition = await client.execute('SELECT ?2 AS b, ?1 AS a', ['x', 'y'])
  const byName = await client.execute('SELECT :a AS a, @b AS b, $c AS c', { a: 'x', b: 'y', $c: 'z' })

  expect(byPosition.rows[0]).toMatchObject({ a: 'x', b: 'y' })
  expect(byName.rows[0]).toMatchObject({ a: 'x', b: 'y', c: 'z' })
})

test('every type of value comes back as it went in', async () => {
  const client = await withSchema('bigint')
  const blob = new Uint8Array([0, 255, 16]).buffer

  const { rows } = await client.execute('SELECT ?, ?, ?, ?, ?, ?, ?', [
    null,
    9223372036854775807n,
    -9223372036854775808n,
    1.5,
    '公信 "\n',
    blob,
    new Uint8Array(0),
  ])

  expect(Array.from(rows[0] ?? [])).toEqual([
    null,
    9223372036854775807n,
    -9223372036854775808n,
    1.5,
    '公信 "\n',
    blob,
    new ArrayBuffer(0),
  ])
})

test('a number too big for JavaScript is refused unless it is asked for as bigint', async () => {
  const client = await withSchema('number')

  const reading = client.execute('SELECT 9007199254740993')

  await expect(reading).rejects.toThrow(RangeError)
})

test('a write tells how many rows it touched and the last row id, exactly', async () => {
  const client = await withSchema()

  const inserted = await client.execute("INSERT INTO box VALUES (9007199254740993, 'a')")
  const returned = await client.execute("INSERT INTO box VALUES (1, 'b'), (2, 'c') RETURNING id")
  const nothing = await client.execute('UPDATE box SET content = 0 WHERE id = 99')
  const read = await client.execute('SELECT id, 1 AS one FROM box WHERE id = 1')

  expect([inserted.rowsAffected, inserted.lastInsertRowid]).toEqual([1, 9007199254740993n])
  expect([returned.rowsAffected, returned.rows.length]).toEqual([2, 2])
  expect(nothing.rowsAffected).toBe(0)
  expect([read.columns, read.columnTypes, read.rowsAffected]).toEqual([['id', 'one'], ['INTEGER', ''], 0])
})

test('a batch is written whole', async () => {
  const client = await withSchema()

  const results = await client.batch([step(1), step(2), 'SELECT count(*) FROM trail'], 'write')

  expect(results[2]?.rows[0]?.[0]).toBe(2)
  expect(await countTrail(client)).toBe(2)
})

test('a batch with one failing statement leaves nothing behind', async () => {
  const client = await withSchema()

  const writing = client.batch([step(1), step(2), step(1), step(3)])

  await expect(writing).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT', statementIndex: 2 })
  expect(await countTrail(client)).toBe(0)
})

test('a violated key is recognisable by its message and code', async () => {
  const client = await withSchema()
  await client.execute(step(1))

  const again = client.execute(step(1))

  await expect(again).rejects.toMatchObject({
    code: 'SQLITE_CONSTRAINT',
    message: 'SQLITE_CONSTRAINT: UNIQUE constraint failed: trail.record_id, trail.seq',
  })
})

test('broken SQL and empty SQL are refused with a code', async () => {
  const client = await withSchema()

  await expect(client.execute('SELEC 1')).rejects.toMatchObject({ code: 'SQLITE_ERROR' })
  await expect(client.execute('-- nothing')).rejects.toMatchObject({ code: 'SQL_NO_STATEMENT' })
})

test('every connection enforces foreign keys and waits five seconds for a lock', async () => {
  const client = await withSchema()

  const timeout = await client.execute('PRAGMA busy_timeout')

  await expect(client.execute('INSERT INTO lid VALUES (1, 7)')).rejects.toThrow('FOREIGN KEY constraint failed')
  expect(timeout.rows[0]?.[0]).toBe(5000)
})

test('a sequence that fails inside its transaction leaves nothing behind and locks nothing', async () => {
  const client = await withSchema()

  const running = client.executeMultiple("BEGIN; INSERT INTO trail VALUES ('r1', 1); INSERT INTO nowhere VALUES (1);")

  await expect(running).rejects.toThrow('no such table: nowhere')
  await client.execute(step(2))
  expect(await countTrail(client)).toBe(1)
})

test('an interactive transaction is seen by others only once it is committed', async () => {
  const client = await withSchema()
  const transaction = await client.transaction('write')

  await transaction.execute(step(1))
  await transaction.batch([step(2), step(3)])
  const before = await countTrail(client)
  const inside = await transaction.execute('SELECT count(*) FROM trail')
  await transaction.commit()

  expect([before, inside.rows[0]?.[0], await countTrail(client)]).toEqual([0, 3, 3])
})

test('an interactive transaction can be rolled back or dropped', async () => {
  const client = await withSchema()

  const rolledBack = await client.transaction('write')
  await rolledBack.execute(step(1))
  await rolledBack.rollback()
  const dropped = await client.transaction('write')
  await dropped.execute(step(2))
  dropped.close()
  await client.execute(step(3))

  expect(await countTrail(client)).toBe(1)
})

test('a transaction for reading keeps seeing what it saw first', async () => {
  const client = await withSchema()
  const transaction = await client.transaction('read')

  const first = await transaction.execute('SELECT count(*) FROM trail')
  await client.execute(step(1))
  const second = await transaction.execute('SELECT count(*) FROM trail')
  await transaction.rollback()

  expect([first.rows[0]?.[0], second.rows[0]?.[0], await countTrail(client)]).toEqual([0, 0, 1])
})

test('a second writer waits for the first without stopping it', async () => {
  const one = await withSchema()
  const two = createClient({ url: bridge.url })
  const transaction = await one.transaction('write')
  await transaction.execute(step(1))

  const second = two.execute(step(2))
  await transaction.execute(step(3))
  await transaction.commit()
  await second

  expect(await countTrail(two)).toBe(3)
})

test('many clients write at once and nothing is lost', async () => {
  const first = await withSchema()
  const clients = Array.from({ length: 4 }, () => createClient({ url: bridge.url }))

  await Promise.all(
    clients.flatMap((client, at) =>
      [0, 1, 2, 3, 4].map((n) => client.batch([step(at * 10 + n), step(100 + at * 10 + n)])),
    ),
  )

  expect(await countTrail(first)).toBe(40)
})

test('a transaction left alone expires, is rolled back and lets others write', async () => {
  const impatient = await startHranaBridge({ databasePath: join(folder, 'test.db'), idleMs: 30 })
  const client = createClient({ url: impatient.url })
  await client.executeMultiple(SCHEMA)
  const transaction = await client.transaction('write')
  await transaction.execute(step(1))

  await client.execute(step(2))
  const late = transaction.execute(step(3))

  await expect(late).rejects.toMatchObject({ code: 'STREAM_EXPIRED' })
  expect(await countTrail(client)).toBe(1)
  await impatient.close()
})

test('what is no Hrana message is refused without harm', async () => {
  const client = await withSchema()
  const send = (body: string, type = 'application/json') =>
    fetch(`${bridge.url}/v2/pipeline`, { method: 'POST', body, headers: { 'content-type': type } })

  const broken = await send('{')
  const foreign = await send('{}', 'text/plain')
  const unknown = await send(JSON.stringify({ requests: [{ type: 'dance' }, { type: 'close' }] }))

  expect([broken.status, foreign.status, unknown.status]).toEqual([400, 415, 200])
  expect(await unknown.json()).toMatchObject({
    baton: null,
    results: [
      { type: 'error', error: { code: 'HRANA_PROTO_ERROR' } },
      { type: 'ok', response: { type: 'close' } },
    ],
  })
  expect(await countTrail(client)).toBe(0)
})

test('a stream describes a statement and tells whether a transaction is open', async () => {
  const requests = [
    { type: 'sequence', sql: SCHEMA },
    { type: 'store_sql', sql_id: 1, sql: "SELECT id, ':no' FROM box WHERE id = :id OR id = ?" },
    { type: 'describe', sql_id: 1 },
    { type: 'execute', stmt: { sql: 'BEGIN' } },
    { type: 'get_autocommit' },
    { type: 'close_sql', sql_id: 1 },
    { type: 'describe', sql_id: 1 },
    { type: 'close' },
  ]

  const response = await fetch(`${bridge.url}/v3/pipeline`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  })

  const { results }: { results: unknown[] } = await response.json()
  expect(results[2]).toMatchObject({
    response: {
      result: {
        params: [{ name: ':id' }, { name: null }],
        cols: [{ name: 'id', decltype: 'INTEGER' }, { name: "':no'" }],
        is_readonly: true,
      },
    },
  })
  expect(results[4]).toMatchObject({ response: { is_autocommit: false } })
  expect(results[6]).toMatchObject({ type: 'error', error: { code: 'SQL_NOT_FOUND' } })
})

test('the record store works over HTTP on the file that Node migrated', async () => {
  await migrate(await openDatabaseFile(join(folder, 'test.db')))
  const remote = openDatabaseUrl(bridge.url, undefined)
  const store = createRecordStore(remote)
  const organ = { slug: 'market', name: '市场监督管理局', uscc: null, foldedNames: ['市场监督管理局'] }

  await store.ping()
  await store.saveOrgans([organ, { ...organ, slug: 'health' }])
  const inserted = remote.run(sql`INSERT INTO organ VALUES ('market', '', NULL, '[]')`)

  await expect(inserted).rejects.toMatchObject({ cause: { message: expect.stringContaining('UNIQUE constraint') } })
  expect((await store.organs()).map(({ slug, name }) => [slug, name])).toEqual([
    ['health', '市场监督管理局'],
    ['market', '市场监督管理局'],
  ])
})

test('the migrations run over HTTP too', async () => {
  const remote = openDatabaseUrl(bridge.url, 'a token nobody checks')

  const applied = await migrate(remote)

  expect(applied).not.toEqual([])
  expect(await migrate(remote)).toEqual([])
})

test('files of the snapshot are served as they are, absence and failure told apart', async () => {
  await mkdir(join(folder, 'snapshot/a'), { recursive: true })
  await writeFile(join(folder, 'snapshot/a/公示.json'), '{}')
  await symlink('loop', join(folder, 'snapshot/loop'))
  const read = (path: string) => fetch(`${bridge.url}/snapshot/${path}`)

  const found = await read('a/公示.json?x=1')
  const statuses = await Promise.all(
    ['a', 'a/', '', 'none.json', 'loop'].map(async (path) => (await read(path)).status),
  )

  expect([found.status, found.headers.get('cache-control'), await found.text()]).toEqual([200, 'no-store', '{}'])
  expect(statuses).toEqual([404, 404, 404, 404, 500])
})

test('the snapshot folder cannot be left', async () => {
  await mkdir(join(folder, 'snapshot'))
  await writeFile(join(folder, 'secret'), 's')
  await symlink(join(folder, 'secret'), join(folder, 'snapshot/link'))

  const statuses = await Promise.all(
    [
      '/snapshot/../secret',
      '/snapshot/%2e%2e/secret',
      '/snapshot/..%2fsecret',
      '/snapshot/link',
      '/snapshot/%00',
      '/snapshot/%',
    ].map((path) => rawStatus(path)),
  )

  expect(statuses).toEqual([404, 404, 404, 404, 404, 404])
})

test('the bridge listens on loopback only and answers to no other name', async () => {
  const abroad = startHranaBridge({ databasePath: join(folder, 'other.db'), host: '0.0.0.0' })

  await expect(abroad).rejects.toThrow('not loopback')
  expect(await rawStatus('/v2', 'evil.example')).toBe(403)
  expect(await rawStatus('/v2')).toBe(200)
  expect(await rawStatus('/v3-protobuf')).toBe(404)
})
