import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitTarget } from '#domain/exact-key'
import type { ShardTarget } from '#domain/snapshot'
import { findExact } from '#site/enhance/exact-shard.ts'
import { nextIndex } from '#site/enhance/suggestion-list.ts'
import {
  exactSuggestions,
  findSuggestions,
  MOST_SUGGESTIONS,
  mergeSuggestions,
  readSuggestions,
  type Suggestions,
} from '#site/enhance/suggestions.ts'
import { createUrls } from '#site/lib/urls.ts'
import { type World, world } from '../world.ts'

const LICENCE: ShardTarget = 'l:0123456789ab:market'
const SAME_NUMBER: ShardTarget[] = [LICENCE, 'l:ba9876543210:water', 's:91999001MAQQAY494B', 'a:market']

/** Asks the real app, as a browser would; `isApiDown` cuts the way to the API alone. */
function browserOf({ app, content }: World, { isApiDown = false } = {}) {
  const asked: string[] = []
  const ask = async (path: string): Promise<unknown> => {
    asked.push(path)
    if (isApiDown && path.startsWith('api/')) throw new TypeError('Failed to fetch')
    const response = await app.request(`${content.place.base}${path}`)
    if (!response.ok) throw new Error(String(response.status))
    return response.json()
  }
  return { asked, ask, base: content.place.base }
}

async function aPenalty(place: World) {
  const [row] = await place.rows('kind=penalty')
  if (!row?.documentNumber || !row.subject.uscc) throw new Error('The demo has no penalty of an enterprise.')
  return { ...row, documentNumber: row.documentNumber, uscc: row.subject.uscc }
}

test('a shard leads from a number in any notation to its decision, and is asked for by five digits of a hash', async () => {
  const place = await world()
  const { asked, ask } = browserOf(place)
  const { id, documentNumber, agency } = await aPenalty(place)

  for (const typed of [documentNumber, ` ${documentNumber.replace('〔', '（').replace('〕', '）')}`]) {
    const { targets } = await findExact(typed, ask)
    expect(targets).toContainEqual(['p', id, agency.slug])
  }
  expect(asked.filter((path) => !/^exact\/[0-9a-f]{5}\.json$/.test(path))).toEqual([])
})

test('a code and a name lead to the enterprise, the name of an organ to the organ', async () => {
  const place = await world()
  const { ask } = browserOf(place)
  const { uscc, subject, agency } = await aPenalty(place)

  expect((await findExact(uscc.toLowerCase(), ask)).targets).toContainEqual(['s', uscc])
  expect((await findExact(subject.name, ask)).targets).toContainEqual(['s', uscc])
  expect((await findExact(agency.name, ask)).targets).toContainEqual(['a', agency.slug])
})

test('a letter typed for a digit is only asked back', async () => {
  const place = await world()
  const { ask, base } = browserOf(place)
  const { uscc } = await aPenalty(place)
  const typed = uscc.replace(/0/, 'O')

  const finding = await findExact(typed, ask)

  expect(typed).not.toBe(uscc)
  expect(finding).toEqual({ targets: [], meant: uscc })
  expect(exactSuggestions(typed, base, finding)).toEqual([
    { text: `您要查的是不是 ${uscc}？`, detail: null, path: createUrls(base).search(uscc) },
  ])
})

test('what cannot be whole is not asked, and without a hash nothing is', async () => {
  const place = await world()
  const { asked, ask } = browserOf(place)
  const { documentNumber } = await aPenalty(place)

  expect(await findExact('澜 溪 县', ask)).toEqual({ targets: [], meant: null })
  expect(await findExact(documentNumber, ask, null)).toEqual({ targets: [], meant: null })
  expect(asked).toEqual([])
})

test('with the API down exact suggestions still come, and it is said that there is no more', async () => {
  const place = await world()
  const { ask, base } = browserOf(place, { isApiDown: true })
  const { id, documentNumber } = await aPenalty(place)

  const shown: Suggestions[] = []
  await findSuggestions(documentNumber, base, ask, (found) => shown.push(found))
  await findSuggestions('没有这样的东西', base, ask, (found) => shown.push(found))

  const own = { text: documentNumber, detail: '行政处罚决定', path: createUrls(base).record('penalty', id) }
  expect(shown[0]).toEqual({ items: expect.arrayContaining([own]), isLimited: false, isFinal: false })
  expect(shown[1]).toEqual({ ...shown[0], isLimited: true, isFinal: true })
  expect(shown[2]).toEqual({ items: [], isLimited: true, isFinal: true })
})

