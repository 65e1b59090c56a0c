import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { TABLE_FORMATS, type TableFormat } from '#adapters/table-writer'
import { isDecision } from '#domain/kind-groups'
import { publicValues } from '#domain/public-record'
import type { FieldValues } from '#domain/record-content'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { exportFile, HEADER_STYLES, type HeaderStyle } from '../../scripts/lib/export-file.ts'
import { CANARY, CANARY_PENALTY, CANARY_WORDS, NATURAL_PERSON } from '../canary.ts'
import { importFile, importRows, LICENCE, PENALTY } from '../csv.ts'
import { EXPORTS } from '../privacy/outputs.ts'
import { type World, world } from '../world.ts'
import { zipParts } from '../zip.ts'

type Choice = { format?: TableFormat; headers?: HeaderStyle; organ?: string | null }
let files = 0

async function exported(w: World, kind: RecordKind, { format = 'csv', headers = 'names', organ = null }: Choice = {}) {
  const file = join(w.folder, `export-${++files}.${format}`)
  const result = await exportFile(w, { file, format, kind, organ, headers })
  if (!result.ok) throw new Error(`The export was refused: ${result.failure.code}`)
  return { file, rows: result.value }
}

async function textOf(w: World, kind: RecordKind, choice: Choice = {}): Promise<string> {
  const { file } = await exported(w, kind, choice)
  const bytes = await readFile(file)
  return choice.format === 'xlsx' ? [...zipParts(bytes).values()].join('\n') : bytes.toString()
}

/** Every version that can be shown, by record. */
async function publicContents(
  w: World,
  kind: RecordKind,
): Promise<Map<string, { version: number; open: FieldValues }>> {
  const states = await w.store.publishStates(await w.store.publicIds('', 10_000))
  return new Map(
    [...states].flatMap(([id, state]) =>
      state.state === 'public' && state.version.kind === kind
        ? [[id, { version: state.version.version, open: publicValues(kind, state.version.open, false) }]]
        : [],
    ),
  )
}

function objectsIn(format: 'json' | 'ndjson', text: string): Record<string, string>[] {
  return JSON.parse(format === 'json' ? text : `[${text.trimEnd().split('\n').join(',')}]`)
}

