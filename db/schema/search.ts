import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { type ListState, RECORD_KINDS } from '#domain/vocabulary'

/** One row a public record, narrow: filters and counts read many of them. Deleting it empties the index of the record. */
export const searchEntry = sqliteTable('search_entry', {
  /** Day of the decision, then order of arrival; see `db/search-writer.ts`. */
  seq: integer('seq').primaryKey(),
  id: text('id').notNull().unique(),
  kind: text('kind', { enum: RECORD_KINDS }).notNull(),
  agency: text('agency').notNull(),
  year: text('year').notNull(),
  state: text('state').$type<ListState>().notNull(),
  /** Members, each between blanks. */
  categories: text('categories').notNull(),
  /** Fen. */
  amount: integer('amount'),
  /** Number of the step of `#domain/amount-range`. */
  step: integer('step'),
  /** The same for entries that are alike in all that is counted. */
  alike: integer('alike').notNull(),
  until: text('until'),
})

/** What the full-text table is made of, and what a result shows. */
export const searchSource = sqliteTable('search_source', {
  seq: integer('seq').primaryKey(),
  /** Marked pairs of name, numbers and pinyin, and each of them as one word, as they stand in the index. */
  lead: text('lead').notNull(),
  /** Folded text; the view `search_pairs` cuts it. */
  body: text('body').notNull(),
  /** Words of filters. */
  filters: text('filters').notNull(),
  shown: text('shown').notNull(),
  /** Of everything above: an entry that did not change is not written again. */
  digest: text('digest').notNull(),
})
