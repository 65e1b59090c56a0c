import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AgencyList,
  AgencyQualityView,
  AgencyView,
  DayText,
  ExactAnswer,
  PublicRecord,
  RecentList,
  RecordCategory,
  RecordId,
  RecordPage,
  RemovalList,
  SubjectDossier,
} from '#contract/record'
import { LATEST_SERVED } from '#domain/latest-rows'
import { LIST_STATES, RECORD_KINDS } from '#domain/vocabulary'
import { listRecords, PAGE_SIZE, readRecent } from '#usecase/list-records'
import type { ReadDeps } from '#usecase/list-rows'
import { lookUpExact } from '#usecase/look-up-exact'
import { listAgencies, readAgency, readAgencyQuality } from '#usecase/read-agency'
import { listRemovals, readRecord, readSubject } from '#usecase/read-record'
import { invalidInput } from './invalid-input.ts'
import { problem, problemResponses } from './problem.ts'

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
const unreadable = 'snapshot-unreadable'

const recordRoute = createRoute({
  method: 'get',
  path: '/records/{id}',
  summary: '一条公示记录',
  request: { params: z.object({ id: RecordId }) },
  responses: {
    200: json(PublicRecord, '公示中的记录'),
    ...problemResponses('record-withdrawn', 'record-ended', 'record-not-found', 'input-invalid', unreadable),
  },
})

const listRoute = createRoute({
  method: 'get',
  path: '/records',
  summary: '公示记录列表，按决定日期从新到旧',
  request: {
    query: z.object({
      kind: z.enum(RECORD_KINDS),
      agency: z.string().max(64).optional(),
      year: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
      category: RecordCategory.optional(),
      state: z.enum(LIST_STATES).optional(),
      page: z.coerce.number().int().min(1).max(1_000_000).default(1),
      limit: z.coerce.number().int().min(1).max(100).default(PAGE_SIZE),
    }),
  },
  responses: {
    200: json(RecordPage, '一页记录'),
    ...problemResponses('agency-not-found', 'page-not-found', 'input-invalid', unreadable),
  },
})

const recentRoute = createRoute({
  method: 'get',
  path: '/recent',
  summary: '最近公示的记录，按公示日期从新到旧；不论决定何时作出',
  request: {
    query: z.object({
      kind: z.enum(RECORD_KINDS).optional(),
      agency: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(LATEST_SERVED).default(PAGE_SIZE),
    }),
  },
  responses: {
    200: json(RecentList, '记录'),
    ...problemResponses('agency-not-found', 'input-invalid', unreadable),
  },
})

const agenciesRoute = createRoute({
  method: 'get',
  path: '/agencies',
  summary: '本地区的公示机关',
  responses: { 200: json(AgencyList, '机关及其公示数量'), ...problemResponses(unreadable) },
})

const agencyRoute = createRoute({
  method: 'get',
  path: '/agencies/{slug}',
  summary: '一个机关',
  request: { params: z.object({ slug: z.string().max(64) }) },
  responses: { 200: json(AgencyView, '机关'), ...problemResponses('agency-not-found', unreadable) },
})

const qualityRoute = createRoute({
  method: 'get',
  path: '/agencies/{slug}/quality',
  summary: '一个机关的数据质量：各类信息填了多少、代码对不对、有多少行没有接收',
  request: { params: z.object({ slug: z.string().max(64) }) },
  responses: { 200: json(AgencyQualityView, '数据质量'), ...problemResponses('agency-not-found', unreadable) },
})

const subjectRoute = createRoute({
  method: 'get',
  path: '/subjects/{uscc}',
  summary: '一个企业或个体工商户名下公示中的记录',
  request: { params: z.object({ uscc: z.string().regex(/^[0-9A-Z]{18}$/) }) },
  responses: {
    200: json(SubjectDossier, '主体'),
    ...problemResponses('subject-not-found', 'input-invalid', unreadable),
  },
})

const exactRoute = createRoute({
  method: 'get',
  path: '/exact',
  summary: '按完整的文书号、统一社会信用代码或名称查询',
  request: { query: z.object({ q: z.string().trim().min(1).max(200) }) },
  responses: { 200: json(ExactAnswer, '查询结果'), ...problemResponses('input-invalid', unreadable) },
})

const removalsRoute = createRoute({
  method: 'get',
  path: '/removals',
  summary: '某日以来撤下和停止公示的记录编号；供转载者清理副本，不含名称',
  request: { query: z.object({ since: DayText }) },
  responses: { 200: json(RemovalList, '编号'), ...problemResponses('input-invalid', unreadable) },
})

/** Reading: everything here answers from the snapshot store and none of it needs the database. */
export function publicRoutes(deps: ReadDeps) {
  const app = new OpenAPIHono({ defaultHook: invalidInput })

  app.openapi(recordRoute, async (c) => {
    const found = await readRecord(deps, c.req.valid('param').id)
    if (!found.ok) return problem(c, found.failure.code)
    const record = found.value
    if (record.state === 'withdrawn') return problem(c, 'record-withdrawn', { body: record })
    if (record.state === 'ended') return problem(c, 'record-ended', { body: record })
    return c.json(record, 200)
  })

  app.openapi(listRoute, async (c) => {
    const { kind, page, limit, ...filter } = c.req.valid('query')
    const { agency = null, year = null, category = null, state = null } = filter
    const found = await listRecords(deps, { kind, agency, year, category, state, page, limit })
    if (!found.ok) return problem(c, found.failure.code)
    const { pages } = found.value
    return c.json({ ...found.value, next: page < pages ? String(page + 1) : null }, 200)
  })

  app.openapi(recentRoute, async (c) => {
    const { kind = null, agency = null, limit } = c.req.valid('query')
    const found = await readRecent(deps, { kind, agency, limit })
    return found.ok ? c.json({ items: found.value }, 200) : problem(c, found.failure.code)
  })

  app.openapi(agenciesRoute, async (c) => c.json({ items: await listAgencies(deps) }, 200))

  app.openapi(agencyRoute, async (c) => {
    const found = await readAgency(deps, c.req.valid('param').slug)
    return found.ok ? c.json(found.value, 200) : problem(c, found.failure.code)
  })

  app.openapi(qualityRoute, async (c) => {
    const found = await readAgencyQuality(deps, c.req.valid('param').slug)
    return found.ok ? c.json(found.value, 200) : problem(c, found.failure.code)
  })

  app.openapi(subjectRoute, async (c) => {
    const found = await readSubject(deps, c.req.valid('param').uscc)
    return found.ok ? c.json(found.value, 200) : problem(c, found.failure.code)
  })

  app.openapi(exactRoute, async (c) => c.json(await lookUpExact(deps, c.req.valid('query').q), 200))

  app.openapi(removalsRoute, async (c) => c.json({ items: await listRemovals(deps, c.req.valid('query').since) }, 200))

  return app
}
