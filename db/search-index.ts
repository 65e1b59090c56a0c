import { type SQL, sql } from 'drizzle-orm'
import type { AmountRange } from '#domain/amount-range'
import { stepsOfRange } from '#domain/amount-range'
import type { Day } from '#domain/day'
import { facetWord, type SearchFacet, type SearchShown } from '#domain/search-entry'
import { pairsOf } from '#domain/search-text'
import type {
  CountQuery,
  IndexCounts,
  IndexHit,
  IndexQuery,
  SearchFilter,
  SearchIndex,
  SearchOrder,
  SearchPlace,
} from '#usecase/search-ports'
import type { Database } from './client.ts'

/** As many of the newest matches as are counted: more take longer than anybody waits. */
export const MOST_COUNTED = 10_000

/** So few matches are put in order one by one: asking for each tier looks the same words up several times over. */
const FEW = 400

/** `few`: up to so many matches are put in order one by one; 0 asks tier by tier always. */
export function createSearchIndex(database: Database, few = FEW): SearchIndex {
  return {
    async find({ order, after, limit, ...query }) {
      const isRanked = order === 'best' && query.terms.length > 0
      const matches = isRanked ? await fewMatches(database, query, few) : null
      if (matches) return findAmong(database, query, matches, after, limit)
      const hits: IndexHit[] = []
      const tiers = tiersOf(query, order)
      for (let tier = after?.tier ?? 0; tier < tiers.length && hits.length < limit; tier++) {
        const below = tier === after?.tier ? after.seq : null
        hits.push(...(await findTier(database, query, { tier, match: tiers[tier] ?? '', below }, limit - hits.length)))
      }
      return hits
    },

    async count(queries) {
      const [first, ...rest] = queries.map((query) => groupsOf(database, query))
      const groups = first ? await database.batch([first, ...rest]) : []
      return groups.map(countsOf)
    },

    async suggest(text, today, limit) {
      const phrase = phraseOf(text)
      const begins = `{name pinyin} : ^ ${phrase}`
      const shown: SearchShown[] = []
      for (const match of [begins, `({name number pinyin} : ${phrase}) NOT (${begins})`]) {
        if (shown.length >= limit) break
        const place = { tier: 0, match, below: null }
        const hits = await findTier(database, { filter: NO_FILTER, today }, place, limit - shown.length)
        shown.push(...hits.map((hit) => hit.shown))
      }
      return shown
    },
  }
}

const NO_FILTER = { amount: null }

type Tier = { tier: number; match: string; below: number | null }
type Narrowing = { filter: Pick<SearchFilter, 'amount'>; today: Day }

async function findTier(
  database: Database,
  { filter, today }: Narrowing,
  { tier, match, below }: Tier,
  limit: number,
): Promise<IndexHit[]> {
  // CROSS JOIN holds the order of the tables: the index, newest first, is walked only until there are enough.
  const rows = await database.all<{ seq: number; shown: string }>(sql`
    SELECT e.seq AS seq, s.shown AS shown
    FROM search_text AS t CROSS JOIN search_entry AS e ON e.seq = t.rowid CROSS JOIN search_source AS s ON s.seq = e.seq
    WHERE t.search_text MATCH ${match} AND ${below === null ? sql`TRUE` : sql`t.rowid < ${below}`}
      AND ${isPublic(today)} AND ${inRange(filter.amount)}
    ORDER BY t.rowid DESC LIMIT ${limit}`)
  return rows.map(({ seq, shown }) => ({ place: { tier, seq }, shown: storedShown(shown) }))
}

/** All that match, whatever their amount and last day; null where they are many. */
async function fewMatches(database: Database, query: IndexQuery, few: number): Promise<number[] | null> {
  const rows = await database.all<{ seq: number }>(sql`
    SELECT rowid AS seq FROM search_text WHERE search_text MATCH ${allOf(query)} ORDER BY rowid DESC LIMIT ${few + 1}`)
  return rows.length > few ? null : rows.map(({ seq }) => seq)
}

async function findAmong(
  database: Database,
  { terms, filter, today }: IndexQuery,
  seqs: readonly number[],
  after: SearchPlace | null,
  limit: number,
): Promise<IndexHit[]> {
  const rows = await database.all<{ seq: number; tier: number; shown: string }>(sql`
    SELECT m.seq AS seq, m.tier AS tier, s.shown AS shown
    FROM (SELECT e.seq AS seq, ${tierOf(terms)} AS tier FROM json_each(${JSON.stringify(seqs)}) AS w
      CROSS JOIN search_entry AS e ON e.seq = w.value CROSS JOIN search_source AS s ON s.seq = e.seq
      WHERE ${isPublic(today)} AND ${inRange(filter.amount)}) AS m CROSS JOIN search_source AS s ON s.seq = m.seq
    WHERE ${after === null ? sql`TRUE` : sql`(m.tier > ${after.tier} OR (m.tier = ${after.tier} AND m.seq < ${after.seq}))`}
    ORDER BY m.tier, m.seq DESC LIMIT ${limit}`)
  return rows.map(({ seq, tier, shown }) => ({ place: { tier, seq }, shown: storedShown(shown) }))
}

const isPublic = (today: Day): SQL => sql`(e.until IS NULL OR e.until >= ${today})`

function inRange(amount: AmountRange | null): SQL {
  if (amount === null) return sql`TRUE`
  const { from, to } = amount
  return sql`(e.amount >= ${from ?? 0} AND e.amount < ${to ?? Number.MAX_SAFE_INTEGER})`
}

