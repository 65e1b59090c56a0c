import type { Task } from '#domain/task'
import type { TaskEntry } from '#domain/task-list'
import type { Reading } from './reading.ts'

/** Every task with its document and what was reported of it; the place's own documents first. */
export function taskEntries(place: string, { policies, tasks, progress, unitNames }: Reading): TaskEntry[] {
  const organs = Object.entries(unitNames)
  const isOwn = (policy: Reading['policies'][number]) => Number(policy.place === place)
  return [...policies]
    .sort((a, b) => isOwn(b) - isOwn(a))
    .flatMap(({ slug, title, number, issuer, issuedOn, place: of }) =>
      (tasks[slug] ?? []).map((task) => ({
        policy: { slug, title, number, issuer, issuedOn },
        task,
        // 省财政厅 is another organ in another province's document.
        organs: of === place ? organs.flatMap(([organ, names]) => (isNamed(task, names) ? [organ] : [])) : [],
        reports: progress.find((it) => it.policy === slug && it.task === task.id)?.reports ?? [],
      })),
    )
}

function isNamed({ lead, members }: Task, names: readonly string[]): boolean {
  return [...lead, ...members].some((unit) => names.includes(unit))
}