test('the API gives the words of what a shard found, and the rest after it', async () => {
  const place = await world()
  const { ask, base } = browserOf(place)
  const { id, documentNumber } = await aPenalty(place)

  const shown: Suggestions[] = []
  await findSuggestions(documentNumber, base, ask, (found) => shown.push(found))

  const last = shown.at(-1)
  expect(last).toMatchObject({ isLimited: false, isFinal: true })
  expect(last?.items.map(({ path }) => path)).toContain(createUrls(base).record('penalty', id))
  expect(last?.items.slice(0, shown[0]?.items.length).map(({ path }) => path)).toEqual(
    shown[0]?.items.map(({ path }) => path),
  )
})

test('decisions of different organs with the same number are told apart', () => {
  const targets = SAME_NUMBER.map(splitTarget)

  const suggestions = exactSuggestions('12号文书', '/xinyong/', { targets, meant: null })

  const urls = createUrls('/xinyong/')
  expect(suggestions).toEqual([
    { text: '12号文书', detail: '行政许可决定（一）', path: urls.record('licence', '0123456789ab') },
    { text: '12号文书', detail: '行政许可决定（二）', path: urls.record('licence', 'ba9876543210') },
    { text: '12号文书', detail: '单位的公示信息', path: urls.subject('91999001MAQQAY494B') },
    { text: '12号文书', detail: '公示机关', path: urls.agency('market') },
  ])
})

test('of many decisions with one number as many are shown as fit', () => {
  const targets = Array.from({ length: 20 }, () => splitTarget(LICENCE))

  const details = exactSuggestions('0001号', '/', { targets, meant: null }).map(({ detail }) => detail)

  expect(details).toHaveLength(MOST_SUGGESTIONS)
  expect(details.at(-1)).toBe('行政许可决定（八）')
})

const suggestion = fc.record({
  text: fc.string(),
  detail: fc.option(fc.string()),
  path: fc.constantFrom(...Array.from('abcdefghijkl', (letter) => `/${letter}/`)),
})

test('merged suggestions begin with the exact ones, name no page twice and are eight at most', () => {
  fc.assert(
    fc.property(fc.array(suggestion), fc.array(suggestion), (exact, fromApi) => {
      const paths = mergeSuggestions(exact, fromApi).map(({ path }) => path)
      const first = [...new Set(exact.map(({ path }) => path))].slice(0, MOST_SUGGESTIONS)

      expect(paths.slice(0, first.length)).toEqual(first)
      expect(new Set(paths).size).toBe(paths.length)
      expect(paths).toHaveLength(Math.min(MOST_SUGGESTIONS, new Set([...exact, ...fromApi].map((it) => it.path)).size))
    }),
  )
})

test('what the API knows of an exact suggestion replaces what was typed', () => {
  const exact = { text: '12号', detail: '行政许可决定', path: '/a/' }
  const known = { text: '澜市监许〔2026〕12号', detail: '澜溪县市场监督管理局', path: '/a/' }

  expect(mergeSuggestions([exact], [{ ...known, path: '/b/' }, known])).toEqual([known, { ...known, path: '/b/' }])
})

test('a suggestion of a kind that is not known yet is shown, one that leaves the site is not', () => {
  const item = { of: 'something-new', text: '甲', detail: null, path: '/xinyong/new/' }
  const paths = ['//elsewhere.example/', 'javascript:alert(1)', 'https://elsewhere.example/', '/other/', 7]
  const items = [item, ...paths.map((path) => ({ ...item, path })), { ...item, text: undefined }, null]

  expect(readSuggestions({ items }, '/xinyong/')).toEqual([{ text: '甲', detail: null, path: '/xinyong/new/' }])
  expect(readSuggestions({ items: items.slice(1, 4) }, '/')).toEqual([])
})

test.each([[null], [{}], [{ items: '甲' }], ['<html>']])('an answer without a list, %j, is none', (answer) => {
  expect(() => readSuggestions(answer, '/')).toThrow(TypeError)
})

test('the arrow keys go round through every suggestion and none', () => {
  fc.assert(
    fc.property(fc.nat(MOST_SUGGESTIONS), fc.constantFrom(1 as const, -1 as const), (count, step) => {
      const seen = [-1]
      for (let steps = 0; steps <= count; steps++) seen.push(nextIndex(seen.at(-1) ?? 0, step, count))

      expect(seen.at(-1)).toBe(-1)
      expect([...new Set(seen)].sort((a, b) => a - b)).toEqual(Array.from({ length: count + 1 }, (_, at) => at - 1))
      if (count > 0) expect(seen[1]).toBe(step === 1 ? 0 : count - 1)
    }),
  )
})
