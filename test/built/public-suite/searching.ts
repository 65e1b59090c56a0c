import { expect } from 'vitest'
import { SearchAnswer, SuggestionList } from '#contract/search'
import { recordPath } from '../site.ts'
import { type Behaviour, type Subject, searchAt } from './behaviour.ts'

async function ask({ get }: Subject, query: string): Promise<SearchAnswer> {
  const response = await get(`/api/v1/search?${query}`)
  expect([query, response.status]).toEqual([query, 200])
  return SearchAnswer.parse(await response.json())
}

export const SEARCHING: Behaviour[] = [
  {
    name: 'full text finds words, narrows, counts, turns pages and takes words apart',
    check: async (subject) => {
      const q = encodeURIComponent('有限公司')
      const first = await ask(subject, `q=${q}&kind=penalty&order=newest&limit=10`)
      const second = await ask(subject, `q=${q}&kind=penalty&order=newest&limit=10&cursor=${first.next}`)
      const ids = [...first.items, ...second.items].map(({ record: row }) => row.id)

      expect(new Set(ids).size).toBe(20)
      expect(first.total).toBe(first.facets.kind.find(({ value }) => value === 'penalty')?.count)
      expect(first.facets.agency.reduce((sum, { count }) => sum + count, 0)).toBe(first.total)
      const loose = await ask(subject, `q=${encodeURIComponent('食品销售超过保质期')}`)
      expect([loose.isLoosened, loose.items.length > 0]).toEqual([true, true])
    },
  },
  {
    name: 'search knows names by pinyin, organs and documents',
    check: async (subject) => {
      const { get, penalty } = subject
      expect((await ask(subject, 'q=scjd')).agencies[0]).toMatchObject({ slug: 'shichang-jianguan' })
      expect((await ask(subject, `q=${encodeURIComponent('信用修复')}`)).pages.length).toBeGreaterThan(0)
      const response = await get(`/api/v1/suggestions?q=${encodeURIComponent(penalty.subject.name)}`)
      expect(SuggestionList.parse(await response.json()).items[0]?.text).toBe(penalty.subject.name)
    },
  },
  {
    name: 'the search page shows the same as the API, without script',
    check: async (subject) => {
      const answer = await ask(subject, `q=${encodeURIComponent('食品')}&kind=penalty&order=newest`)
      const page = await (await subject.get(searchAt('食品', '&kind=penalty&order=newest'))).text()
      const shown = [...page.matchAll(/<h4><a href="\/penalties\/([0-9a-z]{12})\/">/g)].map(([, id]) => id)

      expect(shown).toEqual(answer.items.map(({ record: row }) => row.id))
      expect(page).toContain(`共 ${answer.total} 条`)
      expect(page).toContain('<mark>食品</mark>')
    },
  },
  {
    name: 'exact finds by number, by code and by name, and nothing by a part of them',
    check: async ({ get, penalty }) => {
      const found = async (q: string) => (await get(`/api/v1/exact?q=${encodeURIComponent(q)}`)).text()
      const { documentNumber, subject } = penalty
      expect(await found(documentNumber)).toContain(penalty.id)
      for (const q of [subject.uscc ?? '', subject.name])
        expect(await found(q), q).toContain(`"uscc":"${subject.uscc}"`)
      expect(await found(penalty.agency.name)).toContain(penalty.agency.slug)
      expect(await found(documentNumber.slice(0, -2))).not.toContain(penalty.id)
    },
  },
  {
    name: 'a search that is too long, or filters by nonsense, is refused in Chinese',
    check: async ({ get }) => {
      for (const query of [`q=${'x'.repeat(5000)}`, 'q=x&kind=nonsense', 'q=x&limit=100000']) {
        const response = await get(`/api/v1/search?${query}`)
        expect([query.slice(0, 20), response.status]).toEqual([query.slice(0, 20), 422])
        expect(await response.json()).toMatchObject({ code: 'input-invalid', title: '填写的内容有误' })
      }
    },
  },
  {
    name: 'what a person searched for is in no link to elsewhere, and an empty search is a page',
    check: async ({ get, penalty }) => {
      expect((await get('/search/')).status).toBe(200)
      const page = await (await get(searchAt(penalty.subject.name))).text()
      expect(page).toContain(recordPath(penalty))
      expect([...page.matchAll(/(?:href|src|action)="(https?:)?\/\/[^"]*q=/g)]).toEqual([])
    },
  },
]
