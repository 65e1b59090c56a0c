import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { STAFF_ROLES } from '#domain/vocabulary'
import { organ } from './record.ts'

const instant = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

/** Names of fields are those of the sign-in library, which reads and writes these tables itself. */
export const staff = sqliteTable('staff', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: flag('email_verified').notNull(),
  image: text('image'),
  username: text('username').unique(),
  role: text('role', { enum: STAFF_ROLES }).notNull(),
  organSlug: text('organ_slug').references(() => organ.slug),
  twoFactorEnabled: flag('two_factor_enabled'),
  mustChangePassword: flag('must_change_password').notNull(),
  isDemo: flag('is_demo').notNull(),
  closedAt: instant('closed_at'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

export const staffSession = sqliteTable(
  'staff_session',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => staff.id),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('staff_session_user').on(table.userId)],
)

export const staffCredential = sqliteTable(
  'staff_credential',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => staff.id),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    /** Salted scrypt hash. */
    password: text('password'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('staff_credential_user').on(table.userId)],
)

/** Half-done sign-ins: a password was right and a code is awaited. */
export const staffVerification = sqliteTable(
  'staff_verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('staff_verification_identifier').on(table.identifier)],
)

/** Secret and recovery codes, encrypted under the desk's secret. */
export const staffSecondFactor = sqliteTable(
  'staff_second_factor',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => staff.id),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    verified: flag('verified'),
    failedVerificationCount: integer('failed_verification_count'),
    lockedUntil: instant('locked_until'),
  },
  (table) => [index('staff_second_factor_user').on(table.userId)],
)

export const signInTry = sqliteTable('sign_in_try', {
  key: text('key').primaryKey(),
  n: integer('n').notNull(),
  since: integer('since').notNull(),
})

/** Filters of the work list that somebody comes back to. */
export const savedView = sqliteTable(
  'saved_view',
  {
    staffId: text('staff_id')
      .notNull()
      .references(() => staff.id),
    name: text('name').notNull(),
    query: text('query').notNull(),
  },
  (table) => [primaryKey({ columns: [table.staffId, table.name] })],
)

/** Accounts that can still sign in. */
export const isActive = sql`${staff.closedAt} IS NULL`
