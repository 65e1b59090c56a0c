import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { Agencies } from '#content/schema/agency'
import { CalendarFile } from '#content/schema/calendar'
import { BookkeepingHeaders, CodeWords, headerAliasesOf } from '#content/schema/codes'
import { Place } from '#content/schema/place'
import { formatProblems, parseContent } from '#content/schema/problem'
import { ClockRules, NoticeRules, PeriodRules, PublicationRules, SeverityRules } from '#content/schema/rules'
import { EXCHANGE } from '#contract/exchange'
import { yearOf } from '#domain/day'
import { foldName } from '#domain/document-number'
import { foldHeader } from '#domain/header-mapping'
import { byKind } from '#domain/kind-groups'
import { CLOCK_DUTIES, inForce, isReliable, type RuleRow } from '#domain/rules'
import { PENALTY_KINDS, RECORD_KINDS } from '#domain/vocabulary'
import { ContentError, loadContent } from '../../scripts/lib/content.ts'

const ROOT = join(import.meta.dirname, '../..')
const SHARED = resolve(ROOT, process.env.GONGXIN_DATA ?? '../shared/data', '..')
const PLACES = readdirSync(join(ROOT, 'content/places'))

const textOf = (path: string) => readFileSync(join(ROOT, 'content', path), 'utf8')

function valid<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  const parsed = parseContent(path, textOf(path), schema)
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems))
  return parsed.value
}

describe.each(PLACES)('the content of %s', (slug) => {
  test('loads whole', async () => {
    const content = await loadContent(slug)

    expect(content.place.slug).toBe(slug)
    expect(content.agencies.length).toBeGreaterThan(0)
    expect(content.rules.publication.length).toBeGreaterThan(0)
  })

  test('confirms only rules that exist and that need it', async () => {
    const { place, rules } = await loadContent(slug)
    const { publication, periods, severities, clocks, notices, objections, promises, retention, alarms } = rules
    const rows: RuleRow[] = [
      publication,
      periods,
      severities,
      clocks,
      notices,
      objections,
      promises,
      retention,
      alarms,
    ].flat()
    const doubtful = rows.filter(({ confidence }) => confidence === 'known' || confidence === 'unsure')

    expect(place.confirmedRules.filter(({ rule }) => !doubtful.some(({ id }) => id === rule))).toEqual([])
  })

  test('has for every duty a rule to go by today, and the demo for notices, too', async () => {
    const { place, rules, calendar } = await loadContent(slug)
    const today = [...calendar.years.values()]
      .flatMap(({ daysOff }) => [...daysOff])
      .sort()
      .at(-1)
    if (today === undefined) throw new Error('The calendar has no day.')

    for (const duty of CLOCK_DUTIES) {
      expect
        .soft(
          inForce(rules.clocks, today).filter((row) => row.duty === duty),
          duty,
        )
        .toHaveLength(1)
    }
    expect(inForce(rules.notices, today).some((row) => isReliable(row, rules))).toBe(place.demo)
  })

  test('has no name that means two organs', async () => {
    const { agencies } = await loadContent(slug)
    const names = agencies.flatMap(({ slug: organ, name, aliases }) =>
      [...new Set([name, ...aliases].map(foldName))].map((folded) => ({ organ, folded })),
    )

    const twice = names.filter(({ organ, folded }) => names.some((it) => it.folded === folded && it.organ !== organ))

    expect(twice).toEqual([])
  })

  test('moves under another base path when asked to', async () => {
    expect((await loadContent(slug, '/xinyong/')).place.base).toBe('/xinyong/')
    await expect(loadContent(slug, 'xinyong')).rejects.toThrow()
  })
})

test('a place that is not there is refused with the path that is missing', async () => {
  const loading = loadContent('no-such-place')

  await expect(loading).rejects.toThrow(ContentError)
  await expect(loading).rejects.toThrow('没有 content/places/no-such-place/place.yaml')
})

