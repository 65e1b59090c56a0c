import { expect, test } from 'vitest'
import { kindsOf } from '#domain/kind-groups'
import { KIND_PATH } from '#domain/record-kinds'
import { RECORD_KINDS } from '#domain/vocabulary'
import { kindGroups } from '#site/lib/kind-choices.ts'
import { loadHubPage, loadRecordPage } from '#site/lib/load-pages.ts'
import { publishPending } from '#usecase/publish-pending'
import { world } from '../world.ts'
import { localsOf } from './locals.ts'

test.each(['lists', 'openness'] as const)(
  'the page of %s tells every kind of the group, and links elsewhere',
  async (group) => {
    const w = await world()

    const view = await loadHubPage(localsOf(w), group)

    if (view.state !== 'hub') throw new Error('The page says that it cannot be shown.')
    expect(view.cards.map(({ kind }) => kind)).toEqual(kindsOf(group))
    for (const { kind, all, entries, total, intro } of view.cards) {
      expect.soft(all.href).toBe(`/${KIND_PATH[kind]}/`)
      expect.soft(entries.length, kind).toBeGreaterThan(0)
      expect.soft(total).toMatch(/^公示中的信息 \d+ 条。$/)
      expect.soft(intro).toMatch(/。$/)
    }
    expect(view.elsewhere.length).toBeGreaterThan(0)
    expect(view.elsewhere.every(({ href }) => href.startsWith('https://'))).toBe(true)
  },
)

test('the page of lists says that none is made here, and names nobody who was hit', async () => {
  const w = await world()
  const hit = await Promise.all(['serious-breach', 'bidding-violation'].map((kind) => w.rows(`kind=${kind}&limit=100`)))

  const view = await loadHubPage(localsOf(w), 'lists')

  expect(view).toMatchObject({ plain: expect.stringContaining('不设名单，不增加名单') })
  const names = hit.flat().map(({ subject }) => subject.name)
  expect(names.length).toBeGreaterThan(5)
  expect(names.filter((name) => JSON.stringify(view).includes(name))).toEqual([])
})

test('of an empty place there are the kinds, with nothing, and no fault', async () => {
  const w = await world({ empty: true })
  await publishPending(w)

  const view = await loadHubPage(localsOf(w), 'lists')

  expect('cards' in view && view.cards.map(({ entries }) => entries)).toEqual(kindsOf('lists').map(() => []))
})

test('a power leads to the decisions that come of it, and they lead back', async () => {
  const w = await world()
  const locals = localsOf(w)
  const powers = await w.rows('kind=power&agency=shichang-jianguan')
  const licensing = powers.find(({ categories }) => categories.some((it) => it === 'licensing'))
  const inspecting = powers.find(({ categories }) => categories.some((it) => it === 'inspecting'))
  const [penalty] = await w.rows('kind=penalty&agency=shichang-jianguan&limit=1')
  const related = async (section: string, id: string | undefined) => {
    const view = await loadRecordPage(locals, section, id)
    return view.state === 'public' ? view.related.map(({ href }) => href) : view.state
  }

  expect(await related('powers', licensing?.id)).toEqual(['/licences/?agency=shichang-jianguan'])
  expect(await related('powers', inspecting?.id)).toEqual([])
  expect(await related('penalties', penalty?.id)).toEqual(['/powers/?agency=shichang-jianguan&category=punishing'])
})

test('the number of a finding on a measure is a link to whoever has that number', async () => {
  const w = await world()
  const [measure] = await w.rows('kind=measure&limit=1')

  const view = await loadRecordPage(localsOf(w), 'measures', measure?.id)

  if (view.state !== 'public') throw new Error('The measure is not shown.')
  const row = view.groups.flatMap(({ rows }) => rows).find(({ label }) => label === '对应的认定文书号')
  expect(row?.href).toBe(`/search/?q=${encodeURIComponent(row?.value ?? '')}`)
})

test('kinds to choose from stand in groups, each once, and a group without any is left out', () => {
  const groups = kindGroups(RECORD_KINDS.map((value) => ({ value, text: value })))
  const few = kindGroups([{ value: 'power', text: '权责事项' }])

  expect(groups.map(({ label }) => label)).toEqual(['双公示', '政务诚信', '名单和清单', '政务公开'])
  expect(groups.flatMap(({ choices }) => choices.map(({ value }) => value)).sort()).toEqual([...RECORD_KINDS].sort())
  expect(few).toEqual([{ label: '名单和清单', choices: [{ value: 'power', text: '权责事项' }] }])
})
