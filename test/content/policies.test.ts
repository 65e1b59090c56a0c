import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LawChanges, MAX_QUOTE, Mechanisms, policySchema } from '#content/schema/policy'
import { formatProblems, parseContent } from '#content/schema/problem'
import { loadContent } from '../../scripts/lib/content.ts'
import { folded, SEEDS, seedsAreAbsent, seedText } from '../seeds.ts'

const ROOT = join(import.meta.dirname, '../../content')
const { reading } = await loadContent('demo')
const { mechanisms, lawChanges } = reading
/** The demo's own is made up and has no text to compare with. */
const policies = reading.policies.filter(({ invented }) => !invented)

test('each place but the demo has one document', () => {
  expect(policies.map(({ place }) => place).sort()).toEqual(Object.keys(SEEDS).sort())
})

describe.each(policies)('$number $title', (policy) => {
  test('says what it orders, each thing once, in short quotes', () => {
    const quotes = policy.clauses.map(({ quote }) => folded(quote))

    expect(quotes.length).toBeGreaterThanOrEqual(15)
    expect(quotes.length).toBeLessThanOrEqual(30)
    expect(new Set(quotes).size).toBe(quotes.length)
    expect(Math.max(...quotes.map(({ length }) => length))).toBeLessThanOrEqual(MAX_QUOTE)
  })

  test('only names changes of the law that came after it', () => {
    const named = new Set([policy, ...policy.clauses].flatMap(({ changes }) => changes))

    const changes = lawChanges.filter(({ id }) => named.has(id))

    expect(changes.length).toBe(named.size)
    expect(changes.filter(({ from }) => from <= policy.issuedOn)).toEqual([])
  })

  test('keeps what is about single officials off the site', () => {
    expect(policy.clauses.filter((it) => [38, 39].includes(it.mechanism) && it.never === null)).toEqual([])
  })

  test.skipIf(seedsAreAbsent)('is quoted word for word, in the order of the text', () => {
    const text = seedText(policy.place)
    const places = policy.clauses.map(({ quote }) => text.indexOf(folded(quote)))

    expect(policy.clauses.filter((_, index) => places[index] === -1).map(({ quote }) => quote)).toEqual([])
    expect(text).toContain(folded(policy.title))
    if (policy.number !== null) expect(text).toContain(folded(policy.number))
    expect(text).toContain(folded(policy.issuer))
  })

  test.skipIf(seedsAreAbsent)('has each quote in the section that its reference names', () => {
    const text = seedText(policy.place)
    const strays = policy.clauses.filter(({ ref, quote }) => {
      const [, chapter, section] = /^(.)（(.)）/.exec(ref) ?? []
      // The last headings before the quote: 二、 and (二), each with a title behind it.
      const before = text.slice(0, text.indexOf(folded(quote)) + 1)
      const last = (heading: RegExp) => [...before.matchAll(heading)].at(-1)?.[1]
      return (
        last(/([一二三四五六七])、(?=\p{Script=Han}{4})/gu) !== chapter ||
        last(/\(([一二三四五六七八九])\)/g) !== section
      )
    })

    expect(strays.map(({ ref, quote }) => `${ref} ${quote}`)).toEqual([])
  })
})

test('the made-up document is on the site of the demo and on no other', async () => {
  const invented = async (place: string) =>
    (await loadContent(place)).reading.policies.filter((policy) => policy.invented).map(({ slug }) => slug)

  expect(await invented('demo')).toEqual(['demo-2025-1'])
  for (const place of Object.keys(SEEDS)) expect(await invented(place)).toEqual([])
})

test('every change of the law is needed by a document, and read by someone', () => {
  const named = new Set(policies.flatMap((policy) => [policy, ...policy.clauses].flatMap(({ changes }) => changes)))

  expect(lawChanges.filter(({ id }) => !named.has(id)).map(({ id }) => id)).toEqual([])
  expect(lawChanges.filter(({ confidence }) => confidence !== 'verified')).toEqual([])
  expect(lawChanges.filter(({ source }) => !/^domain\.md §\d/.test(source))).toEqual([])
})

describe('what an editor of a document reads', () => {
  const file = 'policies/huaxian-2017-31.yaml'
  const text = readFileSync(join(ROOT, file), 'utf8')
  const schema = policySchema({
    places: new Set(['huaxian']),
    mechanisms: new Set(Object.keys(mechanisms)),
    changes: new Set(lawChanges.map(({ id }) => id)),
  })

  test.each([
    [
      'a page that is not there',
      'pages: [guide-repair]',
      'pages: [guide-mend]',
      /clauses\.\[\d+\]\.pages\.\[0\] {2}写的是 "guide-mend"；应为 home、/,
    ],
    [
      'a change nobody has written',
      '[law.lists-2026]',
      '[law.lists-2027]',
      /changes\.\[0\] {2}写的是 "law\.lists-2027"；应为 content\/rules\/law-changes\.yaml/,
    ],
    [
      'a mechanism without a name',
      'mechanism: 46',
      'mechanism: 99',
      /mechanism {2}写的是 99；应为 content\/codes\/mechanisms\.yaml/,
    ],
    ['another place', 'place: huaxian', 'place: hua-xian', /place {2}写的是 "hua-xian"；应为 content\/places\//],
    [
      'a clause without a page and without a reason',
      / {4}pages: \[powers.*\n/,
      '',
      /应为 至少一个页面；没有页面的，用 later 或 never 写明原因/,
    ],
    [
      'a page for what is never here',
      / {4}never: /,
      '    pages: [about]\n    never: ',
      /never {2}写的是 .*应为 单独写/,
    ],
    [
      'a quote that copies',
      'quote: 建立公务员诚信档案',
      `quote: ${'公'.repeat(MAX_QUOTE + 1)}`,
      /quote {2}写的是 .*不多于 60/,
    ],
  ])('%s is named with file and line', (_, right, wrong, said) => {
    const spoilt = text.replace(right, wrong)
    const parsed = parseContent(`content/${file}`, spoilt, schema)

    expect(spoilt).not.toBe(text)
    expect(parsed.ok ? '' : formatProblems(parsed.problems)).toMatch(said)
    expect(parsed.ok ? '' : formatProblems(parsed.problems)).toMatch(
      /^content\/policies\/huaxian-2017-31\.yaml:\d+ {2}/,
    )
  })

  test('mechanisms and changes have their own files, and a wrong day is found there', () => {
    const changes = readFileSync(join(ROOT, 'rules/law-changes.yaml'), 'utf8')
    const parsed = parseContent('a.yaml', changes.replace('2026-04-01', '2026-04-31'), LawChanges)

    expect(parsed.ok ? '' : formatProblems(parsed.problems)).toContain('应为 YYYY-MM-DD 形式的日期')
    expect(parseContent('b.yaml', '0: 无', Mechanisms).ok).toBe(false)
  })
})
