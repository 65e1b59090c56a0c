import { NewStaffBody, NothingBody, RoleBody } from '#contract/desk'
import { addStaff, changeRole, closeStaff, resetStaff, type StaffDeps } from '#usecase/manage-staff'
import type { DeskRouter } from './desk-router.ts'
import { refuse } from './sign-in-routes.ts'
import { staffView } from './staff-view.ts'

/** Accounts, for administrators. */
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
}
