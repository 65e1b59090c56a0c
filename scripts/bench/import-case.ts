import { createReadStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { createNodeSecrets } from '#adapters/node-secrets'
import { type BareRow, insertBare, insertBareOneByOne, openBareBatch } from '#db/bare-insert'
import { closeDatabase, openDatabaseFile } from '#db/client'
import { migrate } from '#db/migrate'
import { dayOfInstant } from '#domain/day'
import { recordIdFrom } from '#domain/record-id'
import { importTable, mapTable, openFile } from '../lib/import-file.ts'
import { openWorkspace } from '../lib/workspace.ts'
import { BENCH_COLUMNS, benchRow } from './rows.ts'

/**
 * One measured thing in a process of its own, so that its peak memory is its own: prints {rows, seconds, peakMb}.
 * `node scripts/bench/import-case.ts bare|one-by-one|csv|import FILE ROWS FOLDER`
 */
const [name = '', file = '', count = '0', folder = ''] = process.argv.slice(2)
const rows = Number(count)
const CHUNK = 1000

const CASES: Record<string, () => Promise<number>> = {
  bare: () => measureInsert(insertBare),
  'one-by-one': () => measureInsert(insertBareOneByOne),
  csv: measureParse,
  import: measureImport,
}
const measure = CASES[name]
if (!measure) throw new Error(`There is no case ${name}; there are ${Object.keys(CASES).join(', ')}.`)
const seconds = await measure()
process.stdout.write(`${JSON.stringify({ rows, seconds, peakMb: process.resourceUsage().maxRSS / 1024 })}\n`)

/** Only the time inside the database counts; making the rows costs the stick nothing. */
async function measureInsert(insert: typeof insertBare): Promise<number> {
  await mkdir(folder, { recursive: true })
  const database = await openDatabaseFile(join(folder, 'bare.db'))
  await migrate(database)
  await openBareBatch(database, 'bench')
  const secrets = createNodeSecrets('bench'.repeat(8))
  let inside = 0
  for (let at = 0; at < rows; at += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, rows - at) }, (_, i) => bareRow(at + i, secrets))
    const startedAt = performance.now()
    await insert(database, 'bench', chunk)
    inside += performance.now() - startedAt
  }
  await closeDatabase(database)
  return inside / 1000
}

function bareRow(i: number, secrets: ReturnType<typeof createNodeSecrets>): BareRow {
  const cells = benchRow(i)
  const open = JSON.stringify(Object.fromEntries(BENCH_COLUMNS.map((field, column) => [field, cells[column]])))
  const familyKey = secrets.mac(`family ${i}`)
  return {
    n: i + 2,
    id: recordIdFrom(secrets.mac(familyKey)),
    familyKey,
    contentMac: secrets.hash(open),
    salt: familyKey.slice(0, 32),
    open,
  }
}

async function measureParse(): Promise<number> {
  const startedAt = performance.now()
  let seen = 0
  for await (const _ of createReadStream(file).pipe(parse({ bom: true, relax_column_count: true }))) seen += 1
  if (seen !== rows + 1) throw new Error(`${seen} rows were parsed instead of ${rows + 1}.`)
  return (performance.now() - startedAt) / 1000
}

/** From opening the file to the batch being real; publishing comes after and is another thing. */
async function measureImport(): Promise<number> {
  const workspace = await openWorkspace({ ...process.env, DATA_DIR: folder, PLACE: 'demo' })
  const startedAt = performance.now()
  const opened = await openFile(workspace.content, file)
  if (!opened.ok) throw new Error(opened.failure.code)
  const [table] = opened.value.tables
  if (!table) throw new Error('The file holds no table.')
  const result = await importTable(workspace, {
    kind: 'penalty',
    fileName: 'bench',
    fileHash: opened.value.hash,
    table,
    mapping: mapTable(workspace.content, table, 'penalty'),
    organ: null,
    today: dayOfInstant(workspace.clock()),
    actor: 'operator',
    dryRun: false,
  })
  const seconds = (performance.now() - startedAt) / 1000
  if (!result.ok || result.value.read !== rows) throw new Error(`The import failed: ${JSON.stringify(result)}`)
  await opened.value.close()
  await workspace.close()
  return seconds
}
