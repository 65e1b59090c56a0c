import { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { isStoreUnavailable } from '#domain/failure'
import type { PlaceFacts } from '#domain/place-facts'
import { downloadRoutes } from '#http/downloads'
import { evaluationRoutes } from '#http/evaluations'
import { exactRoutes } from '#http/exact'
import { feedRoutes } from '#http/feeds'
import { healthRoutes } from '#http/health'
import { intakeRoutes } from '#http/intake'
import { downloadListRoutes, metadataRoutes } from '#http/open-data'
import { problem } from '#http/problem'
import { publicRoutes } from '#http/public'
import { type OrderedDuty, reportCalendarRoutes } from '#http/report-calendar'
import { searchRoutes } from '#http/search'
import { statisticsRoutes } from '#http/statistics'
import { taskRoutes, taskTableRoutes } from '#http/tasks'
import type { IntakeDeps } from '#usecase/intake'
import type { ReadDeps } from '#usecase/list-rows'
import type { TaskDeps } from '#usecase/list-tasks'
import type { EvaluationDeps } from '#usecase/read-evaluation'
import type { SearchDeps } from '#usecase/search-records'
import { SnapshotUnreadableError } from '#usecase/snapshot-reader'

/** `report`: where faults go; never into an answer. */
export type AppDeps = SearchDeps & {
  place: PlaceFacts
  /** Rejects where the database does not answer. */
  ping: () => Promise<void>
  intake: Omit<IntakeDeps, keyof ReadDeps>
  tasks: TaskDeps
  evaluations: EvaluationDeps['schemes']
  /** What the place's documents have organs report. */
  duties: readonly OrderedDuty[]
}

/**
 * What answers programs: the API under `{base}api/v1`, feeds under `{base}feeds`, files under `{base}data`, shards for
 * exact look-up under `{base}exact`. No IO on import; everything it touches comes in `deps`.
 */
export function createApp(deps: AppDeps) {
  const { base, siteName } = deps.place
  const api = new OpenAPIHono().basePath(`${base}api/v1`)
  api.route('/', publicRoutes(deps))
  api.route('/', searchRoutes(deps))
  api.route('/', downloadListRoutes(deps))
  api.route('/', healthRoutes(deps.ping))
  api.route('/', statisticsRoutes(deps.reader))
  api.route('/', taskRoutes(deps.tasks))
  api.route('/', evaluationRoutes({ reader: deps.reader, schemes: deps.evaluations }))
  api.route('/', reportCalendarRoutes({ reader: deps.reader, duties: deps.duties }))
  api.route('/', intakeRoutes({ reader: deps.reader, hash: deps.hash, ...deps.intake }))
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: `${siteName} 公开接口`,
      version: '1',
      description:
        '无需申请，不收费。撤下和到期的信息立即不再返回；转载者请按 removals 清理副本。提交异议、投诉、修复申请和纠错的内容先加密后保存。',
    },
    servers: [{ url: `${base}api/v1` }],
  })
  const app = new Hono()
  // Answers name who was punished, like the pages that search engines are asked to leave out.
  app.use(`${base}api/v1/*`, async (c, next) => {
    await next()
    c.header('X-Robots-Tag', 'noindex')
    // Receipts, codes and tasks are for one client and once.
    if (c.req.method === 'POST') c.header('Cache-Control', 'no-store')
  })
  app.route('/', api)
  app.route(`${base}feeds`, feedRoutes(deps))
  app.route(`${base}exact`, exactRoutes(deps))
  app.route(`${base}data`, downloadRoutes(deps))
  app.route(`${base}data`, metadataRoutes(deps))
  app.route(`${base}data`, taskTableRoutes(deps.tasks))
  app.notFound((c) => problem(c, 'address-unknown'))
  app.onError((error, c) => {
    if (error instanceof SnapshotUnreadableError) return problem(c, 'snapshot-unreadable')
    if (isStoreUnavailable(error)) return problem(c, 'intake-unavailable')
    // Of the validator: a body that is no JSON. Its message may quote the body, so it is not passed on.
    if (error instanceof HTTPException && error.status === 400) return problem(c, 'json-broken')
    deps.report(error)
    return problem(c, 'fault')
  })
  return app
}
