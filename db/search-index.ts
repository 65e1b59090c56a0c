import { type SQL, sql } from 'drizzle-orm'
import { type AmountRange, stepsOfRange } from '#domain/amount-range'
import type { Day } from '#domain/day'
import { facetWord, MOST_COUNTED, type SearchShown } from '#domain/search-entry'
import { leadPairs, leadWhole, pairsOf } from '#domain/search-text'
import type {
  IndexCounts,
  IndexHit,
  IndexQuery,
  SearchFilter,
  SearchIndex,
  SearchOrder,
  SearchPlace,
} from '#usecase/search-ports'
import type { Database } from './client.ts'

/** `few`: up to how many matches are ordered at once; the answers are the same for any number. */
export function createSearchIndex(database: Database, few = FEW): SearchIndex {
  return {
    find: ({ order, after, limit, ...query }) =>
      answered(async () => {
        const matches = await fewMatches(database, query, few)
        if (matches) return pageOfFew(database, matches, tierTests(query, order), { after, limit })
        const hits: IndexHit[] = []
        const tiers = tiersOf(query, order)
        for (let tier = after?.tier ?? 0; tier < tiers.length && hits.length < limit; tier++) {
          const below = tier === after?.tier ? after.seq : null
          hits.push(
            ...(await findTier(database, query, { tier, match: tiers[tier] ?? '', below }, limit - hits.length)),
          )
        }
        return { hits, counts: null }
      }),

    count: (queries) =>
      answered(async () => {
        const shared = await sharedGroups(database, queries)
        if (shared) return queries.map(({ filter }) => countsOf(shared.filter((group) => isIn(group, filter))))
        const [first, ...rest] = queries.map((query) => groupsOf(database, query))
        const groups = first ? await database.batch([first, ...rest]) : []
        return groups.map(countsOf)
      }),

    suggest: (text, today, limit) =>
      answered(async () => {
        const [begins, holds] = [phrase(leadPairs(text)), phrase(leadPairs(text, false))]
        const shown: SearchShown[] = []
        for (const match of [begins, `${holds} NOT ${begins}`]) {
          if (shown.length >= limit) break
          const place = { tier: 0, match, below: null }
          const hits = await findTier(database, { filter: { amount: null }, today }, place, limit - shown.length)
          shown.push(...hits.map((hit) => hit.shown))
        }
        return shown
      }),
  }
}

/** A failed query names its parameters, and those are what somebody typed: only the cause goes on from here. */
async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    throw new Error('The search index did not answer.', cause === undefined ? undefined : { cause })
  }
}

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

const isPublic = (today: Day): SQL => sql`(e.until IS NULL OR e.until >= ${today})`

function inRange(amount: AmountRange | null): SQL {
  if (amount === null) return sql`TRUE`
  const { from, to } = amount
  return sql`(e.amount >= ${from ?? 0} AND e.amount < ${to ?? Number.MAX_SAFE_INTEGER})`
}

/** So few matches are put in order and counted one by one, which takes the index once instead of five times. */
const FEW = 300

type FewMatch = Group & { seq: number; lead: string }

/** All that match and are public; null where they are many. */
async function fewMatches(database: Database, query: IndexQuery, most: number): Promise<FewMatch[] | null> {
  const rows = await database.all<FewMatch>(sql`
    SELECT (${isPublic(query.today)} AND ${inRange(query.filter.amount)}) AS counted, 1 AS n, e.seq AS seq, s.lead AS lead,
      e.kind AS kind, e.agency AS agency, e.year AS year, e.state AS state, e.categories AS categories, e.step AS step
    FROM (SELECT rowid AS seq FROM search_text WHERE search_text MATCH ${allOf(query)}
      ORDER BY rowid DESC LIMIT ${most + 1}) AS t
      CROSS JOIN search_entry AS e ON e.seq = t.seq CROSS JOIN search_source AS s ON s.seq = e.seq`)
  return rows.length > most ? null : rows.filter(({ counted }) => counted === 1)
}

async function pageOfFew(
  database: Database,
  matches: readonly FewMatch[],
  tests: readonly ((lead: string) => boolean)[],
  { after, limit }: { after: SearchPlace | null; limit: number },
): Promise<{ hits: IndexHit[]; counts: IndexCounts }> {
  const places = matches
    .map(({ seq, lead }) => ({ seq, tier: tests.findIndex((isIn) => isIn(lead)) }))
    .sort((a, b) => a.tier - b.tier || b.seq - a.seq)
    .filter(({ tier, seq }) => after === null || tier > after.tier || (tier === after.tier && seq < after.seq))
    .slice(0, limit)
  const rows = await database.all<{ seq: number; shown: string }>(sql`
    SELECT s.seq AS seq, s.shown AS shown FROM json_each(${JSON.stringify(places.map(({ seq }) => seq))}) AS w
    CROSS JOIN search_source AS s ON s.seq = w.value`)
  const shown = new Map(rows.map((row) => [row.seq, row.shown]))
  const hits = places.flatMap((place) => {
    const text = shown.get(place.seq)
    return text === undefined ? [] : [{ place, shown: storedShown(text) }]
  })
  return { hits, counts: countsOf(matches) }
}

/** Entries that are alike in all that is counted. */
type Group = {
  kind: string
  agency: string
  year: string
  state: string
  categories: string
  step: number | null
  counted: number
  n: number
}

