import type { z } from 'zod'
import { LawChanges, Mechanisms, type Policy, policySchema } from '#content/schema/policy'
import { type ReportDutyRow, reportDutiesSchema } from '#content/schema/report-duty'
import { progressSchema, type TaskProgress, tasksSchema } from '#content/schema/task'
import type { Task } from '#domain/task'
import type { Reading } from '../../site/src/lib/reading.ts'

type PolicyReading = Pick<Reading, 'policies' | 'mechanisms' | 'lawChanges' | 'tasks' | 'progress'> & {
  /** What the place's own documents have organs report. */
  duties: ReportDutyRow[]
}

type Read = <S extends z.ZodType>(path: string, schema: S) => Promise<z.output<S> | undefined>

const PROGRESS = 'task-progress.yaml'

/** Names of files and folders below `content/`. */
export type PolicyFiles = Record<'policies' | 'tasks' | 'places' | 'place', readonly string[]>

/** `read` notes the problems of a file and gives undefined; policies are sorted from new to old. */
export async function readPolicies(read: Read, place: string, files: PolicyFiles): Promise<PolicyReading | undefined> {
  const mechanisms = await read('codes/mechanisms.yaml', Mechanisms)
  const lawChanges = await read('rules/law-changes.yaml', LawChanges)
  if (!(mechanisms && lawChanges)) return undefined
  const numbers = new Set(Object.keys(mechanisms))
  const schema = policySchema({
    places: new Set(files.places),
    mechanisms: numbers,
    changes: new Set(lawChanges.map(({ id }) => id)),
  })
  const policies: Policy[] = []
  const tasks: Record<string, Task[]> = {}
  const documents = new Map<string, Pick<Policy, 'place' | 'issuedOn'>>()
  for (const slug of slugsOf(files.policies)) {
    const policy = await read(`policies/${slug}.yaml`, schema)
    if (policy) documents.set(slug, policy)
    if (!policy || (policy.invented && policy.place !== place)) continue
    policies.push({ slug, ...policy })
    if (!files.tasks.includes(`${slug}.yaml`)) continue
    const own = await read(`tasks/${slug}.yaml`, tasksSchema({ slug, ...policy }, numbers))
    if (own) tasks[slug] = own
  }
  const hasProgress = files.place.includes(PROGRESS)
  const progress = hasProgress ? await readProgress(read, place, tasks) : []
  const duties = await read('reports/duties.yaml', reportDutiesSchema(documents))
  if (!(progress && duties)) return undefined
  return {
    policies: policies.sort((a, b) => (a.issuedOn < b.issuedOn ? 1 : -1)),
    ...{ mechanisms, lawChanges, tasks, progress },
    duties: duties.filter((duty) => duty.place === place),
  }
}

function readProgress(read: Read, place: string, tasks: PolicyReading['tasks']): Promise<TaskProgress[] | undefined> {
  const known = new Map(Object.entries(tasks).map(([slug, own]) => [slug, new Set(own.map(({ id }) => id))]))
  return read(`places/${place}/${PROGRESS}`, progressSchema(known))
}

function slugsOf(names: readonly string[]): string[] {
  return names
    .filter((it) => it.endsWith('.yaml'))
    .map((it) => it.replace(/\.yaml$/, ''))
    .sort()
}
