import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabaseFile } from '#db/client'
import { publishPending } from '#usecase/publish-pending'
import { purgeDeskImports } from '#usecase/purge-desk-imports'
import { purgeImports } from '#usecase/purge-imports'
import { LICENCE, PENALTY } from '../csv.ts'
import { type DeskAnswer, type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

/** A word of the rows that no row of the audit may have. */
const CANARY = '暗号备注'
const DAY_MS = 86_400_000
const NUMBER = '澜市监罚〔2026〕9001号'
type Row = Record<string, string>

function csv(rows: readonly Row[], rename: Readonly<Row> = {}): Uint8Array {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [headers.map((it) => rename[it] ?? it), ...rows.map((row) => headers.map((it) => row[it] ?? ''))]
  const text = lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
  return new TextEncoder().encode(text)
}

async function xlsx(sheets: Record<string, readonly Row[]>): Promise<Uint8Array> {
  return writeXlsx({
    sheets: Object.entries(sheets).map(([name, rows]) => {
      const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))]
      return { name, rows: [headers, ...rows.map((row) => headers.map((it) => row[it] ?? ''))] }
    }),
  })
}

function send(who: DeskVisitor, bytes: Uint8Array, query: Row = {}): Promise<DeskAnswer> {
  return who.upload(`/imports?${new URLSearchParams({ name: '处罚.csv', ...query })}`, bytes)
}

function idOf({ status, body }: DeskAnswer): string {
  expect(status, JSON.stringify(body)).toBe(201)
  // Safe in tests: 201 answers with the imports that were made.
  return (body.items as { id: string }[])[0]?.id ?? ''
}

type Shown = {
  revision: number
  counts: Record<string, number> | null
  columns: { header: string; field: string | null; why: string }[]
  rows: { n: number; outcome: string; notes: string[]; cells: { place: number; text: string; isMarked: boolean }[] }[]
  trouble: string | null
  [more: string]: unknown
}

async function shown(who: DeskVisitor, id: string): Promise<Shown> {
  const { status, body } = await who.get(`/imports/${id}`)
  expect(status, JSON.stringify(body)).toBe(200)
  // Safe in tests: what does not hold it fails where it is used.
  return body as Shown
}

async function act(who: DeskVisitor, id: string, step: string, more: Record<string, unknown> = {}) {
  const { revision } = await shown(who, id)
  return who.post(`/imports/${id}/${step}`, { revision, ...more })
}

const folderOf = (w: DeskWorld, id: string) => join(w.folder, 'imports', id)

async function found(w: DeskWorld, number: string): Promise<string> {
  await publishPending(w)
  return JSON.stringify((await w.get(`exact?q=${encodeURIComponent(number)}`)).body)
}

