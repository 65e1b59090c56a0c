import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { policyRef, TaskList, TaskParams, TaskView, taskRow, taskView } from '#contract/task'
import { TASK_HEADERS, taskCells } from '#contract/task-table'
import { csvText } from '#domain/csv-text'
import { dayOfInstant } from '#domain/day'
import { standingTasks } from '#domain/task-list'
import { listTasks, readTask, type TaskDeps, type TaskQuery } from '#usecase/list-tasks'
import { invalidInput } from './invalid-input.ts'
import { problem, problemResponses } from './problem.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/tasks',
  summary: '政策文件里的任务：谁负责、什么时候完成、填报了什么进展',
  request: { query: TaskParams },
  responses: {
    200: { description: '任务，按文件和其中的次序', content: { 'application/json': { schema: TaskList } } },
    ...problemResponses('policy-not-found', 'input-invalid'),
  },
})

const taskRoute = createRoute({
  method: 'get',
  path: '/tasks/{policy}/{id}',
  summary: '一项任务和它的全部填报',
  request: { params: z.object({ policy: z.string().max(64), id: z.string().max(64) }) },
  responses: {
    200: { description: '任务', content: { 'application/json': { schema: TaskView } } },
    ...problemResponses('task-not-found', 'input-invalid'),
  },
})

export function taskRoutes(deps: TaskDeps) {
  const app = new OpenAPIHono({ defaultHook: invalidInput })

  app.openapi(listRoute, (c) => {
    const found = listTasks(deps, queryOf(c.req.valid('query')))
    if (!found.ok) {
      if (found.failure.code === 'policy-not-found') return problem(c, 'policy-not-found')
      const errors = [{ field: 'cursor', message: 'cursor 不符合要求：应为上一页的 next' }]
      return problem(c, 'input-invalid', { errors })
    }
    const { items, total, next, policies } = found.value
    const rows = items.map((task) => taskRow(task, deps.mechanisms))
    const counts = policies.map(({ policy, ...rest }) => ({ policy: policyRef(policy), ...rest }))
    return c.json({ items: rows, total, next, policies: counts }, 200)
  })

  app.openapi(taskRoute, (c) => {
    const { policy, id } = c.req.valid('param')
    const found = readTask(deps, policy, id)
    return found.ok ? c.json(taskView(found.value, deps.mechanisms), 200) : problem(c, found.failure.code)
  })

  return app
}

function queryOf({ due, cursor, limit, ...narrowed }: TaskParams): TaskQuery {
  const { policy = null, agency = null, lead = null, unit = null, mechanism = null, state = null } = narrowed
  return { policy, agency, lead, unit, mechanism, state, term: due ?? null, after: cursor ?? null, limit }
}

/** All tasks as a table, made when asked for: how they stand depends on the day. */
export function taskTableRoutes({ entries, clock }: TaskDeps) {
  const app = new Hono()
  app.get('/tasks.csv', (c) => {
    const rows = standingTasks(entries, dayOfInstant(clock())).map(taskCells)
    return c.body(csvText([[...TASK_HEADERS], ...rows]), 200, { 'Content-Type': 'text/csv; charset=utf-8' })
  })
  return app
}
