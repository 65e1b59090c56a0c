import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { problem, problemResponses } from './problem.ts'

const Health = z.object({ database: z.literal('up') }).openapi('Health')

const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  summary: '业务数据库是否可用（公示查询不依赖它）',
  responses: {
    200: { description: '可用', content: { 'application/json': { schema: Health } } },
    ...problemResponses('database-unavailable'),
  },
})

/** `ping` is given five seconds: a database that hangs is a database that is down. */
export function healthRoutes(ping: () => Promise<void>) {
  const app = new OpenAPIHono()
  app.openapi(healthRoute, async (c) => {
    try {
      await Promise.race([ping(), timeout(5_000)])
    } catch {
      return problem(c, 'database-unavailable')
    }
    return c.json({ database: 'up' as const }, 200)
  })
  return app
}

function timeout(milliseconds: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
}
