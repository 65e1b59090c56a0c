import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import type { AuditStaffView, AuditView } from '#contract/desk'
import type { AuditAsked, AuditTrouble } from '#domain/audit-filter'
import { dayOfInstant } from '#domain/day'
import { STAFF_ROLE_LABEL } from '#domain/labels.zh'
import type { StaffDeps } from '#usecase/manage-staff'
import { readAudit } from '#usecase/read-audit'
import { problem } from '../problem.ts'
import { auditCsv } from './audit-csv.ts'
import { auditItem, auditNames } from './audit-view.ts'
import type { DeskRouter } from './desk-router.ts'

const READERS = ['auditor', 'admin'] as const

/** Who did what: by pages, narrowed, and whole as a file. */
export function auditRoutes(desk: DeskRouter, deps: StaffDeps): void {
  const names = async () => auditNames(await (await deps.staff()).everyone(), deps.agencies)

  desk.get('/audit/export', READERS, async ({ c, staff }) => {
    const store = await deps.staff()
    await store.note({ at: deps.clock(), staffId: staff.id, verb: 'audit-export', target: '', detail: {} })
    const known = await names()
    c.header('Content-Type', 'text/csv; charset=utf-8')
    c.header('Content-Disposition', `attachment; filename="audit-${dayOfInstant(deps.clock())}.csv"`)
    return stream(c, async (out) => {
      for await (const lines of auditCsv(store, known)) await out.write(lines)
    })
  })

  desk.get('/audit/staff', READERS, async ({ c }) => {
    const all = await (await deps.staff()).everyone()
    const view: AuditStaffView = {
      items: all.map(({ id, name, account, role, isClosed }) => ({
        ...{ id, name, account, isClosed },
        roleLabel: STAFF_ROLE_LABEL[role],
      })),
    }
    return c.json(view)
  })

  desk.get('/audit', READERS, async ({ c, staff }) => {
    const found = await readAudit(deps, staff, askedOf(c))
    if (!found.ok) return refuse(c, found.failure)
    const known = await names()
    const view: AuditView = { items: found.value.items.map((row) => auditItem(known, row)), next: found.value.next }
    return c.json(view)
  })
}

function askedOf(c: Context): AuditAsked {
  const asked = (name: string) => (c.req.query(name) ?? '').trim()
  return {
    ...{ group: asked('group'), staff: asked('staff'), from: asked('from'), until: asked('until') },
    ...{ number: asked('number'), before: asked('before') },
  }
}

const TROUBLE_WORDS = {
  unknown: '没有这一类',
  'no-day': '请填写日期，例如 2026-11-20',
  reversed: '结束的日期应在开始的日期以后',
  'no-number': '请填写完整的受理编号、记录编号或者导入编号',
} satisfies Record<AuditTrouble['why'], string>

function refuse(c: Context, troubles: readonly AuditTrouble[]): Response {
  return problem(c, 'input-invalid', {
    errors: troubles.map(({ field, why }) => ({ field, message: TROUBLE_WORDS[why] })),
  })
}
