import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { AgencyStatistics, CaseBreakdown, CaseClocks, CaseStatistics, RemovalStatistics } from '#contract/statistics'
import { listAgencyFigures, readBreakdown } from '#usecase/read-statistics'
import type { SnapshotReader } from '#usecase/snapshot-reader'
import { problemResponses } from './problem.ts'

const casesRoute = createRoute({
  method: 'get',
  path: '/statistics/cases',
  summary: '异议、投诉、修复申请和纠错的办理结果；1 至 4 件的不公布确数',
  responses: {
    200: { description: '统计', content: { 'application/json': { schema: CaseStatistics } } },
    ...problemResponses('snapshot-unreadable'),
  },
})

const clocksRoute = createRoute({
  method: 'get',
  path: '/statistics/clocks',
  summary: '受理、首次答复和办结各用多少工作日，按时的占多少；超期没有办结的计算在内',
  responses: {
    200: { description: '统计', content: { 'application/json': { schema: CaseClocks } } },
    ...problemResponses('snapshot-unreadable'),
  },
})

const breakdownRoute = createRoute({
  method: 'get',
  path: '/statistics/breakdown',
  summary: '最近四个完整季度办结的投诉（按机关和领域）和成立的异议（按机关）；只公布所在的区间',
  responses: {
    200: { description: '统计', content: { 'application/json': { schema: CaseBreakdown } } },
    ...problemResponses('snapshot-unreadable'),
  },
})

const removalsRoute = createRoute({
  method: 'get',
  path: '/statistics/removals',
  summary: '撤下和停止公示的信息，按原因和快慢',
  responses: {
    200: { description: '统计', content: { 'application/json': { schema: RemovalStatistics } } },
    ...problemResponses('snapshot-unreadable'),
  },
})

const agenciesRoute = createRoute({
  method: 'get',
  path: '/statistics/agencies',
  summary: '各机关双公示的及时性和数据质量',
  responses: {
    200: { description: '统计', content: { 'application/json': { schema: AgencyStatistics } } },
    ...problemResponses('snapshot-unreadable'),
  },
})

export function statisticsRoutes(reader: SnapshotReader) {
  const app = new OpenAPIHono()
  app.openapi(casesRoute, async (c) => {
    const { asOf = null, cases: items = [], summaries = [] } = (await reader.statistics()) ?? {}
    return c.json({ asOf, items, summaries }, 200)
  })
  app.openapi(clocksRoute, async (c) => {
    const { asOf = null, clocks: items = [] } = (await reader.statistics()) ?? {}
    return c.json({ asOf, items }, 200)
  })
  app.openapi(breakdownRoute, async (c) => c.json(await readBreakdown(reader), 200))
  app.openapi(removalsRoute, async (c) => {
    const { asOf = null, removals: items = [] } = (await reader.statistics()) ?? {}
    return c.json({ asOf, items }, 200)
  })
  app.openapi(agenciesRoute, async (c) => c.json({ items: await listAgencyFigures(reader) }, 200))
  return app
}
