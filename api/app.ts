import { OpenAPIHono } from '@hono/zod-openapi'
import { healthRoutes } from '#http/health'
import { problem } from '#http/problem'
import { publicRoutes } from '#http/public'
import type { ReadDeps } from '#usecase/read-public'
import { SnapshotUnreadableError } from '#usecase/snapshot-reader'

export type AppDeps = ReadDeps & {
  /** Base path of the place, '/' or '/xinyong/'. */
  base: string
  siteName: string
  /** Rejects where the database does not answer. */
  ping: () => Promise<void>
  /** Where faults go; never into an answer. */
  report: (error: unknown) => void
}

/** The whole API under `{base}api/v1`. No IO on import; everything it touches comes in `deps`. */
export function createApp(deps: AppDeps) {
  const app = new OpenAPIHono().basePath(`${deps.base}api/v1`)
  app.route('/', publicRoutes(deps))
  app.route('/', healthRoutes(deps.ping))
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: `${deps.siteName} 公开接口`,
      version: '1',
      description: '只读，无需申请，不收费。撤下和到期的信息立即不再返回；转载者请按 removals 清理副本。',
    },
    servers: [{ url: `${deps.base}api/v1` }],
  })
  app.notFound((c) => problem(c, 'address-unknown'))
  app.onError((error, c) => {
    if (error instanceof SnapshotUnreadableError) return problem(c, 'snapshot-unreadable')
    deps.report(error)
    return problem(c, 'fault')
  })
  return app
}
