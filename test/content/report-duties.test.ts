import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblems, parseContent } from '#content/schema/problem'
import { reportDutiesSchema } from '#content/schema/report-duty'
import { loadContent } from '../../scripts/lib/content.ts'
import { folded, SEEDS, seedsAreAbsent, seedText } from '../seeds.ts'

const FILE = join(import.meta.dirname, '../../content/reports/duties.yaml')
const contents = await Promise.all(['demo', ...Object.keys(SEEDS)].map((place) => loadContent(place)))
const duties = contents.flatMap(({ place, reading }) => reading.duties.map((duty) => ({ of: place.slug, duty })))
const real = duties.filter(({ of }) => of !== 'demo')

test('a place has the duties of its own document and no other, and only the demo reports here', () => {
  expect(duties.map(({ of, duty }) => [of, duty.place])).toEqual(duties.map(({ of }) => [of, of]))
  expect([...new Set(real.map(({ of }) => of))]).toEqual(['hebei', 'huaxian'])
  expect(real.filter(({ duty }) => duty.by.length > 0)).toEqual([])
  for (const { duty } of duties.filter(({ of }) => of === 'demo')) {
    expect(duty.by.length).toBeGreaterThan(5)
    expect(duty.by).not.toContain('xingzheng-shenpi')
  }
})

test('a duty of the demo is in a clause of its document', () => {
  const [demo] = contents
  for (const { ref, quote, policy } of demo?.reading.duties ?? []) {
    const clauses = demo?.reading.policies.find(({ slug }) => slug === policy)?.clauses ?? []
    expect(clauses).toContainEqual(expect.objectContaining({ ref, quote }))
  }
})

describe.skipIf(seedsAreAbsent).each(real)('$duty.id', ({ duty }) => {
  test('is quoted word for word, in the section that its reference names, with its receiver and its day', () => {
    const text = seedText(duty.place)
    const at = text.indexOf(folded(duty.quote))
    const [, chapter, section] = /^(.)（(.)）/.exec(duty.ref) ?? []
    const before = text.slice(0, at + 1)
    const last = (heading: RegExp) => [...before.matchAll(heading)].at(-1)?.[1]
    const day = 'on' in duty.due ? duty.due.on.slice(5) : duty.due.yearly

    expect(at).toBeGreaterThan(0)
    expect(last(/([一二三四五六七])、(?=\p{Script=Han}{4})/gu)).toBe(chapter)
    expect(last(/\(([一二三四五六七八九])\)/g)).toBe(section)
    expect(duty.quote).toContain(duty.to)
    expect(duty.quote).toContain(`${Number(day.slice(0, 2))}月${Number(day.slice(3))}日`)
  })
})

describe('what an editor of duties reads', () => {
  const text = readFileSync(FILE, 'utf8')
  const [demo] = contents
  const policies = new Map(
    [...contents.flatMap(({ reading }) => reading.policies), ...(demo?.reading.policies ?? [])].map((it) => [
      it.slug,
      it,
    ]),
  )
  const schema = reportDutiesSchema(policies)

  test.each([
    [
      'a document nobody has',
      'policy: huaxian-2017-31',
      'policy: huaxian-2099',
      /policy {2}写的是 "huaxian-2099"；应为 content\/policies/,
    ],
    [
      'a place that is not the document’s',
      'place: huaxian',
      'place: hebei',
      /place {2}写的是 "hebei"；应为 文件所属的地区：huaxian/,
    ],
    ['a day that is none', 'yearly: 07-10', 'yearly: 07-32', /due\.yearly {2}写的是 "07-32"；应为 存在的月-日/],
    ['a half nobody covers', 'covers: first-half', 'covers: second-half', /\.due {2}.*应为 { on: 日期 }/],
    [
      'a matter that nobody can report',
      'matter: half-year-report',
      'matter: monthly-report',
      /matter {2}写的是 "monthly-report"；应为 half-year-report、/,
    ],
    [
      'two duties with one matter',
      'matter: yearly-report',
      'matter: half-year-report',
      /matter {2}写的是 "half-year-report"；应为 同一地区里不重复/,
    ],
    [
      'a duty before its document',
      'from: 2017-09-26',
      'from: 2017-01-01',
      /from {2}写的是 "2017-01-01"；应为 不早于文件印发之日（2017-09-26）/,
    ],
    [
      'a number twice',
      'id: huaxian-whole-year',
      'id: huaxian-first-half',
      /id {2}写的是 "huaxian-first-half"；应为 不重复的编号/,
    ],
  ])('%s is named with file and line', (_, right, wrong, said) => {
    const spoilt = text.replace(right, wrong)
    const parsed = parseContent('content/reports/duties.yaml', spoilt, schema)

    expect(spoilt).not.toBe(text)
    expect(parsed.ok ? '' : formatProblems(parsed.problems)).toMatch(said)
    expect(parsed.ok ? '' : formatProblems(parsed.problems)).toMatch(/^content\/reports\/duties\.yaml:\d+ {2}/)
  })
})
