import { dayOfInstant } from '#domain/day'
import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import {
  countTasks,
  filterTasks,
  type PolicyCounts,
  type StandingTask,
  standingTasks,
  type TaskEntry,
  type TaskFilter,
} from '#domain/task-list'
import type { Clock } from './ports.ts'

/** `mechanisms`: number → name. All of it is content, so that nothing here waits for a store. */
export type TaskDeps = {
  entries: readonly TaskEntry[]
  mechanisms: Readonly<Record<string, string>>
  clock: Clock
}

/** `after`: the place of the last task seen, `policy/id`. */
export type TaskQuery = TaskFilter & { after: string | null; limit: number }

export type TaskPage = {
  items: StandingTask[]
  total: number
  next: string | null
  /** Of all tasks, whatever was asked for. */
  policies: PolicyCounts[]
}

export function listTasks(
  { entries, clock }: Omit<TaskDeps, 'mechanisms'>,
  { after, limit, ...filter }: TaskQuery,
): Result<TaskPage, FailureOf<'policy-not-found' | 'cursor-unknown'>> {
  const { policy } = filter
  if (policy !== null && !entries.some((it) => it.policy.slug === policy)) {
    return fail({ code: 'policy-not-found', slug: policy })
  }
  const tasks = standingTasks(entries, dayOfInstant(clock()))
  const from = after === null ? 0 : tasks.findIndex((it) => placeOf(it) === after) + 1
  if (after !== null && from === 0) return fail({ code: 'cursor-unknown' })
  const wanted = filterTasks(tasks, filter)
  const rest = filterTasks(tasks.slice(from), filter)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  const next = last === undefined || rest.length <= limit ? null : placeOf(last)
  return ok({ items, total: wanted.length, next, policies: countTasks(tasks) })
}

export function readTask(
  { entries, clock }: Omit<TaskDeps, 'mechanisms'>,
  policy: string,
  id: string,
): Result<StandingTask, FailureOf<'task-not-found'>> {
  const own = entries.filter((it) => it.policy.slug === policy && it.task.id === id)
  const [task] = standingTasks(own, dayOfInstant(clock()))
  return task === undefined ? fail({ code: 'task-not-found', policy, id }) : ok(task)
}

function placeOf({ policy, task }: TaskEntry): string {
  return `${policy.slug}/${task.id}`
}
