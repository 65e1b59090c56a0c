import { describe, expect, test } from 'vitest'
import { type Day, parseDay } from '#domain/day'
import { isAboutOrgan, kindsOf } from '#domain/kind-groups'
import { categoriesOfKind } from '#domain/record-categories'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import { standingsOf } from '#domain/standing'
import type { RecordKind } from '#domain/vocabulary'
import { publishPending } from '#usecase/publish-pending'
import { demoLists } from '../../scripts/demo/lists.ts'
import { demoOpenness } from '../../scripts/demo/openness.ts'
import { importRows } from '../csv.ts'
import { filesWith } from '../files.ts'
import { TEST_DAY } from '../test-day.ts'
import { type World, world } from '../world.ts'

const NUMBER = '试〔2026〕1号'
const NAME = '陈国华'
const TODAY = parseDay(TEST_DAY) as Day
const KINDS: readonly RecordKind[] = [...kindsOf('lists'), ...kindsOf('openness')]

/** The first invented row of a kind, by header, which every rule lets out. */
function sample(w: World, kind: RecordKind, changes: Partial<Record<FieldId, string>> = {}): Record<string, string> {
  const input = { agencies: w.content.agencies, today: TODAY }
  const [first = {}] = [...demoLists(input), ...demoOpenness(input)].find(([it]) => it === kind)?.[1] ?? []
  const row: Partial<Record<FieldId, string>> = {
    ...first,
    agencyName: '澜溪县交通运输局',
    agencyCode: '',
    documentNumber: NUMBER,
    ...changes,
  }
  return Object.fromEntries(
    fieldsOf(kind).flatMap((field) => {
      const value = row[field]
      return value === undefined ? [] : [[fieldSpec(kind, field)?.header ?? field, value]]
    }),
  )
}

async function found(w: World, number = NUMBER): Promise<{ id: string; kind: RecordKind }[]> {
  const { records } = (await w.get(`exact?q=${encodeURIComponent(number)}`)).body as {
    records: { id: string; kind: RecordKind }[]
  }
  return records
}

async function published(w: World, kind: RecordKind, ...rows: Record<string, string>[]): Promise<void> {
  await importRows(w, kind, rows)
  await publishPending(w)
}

describe.each(KINDS)('an entry of %s', (kind) => {
  test('goes from file to list, record, exact look-up, search, feed and organ, without a clock of 双公示', async () => {
    const w = await world()
    await published(w, kind, sample(w, kind))

    const rows = await w.rows(`kind=${kind}&agency=jiaotong-yunshu&limit=100`)
    const own = rows.find(({ documentNumber }) => documentNumber === NUMBER)
    const search = await w.get(`search?q=${encodeURIComponent(NUMBER)}&kind=${kind}`)
    const feed = await w.app.request(`${w.content.place.base}feeds/agencies/jiaotong-yunshu.json`)

    expect(own).toMatchObject({ kind, late: null, entry: expect.anything(), categories: [expect.any(String)] })
    expect((await found(w)).map(({ id }) => id)).toEqual([own?.id])
    expect(JSON.stringify(search.body)).toContain(own?.id ?? 'none')
    expect(await feed.text()).toContain(own?.id ?? 'none')
    expect((await w.get(`records/${own?.id}`)).body).toMatchObject({
      state: 'public',
      timeliness: { status: 'unknown' },
    })
    expect((await w.get('agencies/jiaotong-yunshu')).body).toMatchObject({ counts: { [kind]: expect.any(Number) } })
  })

  test('that names a person in any text waits for somebody to look, and is found nowhere', async () => {
    const w = await world()
    const texts = fieldsOf(kind).filter((field) => {
      const { type, visibility } = fieldSpec(kind, field) ?? {}
      const isChecked = ['documentNumber', 'agencyName', 'subjectName'].includes(field)
      return (type === 'free-text' || type === 'text') && visibility === 'public' && !isChecked
    })
    const rows = texts.map((field, n) =>
      sample(w, kind, { documentNumber: `试〔2026〕${n + 1}号`, [field]: `经办的是${NAME}，已说明。` }),
    )
    await published(w, kind, ...rows)

    const left = await Promise.all(texts.map(async (field, n) => [field, await found(w, `试〔2026〕${n + 1}号`)]))
    expect(left).toEqual(texts.map((field) => [field, []]))
    expect(await filesWith(`${w.folder}/snapshot`, [NAME])).toEqual([])
  })

  test('of an organ that is not of the place is withheld', async () => {
    const w = await world()
    await published(w, kind, sample(w, kind, { agencyName: '别处县财政局' }))

    expect(await found(w)).toEqual([])
  })
})

describe.each(KINDS.filter((kind) => !isAboutOrgan(kind)))('an entry of %s about somebody else', (kind) => {
  test('of a natural person, or of nobody knows whom, is withheld', async () => {
    const w = await world()
    await published(
      w,
      kind,
      sample(w, kind, { subjectName: NAME, subjectCategory: '自然人', subjectCode: '' }),
      sample(w, kind, { documentNumber: '试〔2026〕2号', subjectCategory: '' }),
    )

    expect([await found(w), await found(w, '试〔2026〕2号')]).toEqual([[], []])
    expect(await filesWith(`${w.folder}/snapshot`, [NAME])).toEqual([])
  })
})

