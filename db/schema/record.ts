import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { PUBLICATION_DECISIONS, RECORD_KINDS, RECORD_STATES } from '#domain/vocabulary'

/** Organs of the place, carried over from `content/agencies` at every start; git is their source. */
export const organ = sqliteTable('organ', {
  slug: text('slug').primaryKey(),
  name: text('name').notNull(),
  uscc: text('uscc'),
  /** Folded names and aliases by which an imported file may mean this organ, as a JSON list. */
  foldedNames: text('folded_names', { mode: 'json' }).$type<string[]>().notNull(),
})

/** Organisations and sole traders only; a natural person has no row (see `version_private`). */
export const subject = sqliteTable('subject', {
  uscc: text('uscc').primaryKey(),
  name: text('name').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

export const record = sqliteTable(
  'record',
  {
    /** 12 Crockford base32 characters of HMAC(place secret, natural key); never changes. */
    id: text('id').primaryKey(),
    kind: text('kind', { enum: RECORD_KINDS }).notNull(),
    /** HMAC of the natural key without ordinal: rows that share a document number after folding share it. */
    familyKey: text('family_key').notNull(),
    ordinal: integer('ordinal').notNull(),
    organSlug: text('organ_slug').references(() => organ.slug),
    subjectUscc: text('subject_uscc').references(() => subject.uscc),
    /** Number of the current version, and the last step of the trail. */
    version: integer('version').notNull(),
    seq: integer('seq').notNull(),
    decidedOn: text('decided_on').notNull(),
    publishedOn: text('published_on'),
    until: text('until'),
    updatedAt: integer('updated_at').notNull(),
    /** HMAC of kind, organ and folded document number: records that share a number, whoever the subject. */
    numberKey: text('number_key'),
    /** HMAC of organ and folded 许可编号: 申领, 变更 and 重新申请 of one licence share it. */
    licenceKey: text('licence_key'),
    state: text('state', { enum: RECORD_STATES }).notNull().default('withheld'),
  },
  (table) => [
    index('record_number').on(table.numberKey),
    index('record_licence').on(table.licenceKey).where(sql`licence_key IS NOT NULL`),
    index('record_state').on(table.state, table.kind),
    index('record_until').on(table.state, table.until),
    index('record_organ').on(table.organSlug, table.id).where(sql`state IN ('public', 'withheld')`),
  ],
)

/** Immutable. `open` is the content that a decision may publish; personal data has been taken out of it. */
export const version = sqliteTable(
  'version',
  {
    recordId: text('record_id')
      .notNull()
      .references(() => record.id),
    n: integer('n').notNull(),
    open: text('open', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    maskedFields: text('masked_fields', { mode: 'json' }).$type<string[]>().notNull(),
    /**
     * HMAC over the whole content as it was received, private part included: equal content, equal mac. A correction keeps
     * that of the version it corrects, so that the same file imported again takes nothing back.
     */
    contentMac: text('content_mac').notNull(),
    /** Salt of the commitment; dies with the content. */
    salt: text('salt').notNull(),
    batchId: text('batch_id').notNull(),
    rowNumber: integer('row_number').notNull(),
    createdAt: integer('created_at').notNull(),
    /** Fields whose cell could not be read; null where that was not noted. */
    unreadFields: text('unread_fields', { mode: 'json' }).$type<string[]>(),
  },
  (table) => [primaryKey({ columns: [table.recordId, table.n] })],
)

/** Every decision of the one door, and every way out, as steps that are never changed. */
export const publication = sqliteTable(
  'publication',
  {
    recordId: text('record_id')
      .notNull()
      .references(() => record.id),
    seq: integer('seq').notNull(),
    version: integer('version').notNull(),
    decision: text('decision', { enum: PUBLICATION_DECISIONS }).notNull(),
    rule: text('rule').notNull(),
    basis: text('basis').notNull(),
    needsReview: integer('needs_review', { mode: 'boolean' }).notNull(),
    until: text('until'),
    /** For a way out: its ground, the public reason, and the last day of the notice. */
    ground: text('ground'),
    reason: text('reason'),
    noticeUntil: text('notice_until'),
    decidedAt: integer('decided_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.recordId, table.seq] }), index('publication_rule').on(table.rule)],
)
