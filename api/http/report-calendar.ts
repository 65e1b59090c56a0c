import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { ReportCalendar, ReportParams } from '#contract/report-calendar'
import type { ReportDuty, ReportSubmission } from '#domain/report-calendar'
import { type ReportCalendarDeps, readReportCalendar } from '#usecase/read-report-calendar'
import { invalidInput } from './invalid-input.ts'
import { problem, problemResponses } from './problem.ts'

/** A duty with the words of the document that orders it. */
export type OrderedDuty = ReportDuty & { policy: string; ref: string; quote: string }

const calendarRoute = createRoute({
  method: 'get',
  path: '/report-calendar',
  summary: '文件要求各机关按期报送的事项：什么时候到期，报了没有，与公示的政务失信是否一致',
  request: { query: ReportParams },
  responses: {
    200: { description: '定期报送的日历', content: { 'application/json': { schema: ReportCalendar } } },
    ...problemResponses('agency-not-found', 'input-invalid', 'snapshot-unreadable'),
  },
})

export function reportCalendarRoutes(deps: ReportCalendarDeps<OrderedDuty>) {
  const app = new OpenAPIHono({ defaultHook: invalidInput })
  app.openapi(calendarRoute, async (c) => {
    const { agency = null, year = null, state = null } = c.req.valid('query')
    const found = await readReportCalendar(deps, { agency, year, state })
    if (!found.ok) return problem(c, found.failure.code)
    const { duties, items, ...rest } = found.value
    return c.json(
      {
        ...rest,
        duties: duties.map(({ id, title, policy, ref, quote, to, by, nextDue }) => ({
          ...{ id, title, policy, ref, quote, to, organs: by.length, nextDue },
        })),
        items: items.map(({ submission, ...line }) => ({
          ...line,
          submission: submission && submissionView(submission),
        })),
      },
      200,
    )
  })
  return app
}

function submissionView({ id, on, isZero, count, file }: ReportSubmission) {
  return { id, on, isZero, count, file }
}
