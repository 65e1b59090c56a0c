import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { EvaluationList } from '#contract/evaluation'
import { parseDay } from '#domain/day'
import { downloadPath } from '#domain/downloads'
import { RECORD_KINDS } from '#domain/vocabulary'
import { publishDownloadFiles } from '../../scripts/lib/download-files.ts'
import { evaluateDownload } from '../../scripts/lib/evaluate-download.ts'
import { TEST_DAY } from '../test-day.ts'
import { world } from '../world.ts'

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
  const [scheme] = w.content.reading.evaluations
  if (day === undefined || scheme === undefined) throw new Error('The demo has a scheme.')

  for (const year of [2026, 2025]) {
    const told = EvaluationList.parse((await w.get(`evaluations?year=${year}`)).body)
    const { items, troubles } = await evaluateDownload(w.content, scheme, { folder, year, day })

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
