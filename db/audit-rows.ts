import { and, asc, desc, eq, gt, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { AuditFilter } from '#domain/audit-filter'
import type { AuditRow, StaffStore } from '#usecase/staff-ports'
import type { Database } from './client.ts'
import { staff } from './schema/staff.ts'
import { audit } from './schema/trail.ts'

/** Reading the audit: never by more than an index of what was asked for. */
export function createAuditRows(database: Database): Pick<StaffStore, 'audit' | 'auditAfter'> {
  const rows = () =>
    database.select({ row: audit, account: staff.username }).from(audit).leftJoin(staff, eq(staff.id, audit.staffId))
  const newest = [desc(audit.at), desc(audit.id)] as const
  return {
    auditAfter: async (id, limit) =>
      (await rows().where(gt(audit.id, id)).orderBy(asc(audit.id)).limit(limit)).map(rowOf),

    async audit(filter, limit) {
      const found =
        filter !== null && filter.verbs !== null && filter.staff === null && filter.target === null
          ? rows().where(sql`${audit.id} IN (${idsOf(filter.verbs, filter, limit)})`)
          : rows().where(filter === null ? undefined : narrowed(filter))
      return (await found.orderBy(...newest).limit(limit)).map(rowOf)
    },
  }
}

/** By the target, else by who did it, else by the day; the rest is looked at row by row. A plus keeps an index away. */
function narrowed({ target, staff: who, verbs, ...span }: AuditFilter): SQL | undefined {
  const byTarget = target === null ? undefined : eq(audit.target, target)
  const byStaff = who === null ? undefined : target === null ? eq(audit.staffId, who) : sql`+${audit.staffId} = ${who}`
  const byVerb =
    verbs === null ? undefined : sql`+${audit.verb} IN (SELECT value FROM json_each(${JSON.stringify(verbs)}))`
  return and(byTarget, byStaff, byVerb, within(span))
}

type Span = Pick<AuditFilter, 'before' | 'from' | 'end'>

function within({ before, from, end }: Span): SQL | undefined {
  return and(
    before === null ? undefined : sql`(${audit.at}, ${audit.id}) < (${before.at}, ${before.id})`,
    from === null ? undefined : gte(audit.at, from),
    end === null ? undefined : lt(audit.at, end),
  )
}

/** The newest of each verb, and of those the newest: each from the end of its own part of the index. */
function idsOf(verbs: readonly string[], span: Span, limit: number): SQL {
  const each = verbs.map(
    (verb) => sql`SELECT * FROM (SELECT ${audit.id} AS id, ${audit.at} AS at FROM ${audit}
      WHERE ${and(eq(audit.verb, verb), within(span))} ORDER BY ${audit.at} DESC, ${audit.id} DESC LIMIT ${limit})`,
  )
  return sql`SELECT id FROM (${sql.join(each, sql` UNION ALL `)}) ORDER BY at DESC, id DESC LIMIT ${limit}`
}

function rowOf({ row, account }: { row: typeof audit.$inferSelect; account: string | null }): AuditRow {
  const { id, at, actor, verb, target, detail, staffId } = row
  return { id, at, actor, verb, target, detail, staffId, staff: account ?? staffId }
}
