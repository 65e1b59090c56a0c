import type { TaskEntry } from '#domain/task-list'
import type { Reading } from './reading.ts'

/** Every task with its document and what was reported of it; the place's own documents first. */
export function taskEntries(place: string, { policies, tasks, progress }: Reading): TaskEntry[] {
  const isOwn = (policy: Reading['policies'][number]) => Number(policy.place === place)
  return [...policies]
    .sort((a, b) => isOwn(b) - isOwn(a))
    .flatMap(({ slug, title, number, issuer, issuedOn }) =>
      (tasks[slug] ?? []).map((task) => ({
        policy: { slug, title, number, issuer, issuedOn },
        task,
        reports: progress.find((it) => it.policy === slug && it.task === task.id)?.reports ?? [],
      })),
    )
}
