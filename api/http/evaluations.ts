import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { EvaluationList } from '#contract/evaluation'
import { type EvaluationDeps, listEvaluations } from '#usecase/read-evaluation'
import { invalidInput } from './invalid-input.ts'
import { problem, problemResponses } from './problem.ts'

const Params = z.object({
  scheme: z
    .string()
    .max(16)
    .optional()
    .openapi({ description: '评价办法的编号；不写为那一年最后一天（当年为今天）使用的' }),
  year: z.coerce
    .number()
    .int()
    .min(1990)
    .max(2100)
    .optional()
    .openapi({ description: '不写为有评价办法和公示信息的最近一年' }),
})

const listRoute = createRoute({
  method: 'get',
  path: '/evaluations',
  summary: '按公开的评价办法，各机关的得分和每个指标背后的条数；按机关排列，不排名次',
  request: { query: Params },
  responses: {
    200: { description: '评价', content: { 'application/json': { schema: EvaluationList } } },
    ...problemResponses('scheme-not-found', 'year-without-scheme', 'input-invalid', 'snapshot-unreadable'),
  },
})

export function evaluationRoutes(deps: EvaluationDeps) {
  const app = new OpenAPIHono({ defaultHook: invalidInput })
  app.openapi(listRoute, async (c) => {
    const { scheme = null, year = null } = c.req.valid('query')
    const found = await listEvaluations(deps, { scheme, year })
    if (!found.ok) return problem(c, found.failure.code)
    return c.json(found.value, 200)
  })
  return app
}
