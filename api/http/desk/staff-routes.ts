import { stream } from 'hono/streaming'
import { type AuditView, NewStaffBody, NothingBody, RoleBody } from '#contract/desk'
import { dayOfInstant } from '#domain/day'
import { addStaff, changeRole, closeStaff, resetStaff, type StaffDeps } from '#usecase/manage-staff'
import { auditCsv } from './audit-csv.ts'
import type { DeskRouter } from './desk-router.ts'
import { refuse } from './sign-in-routes.ts'
import { staffView } from './staff-view.ts'

const AUDIT_PAGE = 100

/** Accounts, for administrators; the audit, for auditors. */
export function staffRoutes(desk: DeskRouter, deps: StaffDeps): void {
  desk.get('/staff', ['admin', 'auditor'], async ({ c }) => {
    const all = await (await deps.staff()).list()
    return c.json({ items: all.map((it) => staffView(deps.agencies, it)) })
  })

  desk.post('/staff', ['admin'], NewStaffBody, async ({ c, staff, body }) => {
    const done = await addStaff(deps, staff, body)
    if (!done.ok) return refuse(c, done.failure)
    return c.json({ staff: staffView(deps.agencies, done.value.staff), password: done.value.password }, 201)
  })

  desk.post('/staff/:id/role', ['admin'], RoleBody, async ({ c, staff, body }) => {
    const done = await changeRole(deps, staff, c.req.param('id') ?? '', body)
    return done.ok ? c.json({}) : refuse(c, done.failure)
  })

  desk.post('/staff/:id/reset', ['admin'], NothingBody, async ({ c, staff }) => {
    const done = await resetStaff(deps, staff, c.req.param('id') ?? '')
    return done.ok ? c.json(done.value) : refuse(c, done.failure)
  })

  desk.post('/staff/:id/close', ['admin'], NothingBody, async ({ c, staff }) => {
    const done = await closeStaff(deps, staff, c.req.param('id') ?? '')
    return done.ok ? c.json({}) : refuse(c, done.failure)
  })

  desk.get('/audit/export', ['auditor', 'admin'], async ({ c, staff }) => {
    const store = await deps.staff()
    await store.note({ at: deps.clock(), staffId: staff.id, verb: 'audit-export', target: '', detail: {} })
    c.header('Content-Type', 'text/csv; charset=utf-8')
    c.header('Content-Disposition', `attachment; filename="audit-${dayOfInstant(deps.clock())}.csv"`)
    return stream(c, async (out) => {
      for await (const lines of auditCsv(store)) await out.write(lines)
    })
  })

  desk.get('/audit', ['auditor', 'admin'], async ({ c, staff }) => {
    const store = await deps.staff()
    await store.note({ at: deps.clock(), staffId: staff.id, verb: 'audit-read', target: '', detail: {} })
    const before = Number(c.req.query('before'))
    const items = await store.audit(before > 0 ? before : null, AUDIT_PAGE)
    const view: AuditView = {
      items: items.map((it) => ({ ...it, detail: { ...it.detail } })),
      next: items.length === AUDIT_PAGE ? (items.at(-1)?.id ?? null) : null,
    }
    return c.json(view)
  })
}
