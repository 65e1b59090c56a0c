import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, test } from 'vitest'
import { type Downloads, SITE_COLUMNS } from '#domain/downloads'
import { isDecision } from '#domain/kind-groups'
import { KIND_PATH } from '#domain/record-kinds'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import type { BlobStore } from '#usecase/ports'
import { publishDownloads } from '#usecase/publish-downloads'
import { publishPending } from '#usecase/publish-pending'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { downloadDeps, publishDownloadFiles } from '../../scripts/lib/download-files.ts'
import { exportFile } from '../../scripts/lib/export-file.ts'
import { CANARY_PENALTY, CANARY_WORDS, NATURAL_PERSON } from '../canary.ts'
import { importFile, importRows, LICENCE, PENALTY } from '../csv.ts'
import { filesUnder, filesWith } from '../files.ts'
import { type World, world } from '../world.ts'

async function listed(w: World): Promise<Downloads> {
  return JSON.parse(await readFile(join(w.folder, 'snapshot/downloads.json'), 'utf8'))
}

async function download(w: World, path: string, init?: RequestInit) {
  const response = await w.app.request(`/data/${path}`, init)
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString() }
}

async function saved(w: World, path: string): Promise<string> {
  const file = join(w.folder, path.replaceAll('/', '-'))
  await writeFile(file, (await download(w, path)).bytes)
  return file
}

const end = (w: World, id: string) =>
  endRecord(w, { id, ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })

