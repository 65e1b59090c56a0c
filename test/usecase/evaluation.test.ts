import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '#api/app'
import { EvaluationList } from '#contract/evaluation'
import { parseDay } from '#domain/day'
import { downloadPath } from '#domain/downloads'
import { type EvaluationScheme, schemeOf } from '#domain/evaluation'
import { RECORD_KINDS } from '#domain/vocabulary'
import { publishDownloadFiles } from '../../scripts/lib/download-files.ts'
import { evaluateDownload } from '../../scripts/lib/evaluate-download.ts'
import { TEST_DAY } from '../test-day.ts'
import { type World, world } from '../world.ts'

test('every score is made anew from the tables that anybody can download, and is the same', async () => {
  const w = await world()
  await publishDownloadFiles(w)
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-evaluate-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const kind of RECORD_KINDS) {
    const path = downloadPath(kind, null, 'csv')
    const response = await w.app.request(`${w.content.place.base}data/${path}`)
    expect(response.status).toBe(200)
    await writeFile(join(folder, path), new Uint8Array(await response.arrayBuffer()))
  }
  const day = parseDay(TEST_DAY)
  const schemes = twoSchemes(w)
  if (day === undefined) throw new Error('This is a day.')
  const app = createApp({ ...w.deps, evaluations: schemes })

  for (const [year, id] of [
    [2026, '2026-1'],
    [2025, '2025-1'],
  ] as const) {
    const scheme = schemeOf(schemes, year, day)
    if (scheme === undefined) throw new Error('Both years have a scheme.')
    const told = EvaluationList.parse(await (await app.request(`/api/v1/evaluations?year=${year}`)).json())
    const { items, troubles } = await evaluateDownload(w.content, scheme, { folder, year, day })

    expect([told.scheme.id, scheme.id]).toEqual([id, id])
    expect(told.years).toEqual([2026, 2025])
    expect(troubles).toEqual([])
    expect(told.items.some(({ score }) => score !== null)).toBe(true)
    expect(new Map(items.map(({ agency, ...rest }) => [agency.slug, rest]))).toEqual(
      new Map(told.items.map(({ agency, ...rest }) => [agency.slug, rest])),
    )
  }
})

test('organs stand in the order of their names, whatever their score, and an unknown scheme is none', async () => {
  const w = await world()
  const told = EvaluationList.strict().parse((await w.get('evaluations')).body)
  const agencies = (await w.get('agencies')).body as { items: { slug: string }[] }

  expect(told.items.map(({ agency }) => agency.slug)).toEqual(agencies.items.map(({ slug }) => slug))
  expect((await w.get('evaluations?scheme=1999-1')).body).toMatchObject({ code: 'scheme-not-found' })
  expect((await w.get('evaluations?year=abc')).status).toBe(422)
})

test('a new scheme changes no score of a year that is over, and a year before every scheme has none', async () => {
  const w = await world()
  const [old, next] = twoSchemes(w)
  if (old === undefined || next === undefined) throw new Error('There are two.')
  const scored = async (schemes: EvaluationScheme[], query: string) =>
    (await createApp({ ...w.deps, evaluations: schemes }).request(`/api/v1/evaluations?${query}`)).json()

  const before = EvaluationList.parse(await scored([old], 'year=2025'))

  expect(EvaluationList.parse(await scored([old, next], 'year=2025'))).toMatchObject({
    ...{ scheme: before.scheme, items: before.items },
  })
  expect(EvaluationList.parse(await scored([next], '')).years).toEqual([2026])
  expect((await w.get('evaluations?year=2025')).body).toMatchObject({ status: 404, code: 'year-without-scheme' })
  expect(await scored([], '')).toMatchObject({ code: 'year-without-scheme' })
  expect(EvaluationList.parse(await scored([next], 'year=2025&scheme=2026-1')).scheme.id).toBe('2026-1')
})

/** The demo's scheme, and one of the year before that has fewer indicators. */
function twoSchemes({ content }: World): EvaluationScheme[] {
  const [scheme] = content.reading.evaluations
  const [from, to] = [parseDay('2025-01-01'), parseDay('2025-12-31')]
  if (!(scheme && from && to)) throw new Error('The demo has a scheme.')
  return [{ ...scheme, id: '2025-1', from, to, indicators: scheme.indicators.slice(3) }, scheme]
}