describe('a list is only republished', () => {
  test.each([
    ['a list without the law it was listed under', 'serious-breach', { legalBasis: '' }],
    ['a list without an issuer', 'serious-breach', { agencyName: '' }],
    ['a list without the decision', 'serious-breach', { documentNumber: '', facts: '没有文书号的一条' }],
    ['a list without an end day', 'serious-breach', { publicUntil: '' }],
    ['a list that no law made', 'serious-breach', { listName: '本县黑名单' }],
    ['a measure on a list without its basis', 'serious-breach', { measures: '限制准入。', measureBasis: '' }],
    ['a good record without its basis', 'good-record', { legalBasis: '' }],
    ['a good record for ever', 'good-record', { publicUntil: '长期' }],
    ['a bidding violation for ever', 'bidding-violation', { publicUntil: '' }],
    ['a measure without its basis', 'measure', { measureBasis: '' }],
    ['a measure without an end', 'measure', { publicUntil: '长期' }],
    ['a measure that hangs on no finding', 'measure', { findingNumber: '' }],
    ['a report that nobody signed', 'assessment', { assessor: '' }],
    ['a report without a method', 'assessment', { method: '' }],
    ['a report without a word on independence', 'assessment', { independence: '' }],
    ['a power without its basis', 'power', { legalBasis: '' }],
    ['a power without its duties', 'power', { duties: '' }],
  ] as const)('so it withholds %s', async (_, kind, changes) => {
    const w = await world()
    const before = (await w.rows(`kind=${kind}&limit=100`)).length
    await published(w, kind, sample(w, kind, changes))

    expect((await w.rows(`kind=${kind}&limit=100`)).length).toBe(before)
    expect(await found(w)).toEqual([])
  })

  test.each([
    ['is moved out', 'serious-breach', { removedOn: TEST_DAY }],
    ['has come to its end', 'serious-breach', { publicUntil: '2026-11-19' }],
    [
      'ended although it is moved out only later',
      'serious-breach',
      { publicUntil: '2026-11-19', removedOn: '2027-01-01' },
    ],
    ['is no longer a good record', 'good-record', { removedOn: TEST_DAY }],
    ['left the directory', 'bidding-agency', { removedOn: TEST_DAY }],
    ['is a power no more', 'power', { removedOn: TEST_DAY }],
    ['is a measure that was lifted', 'measure', { removedOn: TEST_DAY }],
  ] as const)('and what %s is gone with the file that says so', async (_, kind, changes) => {
    const w = await world()
    await published(w, kind, sample(w, kind))
    const before = (await found(w)).length

    await published(w, kind, sample(w, kind, changes))

    expect([before, (await found(w)).length]).toEqual([1, 0])
  })

  test('and three years after the listing nothing is left, whatever end the entry states', async () => {
    const w = await world()
    await published(w, 'serious-breach', sample(w, 'serious-breach', { decidedOn: '2024-01-10', publicUntil: '长期' }))
    const [own] = await found(w)

    expect((await w.get(`records/${own?.id}`)).body).toMatchObject({ until: '2027-01-10' })
  })

  test('who is listed is named in no feed', async () => {
    const w = await world()
    await published(w, 'serious-breach', sample(w, 'serious-breach', { subjectName: '澜溪县不能点名有限公司' }))

    const base = w.content.place.base
    for (const path of [
      'feeds/serious-breaches.json',
      'feeds/serious-breaches.atom',
      'feeds/agencies/jiaotong-yunshu.json',
    ]) {
      const text = await (await w.app.request(`${base}${path}`)).text()
      expect.soft(text, path).toContain(NUMBER)
      expect.soft(text, path).not.toContain('不能点名')
    }
  })

  test('columns for the names of those who made a proposal are not kept at all', async () => {
    const w = await world()
    await published(w, 'proposal', { ...sample(w, 'proposal'), 提案人: NAME, 领衔代表: NAME, 联系人: NAME })

    // The file that was sent lies beside the database in this test alone.
    const left = (await filesWith(w.folder, [NAME])).filter((file) => !/test-\d+\.csv$/.test(file))
    expect([(await found(w)).length, left]).toEqual([1, []])
  })
})

test('a measure is found by the number of the finding that it hangs on, after the finding', async () => {
  const w = await world()
  const [finding] = await w.rows('kind=dishonesty&agency=shihe-zhen')

  const kinds = (await found(w, finding?.documentNumber ?? '')).map(({ kind }) => kind)

  expect(kinds).toEqual(['dishonesty', 'measure'])
})

test('of every new kind the demo shows every category and every standing', async () => {
  const w = await world()
  for (const kind of [...KINDS, 'measure', 'assessment'] as const) {
    const { categories, states } = (await w.get(`records?kind=${kind}`)).body as {
      categories: { category: string; count: number }[]
      states: { state: string; count: number }[]
    }
    const shown = categories.filter(({ count }) => count > 0).map(({ category }) => category)
    const stand = states.filter(({ count }) => count > 0).map(({ state }) => state)
    expect.soft(shown.sort(), kind).toEqual([...categoriesOfKind(kind)].sort())
    if (standingsOf(kind).length > 0)
      expect.soft(stand.sort(), kind).toEqual(
        standingsOf(kind)
          .map(({ id }) => id)
          .sort(),
      )
  }
})
