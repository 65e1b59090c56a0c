import type { Day } from './day.ts'
import { foldText } from './search-text.ts'
import { standingOf, type Task, type TaskReport, type TaskStanding, termOf } from './task.ts'
import type { TaskState, TaskTerm } from './vocabulary.ts'

/** A document as its tasks need it. */
export type TaskPolicy = { slug: string; title: string; number: string | null; issuer: string; issuedOn: Day }

/**
 * A task with its document and what was reported of it, in the order in which they are shown. `organs`: slugs of the
 * place's organs that the document names for it.
 */
export type TaskEntry = { policy: TaskPolicy; task: Task; reports: readonly TaskReport[]; organs: readonly string[] }
export type StandingTask = TaskEntry & { standing: TaskStanding }

/** Null: not narrowed by it. `lead` and `unit` are parts of a name; `unit` is anybody whom the task names. */
export type TaskFilter = {
  policy: string | null
  agency: string | null
  lead: string | null
  unit: string | null
  mechanism: number | null
  term: TaskTerm | null
  state: TaskState | null
}

export type PolicyCounts = { policy: TaskPolicy; total: number; states: Record<TaskState, number> }

export function standingTasks(entries: readonly TaskEntry[], day: Day): StandingTask[] {
  return entries.map((entry) => ({
    ...entry,
    standing: standingOf(entry.task, entry.reports, day, entry.policy.issuedOn),
  }))
}

export function filterTasks(tasks: readonly StandingTask[], filter: TaskFilter): StandingTask[] {
  const lead = filter.lead === null ? null : foldText(filter.lead)
  const unit = filter.unit === null ? null : foldText(filter.unit)
  const names = (units: readonly string[], part: string) => units.some((it) => foldText(it).includes(part))
  return tasks.filter(
    ({ policy, task, organs, standing }) =>
      (filter.policy === null || policy.slug === filter.policy) &&
      (filter.agency === null || organs.includes(filter.agency)) &&
      (lead === null || names(task.lead, lead)) &&
      (unit === null || names([...task.lead, ...task.members], unit)) &&
      (filter.mechanism === null || task.mechanisms.includes(filter.mechanism)) &&
      (filter.term === null || termOf(task) === filter.term) &&
      (filter.state === null || standing.state === filter.state),
  )
}

/** One row a document, in the order of the tasks. */
export function countTasks(tasks: readonly StandingTask[]): PolicyCounts[] {
  const bySlug = Map.groupBy(tasks, ({ policy }) => policy.slug)
  return [...bySlug.values()].flatMap((own) => {
    const [first] = own
    return first === undefined ? [] : [{ policy: first.policy, total: own.length, states: countStates(own) }]
  })
}

export function countStates(tasks: readonly StandingTask[]): Record<TaskState, number> {
  const counts = { unreported: 0, 'not-started': 0, 'under-way': 0, late: 0, overdue: 0, done: 0, stopped: 0 }
  for (const { standing } of tasks) counts[standing.state] += 1
  return counts
}