describe('the rules', () => {
  const FILES = {
    'rules/publication.yaml': PublicationRules,
    'rules/periods.yaml': PeriodRules,
    'rules/severities.yaml': SeverityRules,
    'rules/clocks.yaml': ClockRules,
    'rules/notices.yaml': NoticeRules,
  }
  const rows = Object.entries(FILES).flatMap(([file, schema]) =>
    valid<z.ZodType<(RuleRow & { source: string })[]>>(file, schema).map((row) => ({ ...row, file })),
  )

  test('have no id twice, over all files', () => {
    const ids = rows.map(({ id }) => id)

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  test.each(rows)('$id names its law and where we read of it', ({ basis, source, confidence }) => {
    expect(source).toMatch(/^(domain|design)\.md §\d/)
    expect(basis).toMatch(/[《〔]|本站承诺|相对人类别|依据|公示期限/)
    if (confidence === 'verified' || confidence === 'computed') expect(basis).not.toContain('征求意见稿')
  })

  test('end after they begin', () => {
    expect(rows.filter(({ from, to }) => to !== null && to < from)).toEqual([])
  })

  // Skipped where the notes are not beside the repository: set GONGXIN_DATA to the folder that holds domain.md.
  describe.skipIf(!existsSync(join(SHARED, 'domain.md')))(`the sections cited, in ${SHARED}`, () => {
    const headings = (file: string): Set<string> => {
      const path = join(SHARED, file)
      const found = existsSync(path) ? readFileSync(path, 'utf8').matchAll(/^#{2,3} (\d+[a-z]?)[.\s]/gm) : []
      return new Set(Array.from(found, ([, section]) => section ?? ''))
    }
    const sections = new Map(['domain.md', 'design.md'].map((file) => [file, headings(file)]))

    test.each(rows)('$source of $id is there', ({ source }) => {
      const file = source.split(' ')[0] ?? ''
      const cited = Array.from(source.matchAll(/§(\d+[a-z]?)/g), ([, section]) => section ?? '')

      expect(cited.length).toBeGreaterThan(0)
      expect(cited.filter((section) => !sections.get(file)?.has(section))).toEqual([])
    })
  })
})

describe('the words and headers', () => {
  const words = valid('codes/words.yaml', CodeWords)
  const { bookkeeping } = valid('codes/headers.yaml', BookkeepingHeaders)
  const aliases = byKind((kind) => valid(`kinds/${kind}/headers.yaml`, headerAliasesOf(kind)))

  test('a header that keeps the books means no field', () => {
    const means = new Set(RECORD_KINDS.flatMap((kind) => aliases[kind].map(({ header }) => foldHeader(header))))
    for (const kind of RECORD_KINDS) {
      for (const { code, header } of Object.values(EXCHANGE[kind])) means.add(foldHeader(code)).add(foldHeader(header))
    }

    expect(bookkeeping.filter((header) => means.has(foldHeader(header)))).toEqual([])
  })

  test('no word of a list means two things', () => {
    for (const [list, members] of Object.entries(words)) {
      const all = Object.values(members).flat()

      expect
        .soft(
          all.filter((word, index) => all.indexOf(word) !== index),
          list,
        )
        .toEqual([])
    }
  })

  test('every kind of penalty has a word', () => {
    expect(PENALTY_KINDS.filter((kind) => !words.penaltyKinds[kind]?.length)).toEqual([])
  })

  test.each(RECORD_KINDS)('no alias of a %s repeats another or an official header', (kind) => {
    const official = Object.values(EXCHANGE[kind]).flatMap(({ code, header }) => [code, header])
    const all = [...official, ...aliases[kind].map(({ header }) => header)].map(foldHeader)

    expect(all.filter((header, index) => all.indexOf(header) !== index)).toEqual([])
  })
})

test('every calendar file is named by its year', () => {
  for (const name of readdirSync(join(ROOT, 'content/calendar')).filter((it) => it.endsWith('.json'))) {
    const file = valid(`calendar/${name}`, CalendarFile)

    expect.soft(`${file.year}.json`).toBe(name)
    for (const day of file.daysOff) expect.soft(Math.abs(yearOf(day) - file.year)).toBeLessThanOrEqual(1)
  }
})

describe('what an editor reads', () => {
  /** The message for a real file with one thing in it spoilt. */
  function messageFor(path: string, schema: z.ZodType, right: string, wrong: string): string {
    const text = textOf(path)
    if (!text.includes(right)) throw new Error(`content/${path} no longer says ${right}`)
    const parsed = parseContent(`content/${path}`, text.replace(right, wrong), schema)
    return parsed.ok ? '' : formatProblems(parsed.problems)
  }

  function lineOf(path: string, right: string): number {
    return textOf(path).split(right)[0]?.split('\n').length ?? 0
  }

  const COUNT = '1 处问题，1 个文件。改好后再运行：npm run check:content'
  const place = 'places/demo/place.yaml'
  const agencies = 'places/demo/agencies.yaml'
  const publication = 'rules/publication.yaml'
  const periods = 'rules/periods.yaml'

  test.each<[string, string, z.ZodType, string, string, string]>([
    [
      'a wrong word of a closed list',
      publication,
      PublicationRules,
      'decision: withhold',
      'decision: hide',
      '[0].decision  写的是 "hide"；应为 publish、mask、withhold',
    ],
    [
      'a day that is not on the calendar',
      publication,
      PublicationRules,
      'from: 2017-01-01',
      'from: 2017-02-30',
      '[0].from  写的是 "2017-02-30"；应为 YYYY-MM-DD 形式的日期',
    ],
    [
      'a field that records do not have',
      publication,
      PublicationRules,
      'legalBasis, facts',
      'legalBase, facts',
      '[1].when.fields.[0]  写的是 "legalBase"；应为 记录字段名，见 content/kinds',
    ],
    [
      'an id used twice',
      publication,
      PublicationRules,
      'record.subject-unknown',
      'record.natural-person',
      '[5].id  写的是 "record.natural-person"；应为 不重复的编号',
    ],
    [
      'a duration in words',
      periods,
      PeriodRules,
      'max: 1y',
      'max: 三年',
      '[1].max  写的是 "三年"；应为 数字加单位，如 3y、6mo；不设上限写 none',
    ],
    [
      'a shortest period in words',
      periods,
      PeriodRules,
      'min: 3mo',
      'min: 3个月',
      '[1].min  写的是 "3个月"；应为 数字加单位，如 3y、6mo；没有最短期写 0d',
    ],
    [
      'two rules for one class on one day',
      periods,
      PeriodRules,
      'from: 2023-05-01',
      'from: 2023-04-30',
      '[3].from  写的是 "2023-04-30"；应为 与 penalty.period.2019.general（2019-07-01 至 2023-04-30）不重叠；同一类别同一天只能有一条规则',
    ],
    ['a word for yes', place, Place, 'demo: true', 'demo: 是', 'demo  写的是 "是"；应为 true 或 false'],
    [
      'a base path without its strokes',
      place,
      Place,
      'base: /',
      'base: xinyong',
      'base  写的是 "xinyong"；应为 须以 / 开头和结尾',
    ],
    ['a missing field', place, Place, 'areaName: 澜溪县\n', '', 'areaName  写的是 （没有填写）；应为 文字'],
    [
      'an organ’s code with a wrong check digit',
      agencies,
      Agencies,
      '11999001MAJDTL5G19',
      '11999001MAJDTL5G18',
      '[0].uscc  写的是 "11999001MAJDTL5G18"；应为 校验位正确的统一社会信用代码',
    ],
    [
      'two organs of one slug',
      agencies,
      Agencies,
      'slug: yingji-guanli',
      'slug: shichang-jianguan',
      '[1].slug  写的是 "shichang-jianguan"；应为 不重复的 slug',
    ],
    [
      'a header for a field of the other kind',
      'kinds/licence/headers.yaml',
      headerAliasesOf('licence'),
      'field: subjectName',
      'field: facts',
      '[0].field  写的是 "facts"；应为 “licence”的记录字段名，见 content/kinds/licence/kind.yaml',
    ],
  ])('%s: file, line, field, value and what is allowed', (_, path, schema, right, wrong, said) => {
    const line = wrong === '' ? '' : `:${lineOf(path, right)}`

    expect(messageFor(path, schema, right, wrong)).toBe(`content/${path}${line}  ${said}\n${COUNT}`)
  })

  test('a field name nobody knows is named, at its own line', () => {
    const message = messageFor(place, Place, '  icp: null', '  icp: null\n  icq: null')

    expect(message).toContain(`content/${place}:${lineOf(place, '  icp: null') + 1}  channels.icq`)
    expect(message).toContain('没有这一项；请删去或改成已有的字段名')
  })

  test('a quote that is never closed is a matter of YAML', () => {
    const parsed = parseContent('a.yaml', '- slug: a\n- slug: "b\n', Agencies)

    expect(parsed.ok ? '' : formatProblems(parsed.problems)).toContain(
      'a.yaml:3  （YAML 格式）  写的是 ；应为 合法的 YAML：',
    )
  })

  test('a key written twice is a matter of YAML', () => {
    const message = messageFor(place, Place, 'slug: demo', 'slug: demo\nslug: demo')

    expect(message).toContain(`content/${place}:3  （YAML 格式）  写的是 slug: demo；应为 合法的 YAML：`)
  })

  test('every problem has its line, and the last line counts problems and files', () => {
    const a = parseContent('a.yaml', '- { slug: A, name: 甲 }\n- { slug: b, name: 乙局, uscc: null }\n', Agencies)
    const b = parseContent('b.yaml', '三', Agencies)
    const problems = [...(a.ok ? [] : a.problems), ...(b.ok ? [] : b.problems)]

    const lines = formatProblems(problems).split('\n')

    expect(lines).toHaveLength(problems.length + 1)
    expect(lines.at(-1)).toBe(`${problems.length} 处问题，2 个文件。改好后再运行：npm run check:content`)
    expect(lines.filter((line) => line.startsWith('a.yaml:1  [0].'))).toHaveLength(3)
  })

  test('a long value is cut, so that a line stays a line', () => {
    const parsed = parseContent('a.yaml', `- { slug: "${'A'.repeat(200)}\\n", name: 甲局, uscc: null }\n`, Agencies)

    expect(parsed.ok ? '' : formatProblems(parsed.problems).split('\n')[0]?.length).toBeLessThan(120)
  })

  test('the command that an editor is told to run exists', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    )

    expect(Object.keys(scripts)).toContain('check:content')
  })

  describe('what editors get wrong most', () => {
    test('an unknown field at the top of a file has its own line', () => {
      const message = messageFor(place, Place, 'base: /', 'base: /\ncolour: red')

      expect(message).toContain(`content/${place}:${lineOf(place, 'base: /') + 1}  colour`)
    })

    test('a wrong kind of penalty in a severity rule says which words are allowed', () => {
      const message = messageFor('rules/severities.yaml', SeverityRules, '[confiscate-goods]', '[goods]')

      expect(message).toContain('confiscate-goods')
    })

    test.each([
      ['areaCode: null', 'areaCode: "4105"'],
      ['origin: http://localhost:4321', 'origin: example'],
      ['siteIdCode: null', 'siteIdCode: "1"'],
    ])('%s written wrongly is explained in Chinese', (right, wrong) => {
      expect(messageFor(place, Place, right, wrong)).not.toContain('Invalid')
    })

    test('a condition nobody knows is explained in Chinese', () => {
      expect(messageFor(publication, PublicationRules, 'ask: natural-person', 'ask: person')).not.toContain('Invalid')
    })
  })
})
