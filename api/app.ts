import { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import type { PlaceFacts } from '#domain/place-facts'
import { downloadRoutes } from '#http/downloads'
import { exactRoutes } from '#http/exact'
import { feedRoutes } from '#http/feeds'
import { healthRoutes } from '#http/health'
import { downloadListRoutes, metadataRoutes } from '#http/open-data'
import { problem } from '#http/problem'
import { publicRoutes } from '#http/public'
import { searchRoutes } from '#http/search'
import type { SearchDeps } from '#usecase/search-records'
import { SnapshotUnreadableError } from '#usecase/snapshot-reader'

/** `report`: where faults go; never into an answer. */
export type AppDeps = SearchDeps & {
  place: PlaceFacts
  /** Rejects where the database does not answer. */
  ping: () => Promise<void>
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
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: `${siteName} 公开接口`,
      version: '1',
      description: '只读，无需申请，不收费。撤下和到期的信息立即不再返回；转载者请按 removals 清理副本。',
    },
    servers: [{ url: `${base}api/v1` }],
  })
  const app = new Hono()
  // Answers name who was punished, like the pages that search engines are asked to leave out.
  app.use(`${base}api/v1/*`, async (c, next) => {
    await next()
    c.header('X-Robots-Tag', 'noindex')
  })
  app.route('/', api)
  app.route(`${base}feeds`, feedRoutes(deps))
  app.route(`${base}exact`, exactRoutes(deps))
  app.route(`${base}data`, downloadRoutes(deps))
  app.route(`${base}data`, metadataRoutes(deps))
  app.notFound((c) => problem(c, 'address-unknown'))
  app.onError((error, c) => {
    if (error instanceof SnapshotUnreadableError) return problem(c, 'snapshot-unreadable')
    deps.report(error)
    return problem(c, 'fault')
  })
  return app
}