describe('a file of an organ', () => {
  test('with a header nobody knows and a bad day is mended at the desk and approved by another', async () => {
    const w = await deskWorld()
    const [clerk, publisher] = [await w.as('clerk'), await w.as('publisher')]
    const bad = { ...PENALTY, 行政处罚决定书文号: '澜市监罚〔2026〕9002号', 处罚决定日期: '去年冬天' }
    const rename = { 行政相对人名称: '被罚的是谁', 处罚决定日期: '定下来的那天' }

    const id = idOf(await send(clerk, csv([PENALTY, bad], rename)))
    const raw = await shown(clerk, id)
    expect(raw.counts).toBeNull()
    expect(raw.trouble).toContain('决定日期')
    expect(raw.columns.find(({ header }) => header === '被罚的是谁')).toMatchObject({ field: null })
    const columns = [
      { header: '被罚的是谁', field: 'subjectName' },
      { header: '定下来的那天', field: 'decidedOn' },
    ]
    expect((await act(clerk, id, 'columns', { columns })).status).toBe(200)

    const mapped = await shown(clerk, id)
    expect(mapped.counts).toMatchObject({ read: 2, rejected: 1 })
    const [first] = mapped.rows
    const marked = first?.cells.filter(({ isMarked }) => isMarked) ?? []
    expect(marked.map(({ text }) => text)).toEqual(['去年冬天'])
    const fixes = [{ n: first?.n, place: marked[0]?.place, text: '2026年11月9日' }]
    expect((await act(clerk, id, 'fixes', { fixes })).body).toMatchObject({ summary: { rejected: 0, read: 2 } })

    // Nothing is real yet, and a clerk decides nothing.
    expect(await found(w, NUMBER)).not.toContain('试样食品')
    expect((await act(clerk, id, 'approval')).status).toBe(403)
    expect((await act(publisher, id, 'approval')).status).toBe(200)
    expect(await found(w, NUMBER)).toContain('试样食品')
    expect(await found(w, '澜市监罚〔2026〕9002号')).toContain('2026-11-09')
    expect(existsSync(folderOf(w, id))).toBe(false)
    expect(await w.imports.fixes(id)).toEqual([])

    // What was said of the headers is known from now on.
    const again = idOf(await send(clerk, csv([PENALTY], rename)))
    expect((await shown(clerk, again)).counts).toMatchObject({ read: 1, rejected: 0 })
    expect(w.faults).toEqual([])
  })

  test('a trail step and the audit name who approved, and no value of a row', async () => {
    const w = await deskWorld()
    const [clerk, publisher] = [await w.as('clerk'), await w.as('publisher')]
    const id = idOf(
      await send(
        clerk,
        csv([
          { ...PENALTY, 备注: CANARY },
          { ...PENALTY, 处罚决定日期: CANARY },
        ]),
      ),
    )
    await act(publisher, id, 'approval')

    const rows = await (await w.deskDeps.staff()).audit(null, 200)
    const ours = rows.filter(({ target }) => target === id)
    expect(ours.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(['import-upload', 'import-read', 'import-approve']),
    )
    expect(ours.every(({ staff }) => staff !== null && staff !== '')).toBe(true)
    expect(JSON.stringify(rows)).not.toContain(CANARY)
    expect(JSON.stringify(rows)).not.toContain('试样食品')
    const database = await openDatabaseFile(join(w.folder, 'gongxin.db'))
    onTestFinished(() => database.$client.close())
    const steps = await database.all<{ actor: string; staff_id: string }>(
      sql`SELECT actor, staff_id FROM trail ORDER BY at DESC, rowid DESC LIMIT 1`,
    )
    expect(steps[0]).toMatchObject({ actor: 'staff', staff_id: expect.stringMatching(/.+/) })
  })

  test('lies where only the owner of the process reads it', async () => {
    const w = await deskWorld()
    const id = idOf(await send(await w.as('clerk'), csv([PENALTY])))

    expect((await stat(folderOf(w, id))).mode & 0o777).toBe(0o700)
    expect((await stat(join(folderOf(w, id), 'table.csv'))).mode & 0o777).toBe(0o600)
  })

  test('of several sheets is several imports', async () => {
    const w = await deskWorld()
    const clerk = await w.as('clerk')
    const bytes = await xlsx({ 处罚: [PENALTY], 许可: [LICENCE] })

    const { body } = await send(clerk, bytes, { name: '十一月.xlsx' })

    expect(body.items).toHaveLength(2)
    const list = (await clerk.get('/imports')).body.items as { sheet: string; kindLabel: string }[]
    expect(list.map(({ sheet, kindLabel }) => `${sheet} ${kindLabel}`)).toEqual(['许可 行政许可', '处罚 行政处罚'])
  })

  test('waits once, and may come again when it was decided about', async () => {
    const w = await deskWorld()
    const [clerk, publisher] = [await w.as('clerk'), await w.as('publisher')]
    const id = idOf(await send(clerk, csv([PENALTY])))

    expect(await send(clerk, csv([PENALTY]))).toMatchObject({ status: 409, body: { code: 'import-known', import: id } })
    expect(await readdir(join(w.folder, 'imports'))).toEqual([id])
    await act(publisher, id, 'approval')
    const again = idOf(await send(clerk, csv([PENALTY])))
    expect((await shown(clerk, again)).counts).toMatchObject({ read: 1, unchanged: 1 })
  })
})