/** Entries that are alike in all that is counted, or in the one facet that is asked for. */
type Group = {
  kind?: string
  agency?: string
  year?: string
  state?: string
  categories?: string
  step?: number | null
  counted?: number
  n: number
}

const COLUMN_OF: Record<SearchFacet, Exclude<keyof Group, 'n' | 'counted'>> = {
  ...{ kind: 'kind', agency: 'agency', year: 'year', state: 'state', category: 'categories', amount: 'step' },
}

function groupsOf(database: Database, query: CountQuery) {
  const { filter, today, only } = query
  const counted = sql`(${isPublic(today)} AND ${inRange(filter.amount)})`
  const matches = sql`(SELECT rowid AS seq FROM search_text WHERE search_text MATCH ${allOf(query)}
    ORDER BY rowid DESC LIMIT ${MOST_COUNTED + 1}) AS t CROSS JOIN search_entry AS e ON e.seq = t.seq`
  if (only !== undefined) {
    const column = sql.raw(COLUMN_OF[only])
    return database.all<Group>(
      sql`SELECT e.${column} AS ${column}, count(*) AS n FROM ${matches} WHERE ${counted} GROUP BY 1`,
    )
  }
  return database.all<Group>(sql`
    SELECT e.kind AS kind, e.agency AS agency, e.year AS year, e.state AS state, e.categories AS categories,
      e.step AS step, ${counted} AS counted, count(*) AS n
    FROM ${matches} GROUP BY 1, 2, 3, 4, 5, 6, 7`)
}

function countsOf(groups: readonly Group[]): IndexCounts {
  const seen = groups.reduce((sum, { n }) => sum + n, 0)
  const counted = groups.filter((group) => group.counted !== 0)
  const isCapped = seen > MOST_COUNTED
  return {
    total: Math.min(
      MOST_COUNTED,
      counted.reduce((sum, { n }) => sum + n, 0),
    ),
    isCapped,
    kinds: summed(counted, ({ kind }) => known(kind)),
    agencies: summed(counted, ({ agency }) => known(agency)),
    years: summed(counted, ({ year }) => known(year)),
    states: summed(counted, ({ state }) => known(state)),
    categories: summed(counted, ({ categories }) => (categories ?? '').split(' ').filter((it) => it !== '')),
    amounts: summed(counted, ({ step }) => known(step)),
  }
}

const known = <T>(value: T | null | undefined): T[] => (value === null || value === undefined ? [] : [value])

function summed<K>(groups: readonly Group[], keysOf: (group: Group) => readonly K[]): ReadonlyMap<K, number> {
  const sums = new Map<K, number>()
  for (const group of groups) for (const key of keysOf(group)) sums.set(key, (sums.get(key) ?? 0) + group.n)
  return sums
}

/** Best first: the name begins with it; name or number has all of it; what it is about; anything else. */
function tiersOf(query: IndexQuery, order: SearchOrder): string[] {
  const { terms } = query
  const [first] = terms
  if (order === 'newest' || first === undefined) return [allOf(query)]
  const phrases = terms.map(phraseOf).join(' AND ')
  const tiers = [
    ...(terms.length === 1 ? [`({name pinyin} : ^ ${phraseOf(first)})`] : []),
    `({name number pinyin} : (${phrases}))`,
    `(title : (${phrases}))`,
    `(${phrases})`,
  ]
  const filters = filterWords(query.filter)
  return tiers.map((tier, index) => {
    const above = tiers.slice(0, index)
    const own = above.length === 0 ? tier : `(${tier} NOT (${above.join(' OR ')}))`
    return [own, ...filters].join(' AND ')
  })
}

/** The number of the tier in `tiersOf` that takes an entry. The texts are folded like the terms, so a phrase is a part. */
function tierOf(terms: readonly string[]): SQL {
  const named = terms.map((it) => sql`(instr(s.name, ${it}) OR instr(s.number, ${it}) OR instr(s.pinyin, ${it}))`)
  const titled = terms.map((it) => sql`instr(s.title, ${it})`)
  const first = terms[0] ?? ''
  const begins = sql`(instr(s.name, ${first}) = 1 OR instr(s.pinyin, ${first}) = 1)`
  const cases = [...(terms.length === 1 ? [begins] : []), sql.join(named, sql` AND `), sql.join(titled, sql` AND `)]
  return sql`CASE ${sql.join(
    cases.map((it, tier) => sql`WHEN ${it} THEN ${sql.raw(String(tier))}`),
    sql` `,
  )} ELSE ${sql.raw(String(cases.length))} END`
}

function allOf({ terms, filter }: IndexQuery): string {
  return [...terms.map(phraseOf), ...filterWords(filter)].join(' AND ')
}

/** Pairs side by side; every pair is text inside quotes, so that nothing in it can be an operator. */
function phraseOf(term: string): string {
  return `"${pairsOf(term).join(' ').replaceAll('"', '""')}"`
}

function filterWords({ kind, agency, year, category, state, amount }: SearchFilter): string[] {
  const words = [
    kind === null ? null : facetWord('kind', kind),
    agency === null ? null : facetWord('agency', agency),
    year === null ? null : facetWord('year', year),
    category === null ? null : facetWord('category', category),
    state === null ? null : facetWord('state', state),
  ].flatMap((word) => (word === null ? [] : [`filters : "${word}"`]))
  if (amount === null) return words
  return [
    ...words,
    `(${stepsOfRange(amount)
      .map((step) => `filters : "${facetWord('amount', step)}"`)
      .join(' OR ')})`,
  ]
}

/** Safe: `search-writer.ts` is the only writer. */
function storedShown(text: string): SearchShown {
  return JSON.parse(text) as SearchShown
}
