import { z } from 'zod'
import { type Day, isDay, yearOf } from '#domain/day'
import { isMonthDay, lastDayOfPeriod } from '#domain/task'
import { TASK_REPORT_STATES } from '#domain/vocabulary'
import { PAGE_IDS, type Policy } from './policy.ts'

const day = z.custom<Day>((value) => typeof value === 'string' && isDay(value), 'YYYY-MM-DD 形式的日期')
const unit = z.string().regex(/^[^\s，；、]+(、[^\s，；、]+)*$/, '一个单位的名称，照文件写')
const taskId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '小写字母、数字和连字符')
const DUE_WAYS = '{ on: 日期 }、{ by: 2017年底 }、{ yearly: 月-日 }、{ ongoing: true }，没有写明的填 null'

const due = z.union(
  [
    z.strictObject({ on: day }),
    z.strictObject({ by: z.string().refine((text) => lastDayOfPeriod(text) !== undefined) }),
    z.strictObject({ yearly: z.string().refine(isMonthDay) }),
    z.strictObject({ ongoing: z.literal(true) }),
    z.null(),
  ],
  DUE_WAYS,
)

/** Names the value itself: a refinement of the whole would print the whole. */
function refuse(context: z.RefinementCtx, path: (string | number)[], input: unknown, message: string): void {
  context.addIssue({ code: 'custom', path, input, message })
}

/** What one document gives whom to do: a file of `content/tasks/`, named like that of the document. */
export function tasksSchema({ slug, issuedOn }: Policy, mechanisms: ReadonlySet<string>) {
  const mechanism = z
    .int()
    .refine((number) => mechanisms.has(String(number)), 'content/codes/mechanisms.yaml 中已有的编号')
  const task = z
    .strictObject({
      id: taskId,
      ref: z.string().regex(/^[一二三四五六七八九十附]/, '文件中的位置，如 二（二）3'),
      title: z.string().min(2).nullable(),
      text: z.string().min(4).regex(/^\S+$/, '没有空格和换行的原文'),
      lead: z.array(unit),
      members: z.array(unit),
      membersAs: z.string().min(2).nullable().default(null),
      due,
      dueText: z.string().min(2).nullable(),
      mechanisms: z.array(mechanism).min(1, '至少一个机制编号'),
    })
    .superRefine(({ due: by, dueText, lead, members }, context) => {
      if ((by === null) !== (dueText === null))
        refuse(context, ['dueText'], dueText, '有时限的照录文件的写法，没有时限（due: null）的填 null')
      if (lead.length + members.length === 0)
        refuse(
          context,
          ['members'],
          members,
          '至少一个单位：没有单位的不算任务（docs/decisions/0035-what-a-task-is.md）',
        )
      if (by !== null && 'on' in by && by.on < issuedOn)
        refuse(context, ['due', 'on'], by.on, `不早于文件印发之日（${issuedOn}）的日期`)
    })
  return z
    .array(task)
    .min(1)
    .superRefine((tasks, context) => {
      const seen = new Set<string>()
      tasks.forEach(({ id }, index) => {
        if (seen.has(id)) refuse(context, [index, 'id'], id, `在 ${slug} 中不重复的编号`)
        seen.add(id)
      })
    })
}

/** Tasks that progress may be reported of: slug of the document → ids. */
export type KnownTasks = ReadonlyMap<string, ReadonlySet<string>>

/** What the units of a place have reported: `task-progress.yaml` in its folder. */
export function progressSchema(known: KnownTasks) {
  const proof = z
    .strictObject({
      name: z.string().min(2),
      href: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .default(null),
      page: z.enum(PAGE_IDS).nullable().default(null),
    })
    .superRefine(({ href, page }, context) => {
      if ((href === null) === (page === null))
        refuse(context, ['href'], href, '网址；或者改写 page，写本站页面。两样写其中一样')
    })
  const report = z
    .strictObject({
      year: z.int().min(2000).max(2199),
      state: z.enum(TASK_REPORT_STATES),
      text: z.string().regex(/。$/, '以句号结尾的说明'),
      proof: z.array(proof).default([]),
      reportedOn: day,
    })
    .superRefine(({ year, reportedOn }, context) => {
      if (year > yearOf(reportedOn)) refuse(context, ['year'], year, '不晚于填报之日的年份')
    })
  const progress = z
    .strictObject({
      policy: z.string().refine((slug) => known.has(slug), 'content/tasks/ 中有任务的文件代号'),
      task: z.string(),
      reports: z.array(report),
    })
    .superRefine(({ policy, task }, context) => {
      if (known.get(policy)?.has(task) === false) refuse(context, ['task'], task, '该文件中已有的任务编号')
    })
  return z.array(progress).superRefine((list, context) => {
    const seen = new Set<string>()
    list.forEach(({ policy, task }, index) => {
      const key = `${policy} ${task}`
      if (seen.has(key)) refuse(context, [index, 'task'], task, '前面没有写过的任务；同一个任务的填报写在一处')
      seen.add(key)
    })
  })
}
export type TaskProgress = z.output<ReturnType<typeof progressSchema>>[number]