describe('four eyes', () => {
  test('whoever uploaded or mended it does not approve it, whatever their role is by then', async () => {
    const w = await deskWorld()
    const [clerk, other, admin] = [await w.as('clerk'), await w.as('clerk'), await w.as('admin')]
    const id = idOf(await send(clerk, csv([{ ...PENALTY, 处罚决定日期: '去年' }])))
    const [row] = (await shown(other, id)).rows
    const place = row?.cells.find(({ isMarked }) => isMarked)?.place
    await act(other, id, 'fixes', { fixes: [{ n: row?.n, place, text: '2026-11-10' }] })
    for (const who of [clerk, other]) {
      const me = String((await who.get('/me')).body.id)
      await admin.post(`/staff/${me}/role`, { role: 'publisher', organSlug: null })
      const answer = await act(who, id, 'approval')
      expect(answer).toMatchObject({ status: 409, body: { code: 'import-same-person' } })
    }
    expect(await found(w, NUMBER)).not.toContain('试样食品')
  })

  test('the database refuses it, too', async () => {
    const w = await deskWorld()
    const clerk = await w.as('clerk')
    const id = idOf(await send(clerk, csv([PENALTY])))
    const me = String((await clerk.get('/me')).body.id)
    const database = await openDatabaseFile(join(w.folder, 'gongxin.db'))
    onTestFinished(() => database.$client.close())
    const approve = (by: string | null) =>
      database.run(sql`UPDATE desk_import SET state = 'approved', decided_by = ${by} WHERE id = ${id}`)

    await expect(approve(me)).rejects.toThrow()
    await expect(approve(null)).rejects.toThrow()
    await approve('somebody else')
    await expect(approve('a third')).rejects.toThrow()
    await expect(database.run(sql`DELETE FROM desk_import WHERE id = ${id}`)).rejects.toThrow()
  })

  test('nobody approves what they have not seen', async () => {
    const w = await deskWorld()
    const [clerk, publisher, reviewer] = [await w.as('clerk'), await w.as('publisher'), await w.as('reviewer')]
    const id = idOf(await send(clerk, csv([{ ...PENALTY, 处罚决定日期: '去年' }])))
    const seen = await shown(publisher, id)
    const [row] = seen.rows
    const place = row?.cells.find(({ isMarked }) => isMarked)?.place
    await act(clerk, id, 'fixes', { fixes: [{ n: row?.n, place, text: '2026-11-10' }] })
    const late = await publisher.post(`/imports/${id}/approval`, { revision: seen.revision })
    expect(late).toMatchObject({ status: 409, body: { code: 'import-changed' } })

    // The same decision comes in by another file: the counts are others now, and are shown first.
    const twin = idOf(await send(clerk, csv([PENALTY]), { organ: '', name: '另一份.csv' }))
    await act(reviewer, twin, 'approval')
    expect(await act(publisher, id, 'approval')).toMatchObject({ status: 409, body: { code: 'import-changed' } })
    expect((await shown(publisher, id)).counts).toMatchObject({ unchanged: 1 })
    expect((await act(publisher, id, 'approval')).status).toBe(200)
  })
})

