import type { InStatement, InValue } from '@libsql/client'
import { inArray, sql } from 'drizzle-orm'
import { amountStep } from '#domain/amount-range'
import { daysBetween, parseDay } from '#domain/day'
import { facetWordsOf } from '#domain/search-entry'
import { leadPairs, leadWhole } from '#domain/search-text'
import type { DigestedEntry, SearchWriter } from '#usecase/search-ports'
import type { Database } from './client.ts'
import { searchEntry, searchSource } from './schema/search.ts'

/** Entries of one transaction: other writers wait while it lasts, some tenths of a second. */
const ENTRIES_PER_BATCH = 1000
const ROWS_PER_STATEMENT = 250
const IDS_PER_QUERY = 500

/** A day has room for a million decisions. */
const DAY_BITS = 20
/** Before every day that a record can have. */
const FIRST_DAY = parseDay('1949-01-01')

export function createSearchWriter(database: Database): SearchWriter {
  return {
    async indexEntries(entries) {
      let written = 0
      const inOrder = [...entries].sort((a, b) =>
        a.decidedOn === b.decidedOn ? 0 : a.decidedOn < b.decidedOn ? -1 : 1,
      )
      for (let at = 0; at < inOrder.length; at += ENTRIES_PER_BATCH) {
        written += await writeSome(database, inOrder.slice(at, at + ENTRIES_PER_BATCH))
      }
      return written
    },

    async dropEntries(ids) {
      for (let at = 0; at < ids.length; at += IDS_PER_QUERY) {
        await database.delete(searchEntry).where(inArray(searchEntry.id, ids.slice(at, at + IDS_PER_QUERY)))
      }
    },
  }
}

type Placed = { entry: DigestedEntry; seq: number }

/** `entries` by day: the full-text table takes rows in their order at once, and any other order one by one. */
async function writeSome(database: Database, entries: readonly DigestedEntry[]): Promise<number> {
  const known = await knownEntries(database, entries)
  const changed = entries.filter(({ id, digest }) => known.get(id)?.digest !== digest)
  if (changed.length === 0) return 0
  const placed = await placeEntries(database, changed, known)
  const old = changed.map(({ id }) => id).filter((id) => known.has(id))
  const statements: InStatement[] = []
  if (old.length > 0) {
    statements.push({
      sql: 'DELETE FROM search_entry WHERE id IN (SELECT value FROM json_each(?))',
      args: [JSON.stringify(old)],
    })
  }
  for (let at = 0; at < placed.length; at += ROWS_PER_STATEMENT) {
    const some = placed.slice(at, at + ROWS_PER_STATEMENT)
    statements.push(insertEntries(some), insertSources(some), insertTexts(some))
  }
  await database.$client.batch(statements, 'write')
  return changed.length
}

type Known = ReadonlyMap<string, { seq: number; digest: string }>

async function knownEntries(database: Database, entries: readonly DigestedEntry[]): Promise<Known> {
  const rows = await database.all<{ id: string; seq: number; digest: string }>(sql`
    SELECT e.id, e.seq, s.digest FROM json_each(${JSON.stringify(entries.map(({ id }) => id))}) AS wanted
    JOIN ${searchEntry} AS e ON e.id = wanted.value JOIN ${searchSource} AS s ON s.seq = e.seq`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** An entry keeps its place while its day stays; others come after the last of their day. */
async function placeEntries(database: Database, entries: readonly DigestedEntry[], known: Known): Promise<Placed[]> {
  const days = [...new Set(entries.map(({ decidedOn }) => startOf(decidedOn)))]
  const rows = await database.all<{ start: number; last: number }>(sql`
    SELECT day.value AS start, (SELECT max(seq) FROM ${searchEntry}
      WHERE seq >= day.value AND seq < day.value + ${2 ** DAY_BITS}) AS last
    FROM json_each(${JSON.stringify(days)}) AS day`)
  const last = new Map(rows.map((row) => [row.start, row.last ?? row.start]))
  const placed = entries.map((entry) => {
    const start = startOf(entry.decidedOn)
    const before = known.get(entry.id)?.seq
    if (before !== undefined && before > start && before < start + 2 ** DAY_BITS) return { entry, seq: before }
    const seq = (last.get(start) ?? start) + 1
    last.set(start, seq)
    return { entry, seq }
  })
  return placed.sort((a, b) => a.seq - b.seq)
}

function startOf(decidedOn: string): number {
  const day = parseDay(decidedOn)
  if (!FIRST_DAY || !day) throw new Error(`"${decidedOn}" is no day that an entry can stand at.`)
  return daysBetween(FIRST_DAY, day) * 2 ** DAY_BITS
}

/** Only what is public at this very moment: a removal may have come since the record was read. */
function insertEntries(placed: readonly Placed[]): InStatement {
  const columns = ['seq', 'id', 'kind', 'agency', 'year', 'state', 'categories', 'amount', 'step', 'alike', 'until']
  const rows = placed.map(({ seq, entry }): InValue[] => [
    ...[seq, entry.id, entry.kind, entry.agency, entry.decidedOn.slice(0, 4), entry.state],
    ...[` ${entry.categories.join(' ')} `, entry.amount, entry.amount === null ? null : amountStep(entry.amount)],
    ...[entry.alike, entry.until],
  ])
  return insertFrom('search_entry', columns, rows, `EXISTS (SELECT 1 FROM record WHERE id = v.id AND state = 'public')`)
}

function insertSources(placed: readonly Placed[]): InStatement {
  const columns = ['seq', 'lead', 'body', 'filters', 'shown', 'digest']
  const rows = placed.map(({ seq, entry }): InValue[] => [
    ...[seq, leadOf(entry), entry.body, facetWordsOf(entry).join(' ')],
    ...[JSON.stringify(entry.shown), entry.digest],
  ])
  return insertFrom('search_source', columns, rows, 'EXISTS (SELECT 1 FROM search_entry WHERE seq = v.seq)')
}

function leadOf({ leads }: DigestedEntry): string {
  return leads.flatMap((text) => [...leadPairs(text), leadWhole(text)]).join(' ')
}

/** The pairs of a text, as the view `search_pairs` cuts them. */
function pairsIn(text: string): string {
  const characters = [...text]
  return characters.map((character, at) => `${character}${characters[at + 1] ?? ''}`).join(' ')
}

function insertTexts(placed: readonly Placed[]): InStatement {
  const columns = ['rowid', 'lead', 'body', 'filters']
  const rows = placed.map(({ seq, entry }): InValue[] => [
    ...[seq, leadOf(entry), pairsIn(entry.body), facetWordsOf(entry).join(' ')],
  ])
  return insertFrom('search_text', columns, rows, 'EXISTS (SELECT 1 FROM search_source WHERE seq = v.rowid)')
}

function insertFrom(
  table: string,
  columns: readonly string[],
  rows: readonly InValue[][],
  condition: string,
): InStatement {
  const one = `(${columns.map(() => '?').join(',')})`
  const names = columns.join(', ')
  return {
    sql: `WITH v (${names}) AS (VALUES ${rows.map(() => one).join(',')})
      INSERT INTO ${table} (${names}) SELECT ${names} FROM v WHERE ${condition} ORDER BY 1`,
    args: rows.flat(),
  }
}