describe('what can be downloaded', () => {
  test('is named with its rows, bytes and hash, and is served as exactly these bytes', async () => {
    const w = await world()
    const { files, lineage, snapshotVersion } = await listed(w)
    const manifest = JSON.parse(await readFile(join(w.folder, 'snapshot/manifest.json'), 'utf8'))

    expect([lineage, snapshotVersion]).toEqual([manifest.lineage, manifest.version])
    const tables = await Promise.all(
      RECORD_KINDS.map(async (kind) => {
        const counts = await Promise.all(
          w.content.agencies.map(async ({ slug }) => (await w.rows(`kind=${kind}&agency=${slug}&limit=1`)).length),
        )
        return 1 + counts.filter((count) => count > 0).length
      }),
    )
    expect(files).toHaveLength(1 + 3 * tables.reduce((sum, count) => sum + count, 0))
    for (const { path, rows, bytes, sha256 } of files) {
      const answer = await download(w, path)
      expect([path, answer.status, answer.bytes.length]).toEqual([path, 200, bytes])
      expect([path, createHash('sha256').update(answer.bytes).digest('hex')]).toEqual([path, sha256])
      expect(answer.headers.get('ETag')).toBe(`"${sha256}"`)
      expect(answer.headers.get('Content-Length')).toBe(String(bytes))
      expect(answer.headers.get('X-Robots-Tag')).toBe('noindex')
      if (path.endsWith('.ndjson')) expect([path, answer.text.split('\n').length - 1]).toEqual([path, rows])
    }
  })

  test('is told 304 to who has it, and is not read for a question about its headers', async () => {
    const w = await world({
      readThrough: (blobs) => ({ ...blobs, stream: () => Promise.reject(new Error('nobody should read this')) }),
    })
    const { files } = await listed(w)
    const [file] = files

    const known = await download(w, file?.path ?? '', { headers: { 'If-None-Match': `"${file?.sha256}"` } })
    const head = await download(w, file?.path ?? '', { method: 'HEAD' })

    expect([known.status, known.text]).toEqual([304, ''])
    expect([head.status, head.headers.get('Content-Length')]).toEqual([200, String(file?.bytes)])
  })

  test.each(RECORD_KINDS)('holds every public record once, in all formats alike: %s', async (kind) => {
    const w = await world()
    const ids = (await w.rows(`kind=${kind}&limit=100`)).map(({ id }) => id)
    const second = ids.length < 100 ? [] : await w.rows(`kind=${kind}&limit=100&page=2`)

    const rows: Record<string, string>[] = JSON.parse((await download(w, `${KIND_PATH[kind]}.json`)).text)
    const lines = (await download(w, `${KIND_PATH[kind]}.ndjson`)).text.trimEnd().split('\n')
    const agencies = await Promise.all(
      w.content.agencies.map(async ({ slug }) => {
        const { status, text } = await download(w, `agencies/${slug}/${KIND_PATH[kind]}.json`)
        return status === 404 ? [] : JSON.parse(text)
      }),
    )

    const found = rows.map((row) => row[SITE_COLUMNS.id] ?? '')
    expect(found).toEqual([...ids, ...second.map(({ id }) => id)].sort())
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows)
    const byId = (a: Record<string, string>, b: Record<string, string>) =>
      (a[SITE_COLUMNS.id] ?? '') < (b[SITE_COLUMNS.id] ?? '') ? -1 : 1
    expect(agencies.flat().sort(byId)).toEqual(rows)
  })

  test('is what exporting gives, and imports unchanged, of every kind', async () => {
    const w = await world()
    await importRows(w, 'penalty', [{ ...PENALTY, 行政处罚决定书文号: '0012' }])
    await importRows(w, 'licence', [{ ...LICENCE, 公示日期: '', 有效期至: '2099/12/31', 许可编号: '2026-3' }])
    await publishPending(w)
    await publishDownloadFiles(w)
    const own: readonly string[] = Object.values(SITE_COLUMNS)
    const withoutOwn = (row: Record<string, string>) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !own.includes(name)))

    for (const kind of RECORD_KINDS) {
      const file = join(w.folder, 'exported.json')
      await exportFile(w, { file, format: 'json', kind, organ: null, headers: 'names' })
      const rows: Record<string, string>[] = JSON.parse((await download(w, `${KIND_PATH[kind]}.json`)).text)
      const summary = await importFile(w, kind, await saved(w, `${KIND_PATH[kind]}.csv`))

      expect.soft([kind, rows.map(withoutOwn)]).toEqual([kind, JSON.parse(await readFile(file, 'utf8'))])
      expect.soft(rows.length, kind).toBeGreaterThan(isDecision(kind) ? 50 : 2)
      const unchanged = { read: rows.length, unchanged: rows.length, accepted: 0, rejected: 0 }
      expect.soft([kind, summary]).toMatchObject([kind, unchanged])
    }
  })

  test('is there only where there is a record, and asking for another says so', async () => {
    const w = await world()
    const { files } = await listed(w)
    const organs = w.content.agencies.length
    const lists = await Promise.all(
      RECORD_KINDS.map(async (kind) => {
        const has = await Promise.all(
          w.content.agencies.map(async ({ slug }) => (await w.rows(`kind=${kind}&agency=${slug}&limit=1`)).length > 0),
        )
        return has.filter(Boolean).length + (has.some(Boolean) ? 1 : 0)
      }),
    )

    const missing = await download(w, 'agencies/shihe-zhen/bidding-agencies.csv')

    expect(files.every(({ rows }) => rows > 0)).toBe(true)
    expect(files).toHaveLength(1 + 3 * lists.reduce((sum, some) => sum + some, 0))
    expect(files.length).toBeLessThan(3 * RECORD_KINDS.length * (organs + 1))
    expect([missing.status, JSON.parse(missing.text)]).toMatchObject([404, { code: 'download-not-found' }])
  })

  test('has a byte order mark, line ends as RFC 4180 has them, and codes that a spreadsheet keeps', async () => {
    const w = await world({ empty: true })
    await importRows(w, 'penalty', [{ ...PENALTY, 违法事实: '=1+1', 行政处罚决定书文号: '0012' }])
    await publishPending(w)
    await publishDownloadFiles(w)

    const { text, headers } = await download(w, 'penalties.csv')

    expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(text.startsWith('\ufeff"行政相对人名称",')).toBe(true)
    expect(text.replaceAll('\r\n', '').includes('\n')).toBe(false)
    expect(text.split('\r\n')).toHaveLength(3)
    expect(text).toContain(`"'0012"`)
    expect(text).toContain(`"'=1+1"`)
  })

  test('opens as a database whose tables agree with the other files', async () => {
    const w = await world()
    const rows: Record<string, string>[] = JSON.parse((await download(w, 'penalties.json')).text)
    const database = new Database(await saved(w, 'records.sqlite'))
    const all = (sql: string) => database.prepare(sql).all()

    const found = all(
      `SELECT r.id, f.value FROM records r JOIN fields f ON f.record_id = r.id AND f.field = 'content'
       WHERE r.kind = 'penalty' ORDER BY r.id`,
    )
    const unexplained = all(
      `SELECT DISTINCT f.field FROM fields f JOIN records r ON r.id = f.record_id
       WHERE NOT EXISTS (SELECT 1 FROM dictionary d WHERE d.kind = r.kind AND d.field = f.field)`,
    )

    expect(all('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }])
    expect(all('PRAGMA foreign_key_check')).toEqual([])
    expect(found).toEqual(rows.map((row) => expect.objectContaining({ id: row[SITE_COLUMNS.id], value: row.处罚内容 })))
    expect(unexplained).toEqual([])
    expect(all('SELECT count(*) AS n FROM records')).toMatchObject([
      { n: (await listed(w)).files.find(({ format }) => format === 'sqlite')?.rows },
    ])
    database.close()
  })
})