describe('an organ', () => {
  const own = (w: DeskWorld) => w.content.agencies.find(({ name }) => name === PENALTY.处罚机关)?.slug ?? ''
  const another = (w: DeskWorld) => w.content.agencies.find(({ name }) => name !== PENALTY.处罚机关)?.slug ?? ''

  test('uploads for itself alone, and another organ sees nothing of it', async () => {
    const w = await deskWorld()
    const [organ, other] = [await w.as('organ', own(w)), await w.as('organ', another(w))]
    const refused = await send(organ, csv([PENALTY]), { organ: another(w) })
    expect(refused).toMatchObject({ status: 422, body: { why: 'import-organ-other' } })
    const id = idOf(await send(organ, csv([PENALTY])))

    const list = (await organ.get('/imports')).body.items as { agency: string }[]
    expect(list.map(({ agency }) => agency)).toEqual([PENALTY.处罚机关])
    expect((await other.get('/imports')).body.items).toEqual([])
    const notFound = { status: 404, body: { code: 'import-not-found' } }
    for (const path of [`/imports/${id}`, `/imports/${id}/rejected`])
      expect(await other.get(path)).toMatchObject(notFound)
    const bodies = {
      columns: { columns: [] },
      fixes: { fixes: [] },
      check: {},
      discard: {},
    }
    for (const [step, body] of Object.entries(bodies)) {
      expect(await other.post(`/imports/${id}/${step}`, { revision: 1, ...body })).toMatchObject(notFound)
    }
  })

  test('does not bring in rows of another organ, nor hide its records by sealed ones', async () => {
    const w = await deskWorld()
    const [organ, clerk, publisher] = [await w.as('organ', another(w)), await w.as('clerk'), await w.as('publisher')]
    const real = idOf(await send(clerk, csv([PENALTY])))
    await act(publisher, real, 'approval')
    const sealed = { ...PENALTY, 处罚依据: '《中华人民共和国治安管理处罚法》第二十三条' }
    const numbered = { ...PENALTY, 行政处罚决定书文号: '澜市监罚〔2026〕9003号' }

    const id = idOf(await send(organ, csv([sealed, numbered])))

    const { rows, counts, ...facts } = await shown(organ, id)
    expect(counts).toMatchObject({ read: 2, rejected: 2 })
    expect(facts.hidden).toBe(0)
    expect(rows.map(({ notes }) => notes.join()).join()).toContain('写的不是报送这份文件的机关')
    expect(rows.find(({ cells }) => cells.length === 0)?.notes.join()).toContain('封存')
    await act(publisher, id, 'approval')
    expect(await found(w, NUMBER)).toContain('试样食品')
    expect(await found(w, '澜市监罚〔2026〕9003号')).not.toContain('试样食品')
  })
})

