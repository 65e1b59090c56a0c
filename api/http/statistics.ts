import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { CaseStatistics } from '#contract/statistics'
import type { SnapshotReader } from '#usecase/snapshot-reader'
import { problemResponses } from './problem.ts'

const casesRoute = createRoute({
  method: 'get',
  path: '/statistics/cases',
  summary: '异议、投诉、修复申请和纠错的办理统计；1 至 4 件的不公布确数',
  responses: {
    200: { description: '统计', content: { 'application/json': { schema: CaseStatistics } } },
    ...problemResponses('snapshot-unreadable'),
  },
})

export function statisticsRoutes(reader: SnapshotReader) {
  const app = new OpenAPIHono()
  app.openapi(casesRoute, async (c) => c.json((await reader.cases()) ?? { asOf: null, items: [], summaries: [] }, 200))
  return app
}
