import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { LOCK_MS } from '#domain/sign-in-lock'
import type { Staff } from '#domain/staff'
import type { StaffStore } from '#usecase/staff-ports'
import { createAuditRows } from './audit-rows.ts'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import {
  isActive,
  savedView,
  signInTry,
  staff,
  staffCredential,
  staffSecondFactor,
  staffSession,
} from './schema/staff.ts'
import { audit } from './schema/trail.ts'
import { withAvailability } from './unavailable.ts'

/** Accounts of the desk, tries to sign in, and the audit. */
export function createStaffStore(database: Database): StaffStore {
  const entry = (at: number, by: string, verb: string, target: string, detail: Record<string, string | number> = {}) =>
    database.insert(audit).values({ at, actor: 'staff', staffId: by, verb, target, detail })
  return withAvailability({
    async list() {
      return (await database.select().from(staff).where(isActive).orderBy(staff.username)).map(staffOf)
    },

    async everyone() {
      const rows = await database.select().from(staff).orderBy(staff.username)
      return rows.map((row) => ({ ...staffOf(row), isClosed: row.closedAt !== null }))
    },

    async find(id) {
      const [found] = await database
        .select()
        .from(staff)
        .where(and(eq(staff.id, id), isActive))
      return found && staffOf(found)
    },

    async findAccount(account) {
      const [found] = await database
        .select()
        .from(staff)
        .where(and(eq(staff.username, account), isActive))
      return found && staffOf(found)
    },

    async countTries(keys, now) {
      const rows = await Promise.all(
        keys.map((key) =>
          database
            .insert(signInTry)
            .values({ key, n: 1, since: now })
            .onConflictDoUpdate({
              target: signInTry.key,
              // `nextTries` of api/domain/sign-in-lock.ts, in one statement: two tries at once are two.
              set: {
                n: sql`CASE WHEN ${now} - since >= ${LOCK_MS} THEN 1 ELSE n + 1 END`,
                since: sql`CASE WHEN ${now} - since >= ${LOCK_MS} THEN ${now} ELSE since END`,
              },
            })
            .returning({ n: signInTry.n, since: signInTry.since }),
        ),
      )
      return rows.flat()
    },

    async forgetTries(keys) {
      await database.delete(signInTry).where(inArray(signInTry.key, [...keys]))
    },

    async note({ at, staffId, verb, target, detail }) {
      await database.insert(audit).values({ at, actor: 'staff', staffId, verb, target, detail: { ...detail } })
    },

    async setRole({ id, role, organSlug, at, by }) {
      await runBatch(database, [
        database
          .update(staff)
          .set({ role, organSlug, updatedAt: new Date(at) })
          .where(eq(staff.id, id)),
        entry(at, by, 'staff-role', id, { role, organ: organSlug ?? '' }),
      ])
    },

    async close(id, at, by) {
      await runBatch(database, [
        database
          .update(staff)
          .set({ closedAt: new Date(at), updatedAt: new Date(at) })
          .where(eq(staff.id, id)),
        database.delete(staffSession).where(eq(staffSession.userId, id)),
        database.delete(staffCredential).where(eq(staffCredential.userId, id)),
        database.delete(staffSecondFactor).where(eq(staffSecondFactor.userId, id)),
        entry(at, by, 'staff-close', id),
      ])
    },

    views: (staffId) =>
      database
        .select({ name: savedView.name, query: savedView.query })
        .from(savedView)
        .where(eq(savedView.staffId, staffId))
        .orderBy(asc(savedView.name)),

    async saveView({ staffId, name, query, at }) {
      await runBatch(database, [
        database
          .insert(savedView)
          .values({ staffId, name, query })
          .onConflictDoUpdate({ target: [savedView.staffId, savedView.name], set: { query } }),
        entry(at, staffId, 'view-save', ''),
      ])
    },

    async removeView({ staffId, name, at }) {
      await runBatch(database, [
        database.delete(savedView).where(and(eq(savedView.staffId, staffId), eq(savedView.name, name))),
        entry(at, staffId, 'view-remove', ''),
      ])
    },

    ...createAuditRows(database),
  })
}

function staffOf(row: typeof staff.$inferSelect): Staff {
  const { id, username, name, role, organSlug, twoFactorEnabled, mustChangePassword, isDemo } = row
  return {
    ...{ id, account: username ?? '', name, role, organSlug, mustChangePassword, isDemo },
    hasSecondFactor: twoFactorEnabled === true,
  }
}
