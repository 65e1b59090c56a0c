import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadContent } from '../../scripts/lib/content.ts'
import { SEEDS, seedsAreAbsent, seedText } from '../seeds.ts'

const ROOT = join(import.meta.dirname, '../..')
const REAL = readdirSync(join(ROOT, 'content/places')).filter((slug) => slug !== 'demo')
const DIVISIONS = resolve(ROOT, process.env.GONGXIN_DATA ?? '../shared/data', 'gb2260/gb2260_all_revisions.tsv')
const areDivisionsAbsent = !existsSync(DIVISIONS)
if (areDivisionsAbsent) process.stderr.write(`SKIPPED: no division codes in ${DIVISIONS}; set GONGXIN_DATA.\n`)

test('each of the five documents has its place', () => {
  expect(REAL.sort()).toEqual(Object.keys(SEEDS).sort())
})

describe.each(REAL)('the real place %s', (slug) => {
  test('claims nothing that only its own people can say', async () => {
    const { place, agencies } = await loadContent(slug)

    expect(place).toMatchObject({ demo: false, showLegalRepresentative: false, confirmedRules: [], origin: null })
    expect(Object.values(place.channels).filter((value) => value !== null)).toEqual([])
    expect(agencies.filter(({ uscc }) => uscc !== null)).toEqual([])
  })

  test.skipIf(areDivisionsAbsent)('has the code that the list of divisions gives its area, still in use', async () => {
    const { place } = await loadContent(slug)
    const row = readFileSync(DIVISIONS, 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${place.areaCode}\t`))

    expect(row?.split('\t')).toEqual([place.areaCode, place.areaName, expect.anything(), expect.anything(), '0'])
  })

  test.skipIf(seedsAreAbsent)('names only organs that its document names', async () => {
    const { place, agencies } = await loadContent(slug)
    const text = seedText(slug)

    const strangers = agencies.filter(
      ({ name, aliases }) => ![name, ...aliases].some((it) => text.includes(it.replace(place.areaName, ''))),
    )

    expect(strangers).toEqual([])
  })

  test.skipIf(seedsAreAbsent)('is called as its document calls the site, where it does', async () => {
    const { place } = await loadContent(slug)
    const called = /“(信用[^”中]{2,4})”网站/.exec(seedText(slug))?.[1]

    expect(place.siteName.startsWith(called ?? place.areaName)).toBe(true)
  })
})