function groupsOf(database: Database, query: IndexQuery) {
  return database.all<Group>(sql`
    SELECT g.counted AS counted, g.n AS n, one.kind AS kind, one.agency AS agency, one.year AS year,
      one.state AS state, one.categories AS categories, one.step AS step
    FROM (SELECT max(e.seq) AS seq, count(*) AS n, (${isPublic(query.today)} AND ${inRange(query.filter.amount)}) AS counted
      FROM (SELECT rowid AS seq FROM search_text WHERE search_text MATCH ${allOf(query)}
        ORDER BY rowid DESC LIMIT ${MOST_COUNTED + 1}) AS t CROSS JOIN search_entry AS e ON e.seq = t.seq
      GROUP BY e.alike, 3) AS g CROSS JOIN search_entry AS one ON one.seq = g.seq`)
}

const EVERYTHING: SearchFilter = { kind: null, agency: null, year: null, category: null, state: null, amount: null }

/** Several filters on the same words are counted from one pass over the words; null where too many hold them. */
async function sharedGroups(database: Database, queries: readonly IndexQuery[]): Promise<Group[] | null> {
  const [first] = queries
  const isCut = queries.some(({ filter }) => filter.amount !== null)
  if (!first || queries.length === 1 || first.terms.length === 0 || isCut) return null
  const groups = await groupsOf(database, { ...first, filter: EVERYTHING })
  return seenIn(groups) > MOST_COUNTED ? null : groups
}

function isIn(group: Group, { kind, agency, year, category, state }: SearchFilter): boolean {
  return (
    (kind === null || group.kind === kind) &&
    (agency === null || group.agency === agency) &&
    (year === null || group.year === year) &&
    (state === null || group.state === state) &&
    (category === null || group.categories.includes(` ${category} `))
  )
}

const seenIn = (groups: readonly Group[]) => groups.reduce((sum, { n }) => sum + n, 0)

function countsOf(groups: readonly Group[]): IndexCounts {
  const counted = groups.filter((group) => group.counted === 1)
  const total = counted.reduce((sum, { n }) => sum + n, 0)
  const by = <K>(keysOf: (group: Group) => readonly (K | null)[]) => summed(counted, keysOf)
  return {
    total: Math.min(MOST_COUNTED, total),
    isCapped: seenIn(groups) > MOST_COUNTED,
    kinds: by(({ kind }) => [kind]),
    agencies: by(({ agency }) => [agency]),
    years: by(({ year }) => [year]),
    states: by(({ state }) => [state]),
    categories: by(({ categories }) => categories.split(' ').filter((it) => it !== '')),
    amounts: by(({ step }) => [step]),
  }
}

function summed<K>(groups: readonly Group[], keysOf: (group: Group) => readonly (K | null)[]): ReadonlyMap<K, number> {
  const sums = new Map<K, number>()
  for (const group of groups) {
    for (const key of keysOf(group)) {
      if (key !== null) sums.set(key, (sums.get(key) ?? 0) + group.n)
    }
  }
  return sums
}

/** Best first: a name or number begins with it; a name or number has all of it; it is anywhere in the record. */
function tiersOf(query: IndexQuery, order: SearchOrder): string[] {
  const [first] = query.terms
  if (order === 'newest' || first === undefined || query.whole !== null) return [allOf(query)]
  const leads = query.terms.map((term) => phrase(leadPairs(term, false)))
  const begins = [phrase(leadPairs(first)), ...leads.slice(1)].join(' AND ')
  const holds = leads.join(' AND ')
  const filters = filterWords(query.filter).map((word) => ` AND ${word}`)
  const tiers = [
    `(${begins})`,
    `((${holds}) NOT (${begins}))`,
    `((${query.terms.map(anywhere).join(' AND ')}) NOT (${holds}))`,
  ]
  return tiers.map((tier) => `${tier}${filters.join('')}`)
}

/** The same tiers for entries at hand: whether the words of a lead, as they stand in the index, hold those phrases. */
function tierTests(query: IndexQuery, order: SearchOrder): ((lead: string) => boolean)[] {
  const [first] = query.terms
  const rest = () => true
  if (order === 'newest' || first === undefined || query.whole !== null) return [rest]
  const holds = (words: readonly string[]) => (lead: string) => ` ${lead} `.includes(` ${words.join(' ')} `)
  const all = query.terms.map((term) => holds(leadPairs(term, false)))
  const begins = [holds(leadPairs(first)), ...all.slice(1)]
  const every = (tests: readonly ((lead: string) => boolean)[]) => (lead: string) => tests.every((test) => test(lead))
  return [every(begins), every(all), rest]
}

function allOf({ terms, whole, filter }: IndexQuery): string {
  const words = whole === null ? terms.map(anywhere) : [phrase([leadWhole(whole)])]
  return [...words, ...filterWords(filter)].join(' AND ')
}

function anywhere(term: string): string {
  return `(${phrase(pairsOf(term))} OR ${phrase(leadPairs(term, false))})`
}

/** Words side by side; what stands inside quotes is never an operator. */
function phrase(words: readonly string[]): string {
  return `"${words.join(' ').replaceAll('"', '""')}"`
}

function filterWords({ kind, agency, year, category, state, amount }: SearchFilter): string[] {
  const words = [
    kind === null ? null : facetWord('kind', kind),
    agency === null ? null : facetWord('agency', agency),
    year === null ? null : facetWord('year', year),
    category === null ? null : facetWord('category', category),
    state === null ? null : facetWord('state', state),
  ].flatMap((word) => (word === null ? [] : [phrase([word])]))
  if (amount === null) return words
  return [
    ...words,
    `(${stepsOfRange(amount)
      .map((step) => phrase([facetWord('amount', step)]))
      .join(' OR ')})`,
  ]
}

/** Safe: `search-writer.ts` is the only writer. */
function storedShown(text: string): SearchShown {
  return JSON.parse(text) as SearchShown
}
