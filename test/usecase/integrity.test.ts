import { describe, expect, test } from 'vitest'
import { type Day, parseDay } from '#domain/day'
import { INTEGRITY_KINDS } from '#domain/kind-groups'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import { REPORT_KIND } from '#domain/report-submission'
import type { RecordKind } from '#domain/vocabulary'
import { publishPending } from '#usecase/publish-pending'
import { demoIntegrity } from '../../scripts/demo/integrity.ts'
import { demoOpenness } from '../../scripts/demo/openness.ts'
import { demoReports } from '../../scripts/demo/reports.ts'
import { importRows } from '../csv.ts'
import { filesWith } from '../files.ts'
import { TEST_DAY } from '../test-day.ts'
import { type World, world } from '../world.ts'

const ORGAN = '澜溪县交通运输局'
const NAME = '陈国华'
const TODAY = parseDay(TEST_DAY) as Day

/** A row that every rule lets out, by header. */
function sample(w: World, kind: RecordKind, changes: Partial<Record<FieldId, string>> = {}): Record<string, string> {
  const input = { agencies: w.content.agencies, today: TODAY }
  const reports = demoReports({ ...input, duties: w.content.reading.duties, confirmed: [] })
  const kinds = [...demoIntegrity(input), ...demoOpenness(input), [REPORT_KIND, reports] as const]
  const [first = {}] = kinds.find(([it]) => it === kind)?.[1] ?? []
  const row: Partial<Record<FieldId, string>> = {
    ...first,
    agencyName: ORGAN,
    agencyCode: '',
    documentNumber: '试〔2026〕1号',
    ...changes,
  }
  return Object.fromEntries(
    fieldsOf(kind).flatMap((field) => {
      const value = row[field]
      return value === undefined ? [] : [[fieldSpec(kind, field)?.header ?? field, value]]
    }),
  )
}

async function stateOf(w: World, number: string): Promise<string> {
  const { records } = (await w.get(`exact?q=${encodeURIComponent(number)}`)).body as { records: { id: string }[] }
  return records.length === 0 ? 'absent' : 'public'
}

describe.each(INTEGRITY_KINDS)('an entry of %s', (kind) => {
  test('goes from file to list, page data, search, exact look-up, feed, organ and its statement', async () => {
    const w = await world()
    await importRows(w, kind, [sample(w, kind, { statement: '本机关的说明是已经按要求办理完毕。' })])
    await publishPending(w)

    const rows = await w.rows(`kind=${kind}&agency=jiaotong-yunshu`)
    const own = rows.find(({ documentNumber }) => documentNumber === '试〔2026〕1号')
    const search = await w.get(`search?q=${encodeURIComponent('已经按要求办理完毕')}&kind=${kind}`)
    const feed = await w.app.request(`${w.content.place.base}feeds/agencies/jiaotong-yunshu.json`)

    expect(own).toMatchObject({ kind, late: null, entry: { statement: '本机关的说明是已经按要求办理完毕。' } })
    expect(await stateOf(w, '试〔2026〕1号')).toBe('public')
    expect(JSON.stringify(search.body)).toContain(own?.id ?? 'none')
    expect(feed.status).toBe(200)
    expect(await feed.text()).toContain(own?.id ?? 'none')
    expect((await w.get(`records/${own?.id}`)).body).toMatchObject({ state: 'public', subject: { name: ORGAN } })
    expect((await w.get('agencies/jiaotong-yunshu')).body).toMatchObject({ counts: { [kind]: expect.any(Number) } })
  })

  test('that names a person in any text waits for somebody to look, and is found nowhere', async () => {
    const w = await world()
    const texts = fieldsOf(kind).filter((field) => {
      const spec = fieldSpec(kind, field)
      const isWritten = spec?.type === 'free-text' || spec?.type === 'text'
      return isWritten && spec?.visibility === 'public' && field !== 'documentNumber' && field !== 'agencyName'
    })
    const rows = texts.map((field, n) =>
      sample(w, kind, { documentNumber: `试〔2026〕${n + 1}号`, [field]: `经办的是${NAME}，已说明。` }),
    )
    await importRows(w, kind, rows)
    await publishPending(w)

    const found = await Promise.all(texts.map(async (field, n) => [field, await stateOf(w, `试〔2026〕${n + 1}号`)]))
    expect(found).toEqual(texts.map((field) => [field, 'absent']))
    expect(await filesWith(`${w.folder}/snapshot`, [NAME])).toEqual([])
  })

  test('that is of a person is refused, with the law', async () => {
    const w = await world()
    const before = (await w.rows(`kind=${kind}&limit=100`)).length

    const byName = await importRows(w, kind, [sample(w, kind, { agencyName: NAME })])
    const byNumber = await importRows(w, kind, [sample(w, kind, { agencyName: '', agencyCode: '11010519491231002X' })])
    await publishPending(w)

    expect([byName.rejected, byNumber.rejected]).toEqual([1, 1])
    expect((await w.rows(`kind=${kind}&limit=100`)).length).toBe(before)
  })
})