describe('what is not taken in', () => {
  test('goes back to the organ as a marked sheet, and the file is gone', async () => {
    const w = await deskWorld()
    const [clerk, auditor] = [await w.as('clerk'), await w.as('auditor')]
    const bad = { ...PENALTY, 处罚决定日期: '去年', 行政相对人名称: '李四410105199003077655' }
    const id = idOf(await send(clerk, csv([PENALTY, bad])))
    expect(JSON.stringify(await shown(clerk, id))).not.toContain('199003077655')

    expect(await act(clerk, id, 'return', { reason: '' })).toMatchObject({ status: 422, body: { why: 'note-missing' } })
    const personal = await act(clerk, id, 'return', { reason: '请联系 410105199003077655' })
    expect(personal).toMatchObject({ status: 422, body: { why: 'note-personal-data' } })
    expect((await act(clerk, id, 'return', { reason: '请补决定日期。' })).status).toBe(200)

    expect(existsSync(folderOf(w, id))).toBe(false)
    const { sheets } = await readXlsx((await clerk.download(`/imports/${id}/rejected`)).bytes)
    const lines = sheets[0]?.rows.map((row) => row.map((cell) => String(cell ?? '')).join('|')) ?? []
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('日期无法识别')
    expect(lines[1]).not.toContain('199003077655')
    expect(await act(clerk, id, 'check')).toMatchObject({ status: 409, body: { code: 'import-closed' } })
    const [listed] = (await auditor.get('/imports')).body.items as Record<string, unknown>[]
    expect(listed).toMatchObject({ stateLabel: '已退回', counts: { read: 2, rejected: 1 } })
    expect((await auditor.get(`/imports/${id}`)).status).toBe(403)
  })

  test('lapses after a week, with its file, its rows and its sheet', async () => {
    const w = await deskWorld()
    const clerk = await w.as('clerk')
    const waiting = idOf(await send(clerk, csv([{ ...PENALTY, 处罚决定日期: '去年' }])))
    const returned = idOf(await send(clerk, csv([{ ...PENALTY, 处罚决定日期: '前年' }])))
    await act(clerk, returned, 'return', { reason: '请补决定日期。' })

    for (const [days, state] of [
      [6, 'waiting'],
      [8, 'lapsed'],
    ] as const) {
      const later = { ...w, clock: () => w.clock() + days * DAY_MS }
      await purgeDeskImports(later)
      await purgeImports(later)
      expect((await w.imports.find(waiting))?.state).toBe(state)
    }
    expect(await readdir(join(w.folder, 'imports'))).toEqual([])
    for (const id of [waiting, returned]) {
      const { batchId } = (await w.imports.find(id)) ?? {}
      expect(await w.imports.stagedRejected(batchId ?? '', 0, 10)).toEqual([])
    }
  })

  test('is discarded by whoever sends, and nothing of it stays', async () => {
    const w = await deskWorld()
    const clerk = await w.as('clerk')
    const id = idOf(await send(clerk, csv([PENALTY])))

    expect((await act(clerk, id, 'discard')).status).toBe(200)

    expect(existsSync(folderOf(w, id))).toBe(false)
    const { batchId } = (await w.imports.find(id)) ?? {}
    expect(await w.store.rowReports(batchId ?? '', 0, 10)).toEqual([])
  })

  test('a file that is no table, broken, empty or of neither kind is refused in words, and leaves nothing', async () => {
    const w = await deskWorld()
    const clerk = await w.as('clerk')
    const bytes = (text: string) => new TextEncoder().encode(text)
    const refused = async (file: Uint8Array, query: Row = {}) => {
      const { status, body } = await send(clerk, file, query)
      expect(status).toBe(422)
      return String(body.detail)
    }

    expect(await refused(bytes('%PDF-1.4'), { name: '表.xlsx' })).toMatch(/^表\.xlsx 是 PDF 文件/)
    expect(await refused(new Uint8Array())).toContain('是空的')
    expect(await refused((await xlsx({ 处罚: [PENALTY] })).subarray(0, 900), { name: '坏.xlsx' })).toMatch(/^坏\.xlsx /)
    expect(await refused(csv([PENALTY]), { organ: 'nobody' })).toContain('nobody')
    expect(await refused(csv([{ 名称: '甲', 法定代表人: '乙', 公示日期: '2026-11-12' }]))).toContain('请选好类别')
    expect(await refused(csv([PENALTY]), { kind: 'other' })).toBeDefined()
    const broken = `${new TextDecoder().decode(csv(Array.from({ length: 900 }, () => PENALTY)))}\r\n"甲"乙",丙`
    const said = await refused(bytes(broken), { name: '断.csv' })
    expect(said).toMatch(/^断\.csv /)
    expect(said).not.toContain(w.folder)
    expect(await readdir(join(w.folder, 'imports'))).toEqual([])
    const many = await clerk.upload('/imports?name=a.csv', new Uint8Array(20 * 1024 * 1024 + 1))
    expect(many).toMatchObject({ status: 413, body: { code: 'body-too-large' } })
    expect(w.faults).toEqual([])
  })

  test('a fix names a row and a column that are there, and no stars', async () => {
    const w = await deskWorld()
    const clerk = await w.as('clerk')
    const sealed = { ...PENALTY, 处罚依据: '《中华人民共和国治安管理处罚法》第二十三条' }
    const id = idOf(await send(clerk, csv([{ ...PENALTY, 处罚决定日期: '去年' }, sealed])))
    const fix = async (n: number, place: number, text: string) =>
      (await act(clerk, id, 'fixes', { fixes: [{ n, place, text }] })).body

    expect(await fix(99, 0, '甲')).toMatchObject({ why: 'fix-refused', detail: '文件里没有第 99 行，没有改动。' })
    expect(await fix(2, 99, '甲')).toMatchObject({ why: 'fix-refused' })
    expect(await fix(2, 0, '甲****')).toMatchObject({ errors: [{ field: 'cell-2-0' }] })
    expect(await fix(3, 0, '甲')).toMatchObject({ detail: expect.stringContaining('封存') })
    expect(await w.imports.fixes(id)).toEqual([])
    const stranger = await act(clerk, id, 'columns', { columns: [{ header: '没有的', field: 'subjectName' }] })
    expect(stranger).toMatchObject({ status: 422, body: { why: 'import-header-unknown' } })
    const unknown = await act(clerk, id, 'columns', { columns: [{ header: '处罚内容', field: 'nothing' }] })
    expect(String(unknown.body.detail)).toMatch(/选的是 nothing；应为 .*处罚内容/)
  })
})