describe('what we export imports unchanged', () => {
  const ways = HEADER_STYLES.flatMap((headers) => (['csv', 'xlsx'] as const).map((format) => ({ headers, format })))

  test.each(RECORD_KINDS)('into the database it came from, as every format under every header: %s', async (kind) => {
    const w = await world()
    const before = await publicContents(w, kind)

    for (const way of ways) {
      const { file, rows } = await exported(w, kind, way)
      const summary = await importFile(w, kind, file)

      expect([way, rows]).toEqual([way, before.size])
      expect(rows).toBeGreaterThan(isDecision(kind) ? 50 : 2)
      expect([way, summary]).toMatchObject([way, { read: rows, unchanged: rows, accepted: 0, warned: 0, rejected: 0 }])
    }
    expect(await publicContents(w, kind)).toEqual(before)
  })

  test.each(['json', 'ndjson'] as const)('as %s', async (format) => {
    const w = await world()

    const rows = objectsIn(format, await textOf(w, 'penalty', { format }))
    const summary = await importRows(w, 'penalty', rows)

    expect(rows.length).toBeGreaterThan(50)
    expect(summary).toMatchObject({ read: rows.length, unchanged: rows.length })
  })

  test('into an empty database, where every kind shows the same', async () => {
    const w = await world()
    const empty = await world({ empty: true })

    for (const kind of RECORD_KINDS) {
      const { file, rows } = await exported(w, kind)
      const summary = await importFile(empty, kind, file)

      expect.soft([kind, summary]).toMatchObject([kind, { read: rows, published: rows }])
      expect.soft([kind, linesOf(await textOf(empty, kind))]).toEqual([kind, linesOf(await textOf(w, kind))])
    }
  })

  test('of rows with texts that files make trouble with', async () => {
    const w = await world({ empty: true })
    const trouble = [
      '=1+1',
      '-5元',
      "'=1",
      '&amp;lt;b&amp;gt;',
      '甲\n乙',
      '_x0041_',
      '"甲",乙',
      '<\u200bbr>',
      '@甲\t乙',
    ]
    await importRows(
      w,
      'penalty',
      trouble.map((facts, index) => ({
        ...PENALTY,
        违法事实: facts,
        行政处罚决定书文号: `澜市监罚〔2026〕${index}号`,
      })),
    )

    for (const format of ['csv', 'xlsx'] as const) {
      const { file, rows } = await exported(w, 'penalty', { format })
      const summary = await importFile(w, 'penalty', file)

      expect({ format, ...summary }).toMatchObject({ format, read: trouble.length, unchanged: rows })
    }
  })

  test('where one number stands for several records that differ only in what is kept apart', async () => {
    const w = await world({ empty: true })
    await importRows(w, 'penalty', [
      { ...PENALTY, 备注: '甲' },
      { ...PENALTY, 备注: '乙' },
      { ...PENALTY, 备注: '丙' },
    ])
    const before = await publicContents(w, 'penalty')

    const { file, rows } = await exported(w, 'penalty')
    const summary = await importFile(w, 'penalty', file)

    expect([before.size, rows]).toEqual([3, 3])
    expect(summary).toMatchObject({ read: 3, unchanged: 3 })
    expect(await publicContents(w, 'penalty')).toEqual(before)
  })

  test('also the rows of a file that named no organ, because it was one organ’s as a whole', async () => {
    const w = await world({ empty: true })
    const { 处罚机关: _, ...unnamed } = PENALTY
    await importOf(w, unnamed, 'shichang-jianguan')

    const { file, rows } = await exported(w, 'penalty')
    const summary = await importFile(w, 'penalty', file)

    expect(rows).toBe(1)
    expect(await readFile(file, 'utf8')).toContain('澜溪县市场监督管理局')
    expect(summary).toMatchObject({ read: 1, unchanged: 1 })
  })

  test('and a row that was changed on the way is one new version, the others none', async () => {
    const w = await world()
    const { file, rows } = await exported(w, 'penalty')
    const text = await readFile(file, 'utf8')
    const [fine = ''] = /罚款人民币\d+元/.exec(text) ?? []
    await writeFile(file, text.replace(fine, '罚款人民币1元'))

    const summary = await importFile(w, 'penalty', file)

    expect(fine).not.toBe('')
    expect(summary).toMatchObject({ read: rows, unchanged: rows - 1, accepted: 1 })
  })
})

test('a file that has a column for what is kept apart says, where it is empty, that there is none', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [{ ...PENALTY, 备注: '内部' }])

  const silent = await importRows(w, 'penalty', [PENALTY])
  const emptied = await importRows(w, 'penalty', [{ ...PENALTY, 备注: '' }])

  expect(silent).toMatchObject({ unchanged: 1, accepted: 0 })
  expect(emptied).toMatchObject({ unchanged: 0, accepted: 1 })
  expect((await w.store.rowReports(emptied.batch, 0, 1))[0]?.changed).toEqual(['remarks'])
})

test('the order of rows and their counting change nothing', async () => {
  const w = await world({ empty: true })
  const rows = [1, 2, 3].map((n) => ({ ...PENALTY, 行政处罚决定书文号: `澜市监罚〔2026〕${n}号` }))
  await importRows(
    w,
    'penalty',
    rows.map((row, index) => ({ 序号: String(index + 1), ...row })),
  )

  const again = await importRows(
    w,
    'penalty',
    rows.toReversed().map((row, index) => ({ 序号: String(index + 1), ...row })),
  )

  expect(again).toMatchObject({ read: 3, unchanged: 3 })
})

test('one organ’s records can be exported alone', async () => {
  const w = await world()

  const all = await exported(w, 'penalty')
  const some = await exported(w, 'penalty', { organ: 'shichang-jianguan' })

  const text = await readFile(some.file, 'utf8')
  expect(some.rows).toBeGreaterThan(0)
  expect(some.rows).toBeLessThan(all.rows)
  expect(text.split('澜溪县市场监督管理局').length).toBeGreaterThan(some.rows)
  expect(text).not.toContain('澜溪县应急管理局')
})