describe('what left', () => {
  test.each(['withdrawn', 'ended'])(
    'is in no file from the journal on, and in none that is made after: %s',
    async (how) => {
      const w = await world()
      const [row] = await alone(w)
      const words = [row?.subject.name ?? '?', row?.id ?? '?']
      if (how === 'ended') await end(w, row?.id ?? '')
      else
        await withdrawRecord(w, { id: row?.id ?? '', ground: 'void', reason: '原决定被确认无效。', actor: 'operator' })

      const files = (await listed(w)).files.map(({ path }) => path)
      const seen: number[] = []
      await publishPending(w, (step) => {
        if (step === 'journal') seen.push(files.length)
      })
      const between = await Promise.all(files.map((path) => download(w, path)))
      const kept = await filesWith(join(w.folder, 'snapshot/downloads'), words)
      await publishDownloadFiles(w)
      const after = await Promise.all(files.map((path) => download(w, path)))

      expect(seen).toEqual([files.length])
      expect(new Set(between.map(({ status }) => status))).toEqual(new Set([503]))
      expect(kept).toEqual([])
      expect(JSON.parse(between[0]?.text ?? '')).toMatchObject({ code: 'downloads-rebuilding', status: 503 })
      expect(between[0]?.headers.get('Retry-After')).toBe('120')
      expect(new Set(after.map(({ status }) => status))).toEqual(new Set([200]))
      expect(after.filter(({ bytes }) => words.some((word) => bytes.includes(word)))).toEqual([])
      expect(await filesWith(join(w.folder, 'snapshot/downloads'), words)).toEqual([])
    },
  )

  test('is refused as soon as the journal says so, though the publisher dies right after', async () => {
    const w = await world()
    const [row] = await w.rows('kind=penalty&limit=1')
    await end(w, row?.id ?? '')
    let isHidden = false
    const dying: BlobStore = {
      ...w.blobs,
      async write(path, bytes) {
        if (isHidden) return die()
        await w.blobs.write(path, bytes)
        isHidden = path === 'journal.json'
      },
    }

    await expect(publishPending({ ...w, blobs: dying })).rejects.toThrow('killed')
    const refused = await download(w, 'penalties.csv')
    const early = await publishDownloadFiles(w)
    await publishPending({ ...w, clock: () => w.clock() + 120_000 })
    await publishDownloadFiles(w)

    expect([refused.status, early.state]).toEqual([503, 'unsettled'])
    expect((await download(w, 'penalties.csv')).status).toBe(200)
    expect((await download(w, 'penalties.csv')).text).not.toContain(row?.id)
  })

  test('or was corrected is not served in its old words, but what only came does not stop the old files', async () => {
    const w = await world()
    await importRows(w, 'penalty', [PENALTY])
    await publishPending(w)
    const added = await download(w, 'penalties.csv')
    await publishDownloadFiles(w)
    await importRows(w, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币4000元。' }])
    await publishPending(w)
    const corrected = await download(w, 'penalties.csv')

    expect([added.status, corrected.status]).toEqual([200, 503])
  })

  test('by its last day is refused on the day after, and gone once the files are made again', async () => {
    const day = '2029-12-31'
    const w = await world({ day })
    const { files } = await listed(w)
    const isOver = ({ firstUntil }: (typeof files)[number]) => firstUntil !== null && firstUntil < day

    const answers = await Promise.all(files.map(async ({ path }) => [path, (await download(w, path)).status]))
    await publishPending(w)
    await publishDownloadFiles(w)

    expect(files.filter(isOver).length).toBeGreaterThan(10)
    expect(answers).toEqual(files.map((file) => [file.path, isOver(file) ? 503 : 200]))
    // Of a kind of which nothing is left there is no file.
    expect((await download(w, 'penalties.json')).status).toBe(404)
  })

  test('stays refused after the pages were built anew from an older version of the files', async () => {
    const w = await world()
    const [row] = await w.rows('kind=penalty&limit=1')
    await end(w, row?.id ?? '')
    await publishPending(w)
    const { settleBuild } = await import('#usecase/settle-build')
    const { version } = JSON.parse(await readFile(join(w.folder, 'snapshot/manifest.json'), 'utf8'))

    await settleBuild(w, version)

    expect((await download(w, 'penalties.csv')).status).toBe(503)
  })
})

describe('making the files', () => {
  test('is left out where nothing changed, and leaves one folder where something did', async () => {
    const w = await world()
    const before = await listed(w)

    const again = await publishDownloadFiles(w)
    await importRows(w, 'penalty', [PENALTY])
    await publishPending(w)
    const made = await publishDownloadFiles(w)

    const after = await listed(w)
    expect([again.state, made.state]).toEqual(['current', 'made'])
    expect(after.folder).not.toBe(before.folder)
    expect(await readdir(join(w.folder, 'snapshot/downloads'))).toEqual([after.folder.replace('downloads/', '')])
    expect(await filesUnder(join(w.folder, 'snapshot/downloads'))).toHaveLength(after.files.length)
  })

  test('gives the same bytes for the same records', async () => {
    const w = await world()
    const before = (await listed(w)).files

    await w.blobs.remove('downloads.json')
    await publishDownloadFiles(w)

    expect((await listed(w)).files).toEqual(before)
  })

  test.each([1, 20, 60])('that dies after file %i leaves the old ones, which are still valid', async (file) => {
    const w = await world()
    const before = await listed(w)
    await importRows(w, 'penalty', [PENALTY])
    await publishPending(w)
    let created = 0
    const dying: BlobStore = { ...w.blobs, create: (path) => (++created > file ? die() : w.blobs.create(path)) }

    await expect(publishDownloads({ ...downloadDeps(w), blobs: dying })).rejects.toThrow('killed')
    const meanwhile = await download(w, 'penalties.json')
    await publishDownloadFiles(w)

    expect(await listed(w)).not.toEqual(before)
    expect([meanwhile.status, meanwhile.text.includes('9001号')]).toEqual([200, false])
    expect((await download(w, 'penalties.json')).text).toContain('9001号')
    expect(await readdir(join(w.folder, 'snapshot/downloads'))).toHaveLength(1)
    expect((await readdir(w.folder)).filter((name) => name.includes('.part'))).toEqual([])
  })

  test('starts again where a removal comes in between, and the removal does not wait', async () => {
    const w = await world()
    const [row] = await w.rows('kind=penalty&limit=1')
    await importRows(w, 'penalty', [PENALTY])
    await publishPending(w)
    let created = 0
    const interrupted: BlobStore = {
      ...w.blobs,
      async create(path) {
        created += 1
        if (created === 10) {
          await end(w, row?.id ?? '')
          await publishPending(w)
        }
        return w.blobs.create(path)
      },
    }

    const report = await publishDownloads({ ...downloadDeps(w), blobs: interrupted })

    expect(report.state).toBe('made')
    expect(created).toBeGreaterThan(report.files)
    expect((await download(w, 'penalties.json')).text).toContain('9001号')
    expect((await download(w, 'penalties.json')).text).not.toContain(row?.id)
  })
})

test('planted personal data is in no file, though its record is', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [CANARY_PENALTY, NATURAL_PERSON])
  await publishPending(w)
  await publishDownloadFiles(w)

  const files = await Promise.all((await listed(w)).files.map(({ path }) => download(w, path)))

  expect(files.filter(({ bytes }) => CANARY_WORDS.some((word) => bytes.includes(word)))).toEqual([])
  expect(files.filter(({ bytes }) => bytes.includes('7777号')).length).toBe(7)
  expect(files.filter(({ bytes }) => bytes.includes('7778号'))).toEqual([])
})

test('a file that does not exist is a 404, and where none was ever made a 503', async () => {
  const w = await world()
  const none = await world({ empty: true })
  await publishPending(none)

  for (const path of ['agencies/nobody/penalties.csv', 'penalties.xls', 'x.csv', '..%2fmanifest.json', 'agencies/']) {
    const { status, headers } = await download(w, path)
    expect([path, status]).toEqual([path, 404])
    expect(headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8')
  }
  expect((await download(none, 'penalties.csv')).status).toBe(503)
})

function die(): Promise<never> {
  return Promise.reject(new Error('killed'))
}

/** Penalties whose subject has no other public record. */
async function alone(w: World) {
  const rows = [...(await w.rows('kind=penalty&limit=100')), ...(await w.rows('kind=licence&limit=100'))]
  const times = (name: string) => rows.filter(({ subject }) => subject.name === name).length
  return rows.filter(({ kind, subject }) => kind === ('penalty' satisfies RecordKind) && times(subject.name) === 1)
}
