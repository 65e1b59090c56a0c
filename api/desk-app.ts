import type { Hono } from 'hono'
import type { ReplyTemplate } from '#domain/reply-template'
import { alarmRoutes } from '#http/desk/alarm-routes'
import { auditRoutes } from '#http/desk/audit-routes'
import { caseRoutes } from '#http/desk/case-routes'
import { createDeskRouter, type DeskRoute } from '#http/desk/desk-router'
import { importRoutes } from '#http/desk/import-routes'
import { qualityRoutes } from '#http/desk/quality-routes'
import { recordRoutes } from '#http/desk/record-routes'
import { type DemoDesk, signInRoutes } from '#http/desk/sign-in-routes'
import { staffRoutes } from '#http/desk/staff-routes'
import { type UpwardRoutesDeps, upwardRoutes } from '#http/desk/upward-routes'
import { viewRoutes } from '#http/desk/view-routes'
import type { AlarmStore } from '#usecase/alarm-ports'
import type { ChangeDeps } from '#usecase/change-outcome'
import type { ImportDeskDeps } from '#usecase/check-import'
import type { FlawStore } from '#usecase/flaw-ports'
import type { IntakeDeps } from '#usecase/intake'
import type { StaffDeps } from '#usecase/manage-staff'

/** `report`: where faults go; never into an answer. */
export type DeskDeps = StaffDeps &
  DemoDesk &
  UpwardRoutesDeps & {
    intake: IntakeDeps
    replyTemplates: readonly ReplyTemplate[]
    records: () => Promise<ChangeDeps>
    imports: () => Promise<ImportDeskDeps>
    alarms: () => Promise<AlarmStore>
    flaws: () => Promise<FlawStore>
    base: string
    report: (error: unknown) => void
  }

/** What clerks work with, under `{base}api/desk`; on a machine of the place's own only. No IO on import. */
export function createDeskApp(deps: DeskDeps): { app: Hono; routes: readonly DeskRoute[] } {
  const desk = createDeskRouter(`${deps.base}api/desk`, deps.signIn, deps.report)
  const { intake, staff } = deps
  signInRoutes(desk, deps)
  staffRoutes(desk, deps)
  auditRoutes(desk, deps)
  const cases = { ...intake, staff, replyTemplates: deps.replyTemplates }
  caseRoutes(desk, cases)
  viewRoutes(desk, cases)
  importRoutes(desk, { imports: deps.imports, staff, agencies: deps.agencies })
  const { alarms, imports, agencies, clock } = deps
  alarmRoutes(desk, { alarms, imports, staff, agencies, clock })
  upwardRoutes(desk, { upward: deps.upward, inbound: deps.inbound })
  const files = async () => (await imports()).imports
  qualityRoutes(desk, { flaws: deps.flaws, imports: files, staff, agencies, clock })
  recordRoutes(desk, { ...cases, records: deps.records })
  return { app: desk.app, routes: desk.routes }
}