describe('what never comes out', () => {
  const formats = TABLE_FORMATS.flatMap((format) => HEADER_STYLES.map((headers) => ({ format, headers })))

  test('every format that can be exported is watched here', () => {
    expect([...TABLE_FORMATS].sort()).toEqual([...EXPORTS].sort())
  })

  test.each(formats)('personal data of a public record, as $format under $headers', async (choice) => {
    const w = await world({ empty: true })
    await importRows(w, 'penalty', [CANARY_PENALTY, NATURAL_PERSON])

    const text = await textOf(w, 'penalty', choice)

    expect(text).toContain('7777号')
    expect(text).not.toContain('7778号')
    expect(CANARY_WORDS.filter((word) => text.includes(word))).toEqual([])
  })

  test.each(TABLE_FORMATS)('a record that was withdrawn, ended, or is over, as %s', async (format) => {
    const w = await world({ empty: true })
    const named = (name: string, more: Record<string, string> = {}) => ({
      ...PENALTY,
      行政相对人名称: `澜溪县${name}有限公司`,
      行政处罚决定书文号: `澜市监罚〔2026〕${name}号`,
      ...more,
    })
    const names = ['留下食品', '撤下食品', '停止食品', '到期食品']
    const [stays = '', withdrawn = '', ended = '', over = ''] = names
    await importRows(w, 'penalty', [
      named(stays),
      named(withdrawn),
      named(ended),
      named(over, { 公示截止期: '2026-12-31' }),
    ])
    await withdrawRecord(w, { id: await idOf(w, withdrawn), ground: 'void', reason: '原决定无效。', actor: 'operator' })
    await endRecord(w, { id: await idOf(w, ended), ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
    const later = Date.parse('2027-01-01T00:00:00+08:00')

    const lastDay = await textOf({ ...w, clock: () => later - 1 }, 'penalty', { format })
    const dayAfter = await textOf({ ...w, clock: () => later }, 'penalty', { format })

    expect(names.filter((name) => lastDay.includes(name))).toEqual([stays, over])
    expect(names.filter((name) => dayAfter.includes(name))).toEqual([stays])
  })

  test.each(TABLE_FORMATS)('the legal representative where the place does not show it, as %s', async (format) => {
    const w = await world({ empty: true })
    const shown = showing(w, true)
    await importRows(shown, 'licence', [{ ...LICENCE, 法定代表人: CANARY.legalRepresentative }])

    expect(await textOf(shown, 'licence', { format })).toContain(CANARY.legalRepresentative)
    const hidden = await textOf(showing(w, false), 'licence', { format })
    expect(hidden).toContain(LICENCE.行政相对人名称)
    expect(hidden).not.toContain(CANARY.legalRepresentative)
    expect(hidden).not.toContain('法定代表人')
  })

  test('columns that are never public', async () => {
    const w = await world()
    for (const kind of RECORD_KINDS) {
      const [head = ''] = linesOf(await textOf(w, kind), false)

      expect(head).not.toMatch(/证件|备注|法定代表人/)
      if (isDecision(kind)) expect(head).toContain('公示日期')
    }
  })
})

function showing(w: World, showRepresentative: boolean): World {
  const place = { ...w.content.place, showLegalRepresentative: showRepresentative }
  return { ...w, showRepresentative, content: { ...w.content, place } }
}

function linesOf(text: string, sorted = true): string[] {
  const lines = text.split('\r\n')
  return sorted ? lines.sort() : lines
}

async function idOf(w: World, name: string): Promise<string> {
  const contents = await publicContents(w, 'penalty')
  const found = [...contents].find(([, { open }]) => open.subjectName?.includes(name))
  if (!found) throw new Error(`${name} is not public, so this test would prove nothing.`)
  return found[0]
}

/** One row in a file that belongs to an organ as a whole. */
async function importOf(w: World, row: Record<string, string>, organ: string): Promise<void> {
  const file = join(w.folder, `whole-${++files}.csv`)
  await writeFile(file, `${Object.keys(row).join(',')}\r\n${Object.values(row).join(',')}\r\n`)
  await importFile(w, 'penalty', file, organ)
}
