import { z } from '@hono/zod-openapi'
import { termOf } from '#domain/task'
import type { StandingTask } from '#domain/task-list'
import { TASK_REPORT_STATES, TASK_STATES, TASK_TERMS } from '#domain/vocabulary'
import { DayText } from './record.ts'

const PolicyRef = z.object({ slug: z.string(), title: z.string(), number: z.string().nullable() })
const Mechanism = z.object({ number: z.number().int(), name: z.string() })

/** The most that are given at once. */
export const MOST_TASKS = 200

const part = z.string().trim().min(1).max(60, '最多 60 个字')

export const TaskParams = z.object({
  policy: z.string().max(64).optional().openapi({ description: '政策文件的代号' }),
  agency: z.string().max(64).optional().openapi({ description: '本地机关的代号：本地文件交给它的任务' }),
  lead: part.optional().openapi({ description: '牵头单位名称的一部分；只认文件写明牵头的' }),
  unit: part.optional().openapi({ description: '任一单位名称的一部分，牵头、责任都算' }),
  mechanism: z.coerce.number().int().min(1).max(99).optional(),
  due: z.enum(TASK_TERMS).optional(),
  state: z.enum(TASK_STATES).optional(),
  cursor: z.string().max(140).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_TASKS).default(20),
})
export type TaskParams = z.output<typeof TaskParams>

export const TaskRow = z
  .object({
    policy: PolicyRef,
    id: z.string(),
    ref: z.string().openapi({ description: '在文件中的位置' }),
    title: z.string().nullable(),
    text: z.string().openapi({ description: '任务原文' }),
    lead: z.array(z.string()).openapi({ description: '文件写明牵头的单位；没有写明的为空' }),
    members: z.array(z.string()).openapi({ description: '文件写到的其他单位' }),
    membersAs: z.string().nullable().openapi({ description: '文件怎样称呼 members' }),
    due: z.object({
      kind: z.enum(TASK_TERMS),
      text: z.string().nullable().openapi({ description: '时限的原文' }),
      lastDay: DayText.nullable().openapi({ description: '推算的最后一天；每年一次的，是所说那一年的' }),
    }),
    mechanisms: z.array(Mechanism),
    state: z.enum(TASK_STATES).openapi({ description: '按今天的日期推算；没有填报的不推算是否超期' }),
    reportedOn: DayText.nullable(),
  })
  .openapi('TaskRow')
export type TaskRow = z.output<typeof TaskRow>

export const TaskList = z
  .object({
    items: z.array(TaskRow),
    total: z.number().int(),
    next: z.string().nullable(),
    policies: z
      .array(
        z.object({
          policy: PolicyRef,
          total: z.number().int(),
          states: z.record(z.enum(TASK_STATES), z.number().int()),
        }),
      )
      .openapi({ description: '各文件的任务数，不受筛选影响' }),
  })
  .openapi('TaskList')
export type TaskList = z.output<typeof TaskList>

export const TaskView = TaskRow.extend({
  reports: z
    .array(
      z.object({
        year: z.number().int(),
        state: z.enum(TASK_REPORT_STATES),
        text: z.string(),
        proof: z.array(
          z.object({
            name: z.string(),
            href: z.string().nullable(),
            page: z.string().nullable().openapi({ description: '本站页面的代号' }),
          }),
        ),
        reportedOn: DayText,
      }),
    )
    .openapi({ description: '负责单位的填报，新的在前' }),
}).openapi('TaskView')
export type TaskView = z.output<typeof TaskView>

type Names = Readonly<Record<string, string>>

export function taskRow({ policy, task, standing }: StandingTask, names: Names): TaskRow {
  const { id, ref, title, text, lead, members, membersAs, dueText, mechanisms } = task
  return {
    policy: policyRef(policy),
    ...{ id, ref, title, text, membersAs },
    lead: [...lead],
    members: [...members],
    due: { kind: termOf(task), text: dueText, lastDay: standing.dueOn },
    mechanisms: mechanisms.map((number) => ({ number, name: names[String(number)] ?? '' })),
    state: standing.state,
    reportedOn: standing.report?.reportedOn ?? null,
  }
}

export function policyRef({ slug, title, number }: StandingTask['policy']): z.output<typeof PolicyRef> {
  return { slug, title, number }
}

export function taskView(task: StandingTask, names: Names): TaskView {
  const reports = task.reports
    .map(({ proof, ...report }) => ({ ...report, proof: proof.map((it) => ({ ...it })) }))
    .toSorted((a, b) => (a.reportedOn < b.reportedOn ? 1 : -1))
  return { ...taskRow(task, names), reports }
}
