import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { agenciesPage, agencyPage } from '#site/lib/agency-page.ts'
import { loadHomePage, loadListPage, loadSearchPage } from '#site/lib/load-pages.ts'
import { publishPending } from '#usecase/publish-pending'
import { world } from '../world.ts'
import { localsOf } from './locals.ts'

const PLACES = readdirSync(join(import.meta.dirname, '../../content/places'))

/** What the pages get, of a place that has published nothing yet. */
async function emptySite(slug: string) {
  const w = await world({ empty: true, place: slug })
  await publishPending(w)
  return { locals: localsOf(w), agencies: w.content.agencies }
}

describe.each(PLACES)('the site of %s before its first record', (slug) => {
  test('has every page, under its own name, and says that there is nothing yet', async () => {
    const { locals, agencies } = await emptySite(slug)
    const { place } = locals

    const home = await loadHomePage(locals)
    const lists = await Promise.all(
      ['licences', 'penalties'].map((section) => loadListPage(locals, section, new URLSearchParams())),
    )
    const search = await loadSearchPage(locals, new URLSearchParams({ q: '没有这个单位' }))

    expect(home).toMatchObject({ state: 'home', heading: place.siteName, sections: [{ rows: [] }, { rows: [] }] })
    expect(lists).toMatchObject([
      { state: 'list', rows: [], pager: null, empty: '目前还没有公示中的行政许可信息。' },
      { state: 'list', rows: [], pager: null, empty: '目前还没有公示中的行政处罚信息。' },
    ])
    expect(search).toMatchObject({ outcome: 'nothing' })
    const list = agenciesPage(locals, await locals.api.agencies())
    expect(list.state === 'agencies' ? list.rows.map(({ name }) => name).sort() : list).toEqual(
      agencies.map(({ name }) => name).sort(),
    )
  })

  test('shows each organ without a made-up code', async () => {
    const { locals, agencies } = await emptySite(slug)

    for (const agency of agencies) {
      const tasks = await locals.api.tasks({ agency: agency.slug })
      const view = agencyPage(locals, await locals.api.agency(agency.slug), tasks)
      expect(view).toMatchObject({ state: 'agency', name: agency.name, uscc: agency.uscc, quality: [] })
    }
  })
})