describe('what the law asks of an entry', () => {
  test.each([
    ['a breach that nobody confirmed', 'dishonesty', { confirmedBy: '' }],
    ['a measure without its basis', 'dishonesty', { measures: '取消评优资格。', measureBasis: '' }],
    [
      'a promise changed without compensation',
      'promise',
      { keptOn: '', changedOn: '2026-05-01', changeGround: '经依法定程序审议。' },
    ],
    ['arrears without an amount', 'arrears', { amount: '' }],
    ['an organ that is not of the place', 'rectification', { agencyName: '别处县财政局' }],
  ] as const)('is missing, so it is withheld: %s', async (_, kind, changes) => {
    const w = await world()
    await importRows(w, kind, [sample(w, kind, changes)])
    await publishPending(w)

    expect(await stateOf(w, '试〔2026〕1号')).toBe('absent')
  })

  test('of an investment contract title and state are told, and nothing of the contract lies in any file', async () => {
    const w = await world()
    const secret = '合同约定返还土地出让金'
    await importRows(w, 'promise', [
      sample(w, 'promise', {
        promiseKind: '招商引资合同',
        content: secret,
        progress: secret,
        milestones: secret,
        evidence: secret,
      }),
    ])
    await publishPending(w)

    const [row] = (await w.rows('kind=promise&agency=jiaotong-yunshu')).filter(
      (it) => it.documentNumber === '试〔2026〕1号',
    )
    expect(row).toMatchObject({ title: expect.any(String), standing: expect.any(String) })
    expect(await filesWith(`${w.folder}/snapshot`, [secret])).toEqual([])
    expect((await w.get(`search?q=${encodeURIComponent(secret)}`)).body).toMatchObject({ total: 0 })
  })

  test('what the court deleted is gone with the file that says so', async () => {
    const w = await world()
    await importRows(w, 'court-default', [sample(w, 'court-default')])
    await publishPending(w)
    const before = await stateOf(w, '试〔2026〕1号')

    await importRows(w, 'court-default', [
      sample(w, 'court-default', { performedOn: '2026-11-10', removedOn: TEST_DAY }),
    ])
    await publishPending(w)

    expect([before, await stateOf(w, '试〔2026〕1号')]).toEqual(['public', 'absent'])
  })

  test('columns for the names of people are not kept at all', async () => {
    const w = await world()
    await importRows(w, 'court-default', [{ ...sample(w, 'court-default'), 负责人: NAME, 法定代表人: NAME }])
    await publishPending(w)

    // The file that was sent lies beside the database in this test alone.
    const found = (await filesWith(w.folder, [NAME])).filter((file) => !/test-\d+\.csv$/.test(file))
    expect(found).toEqual([])
  })

  test('turns overdue by itself on the day after its term', async () => {
    const w = await world()
    await importRows(w, 'promise', [sample(w, 'promise', { keptOn: '', dueOn: TEST_DAY })])
    await publishPending(w)
    const id = (await w.rows('kind=promise&limit=100')).find((it) => it.documentNumber === '试〔2026〕1号')?.id
    const standing = async () => (await w.rows('kind=promise&limit=100')).find((it) => it.id === id)?.standing
    const before = await standing()
    const tomorrow = w.clock() + 86_400_000

    const report = await publishPending({ ...w, clock: () => tomorrow })

    expect([before, await standing()]).toEqual(['under-way', 'overdue'])
    expect(report.changed).toBeGreaterThan(0)
    expect(await w.rows('kind=promise&state=overdue&limit=100')).toContainEqual(expect.objectContaining({ id }))
  })
})
