import { TASK_STATE_LABEL } from '#domain/labels.zh'
import type { StandingTask } from '#domain/task-list'

export const TASK_HEADERS = [
  ...(['文件', '文号', '任务编号', '位置', '任务', '任务原文', '牵头单位', '其他单位', '其他单位的称呼'] as const),
  ...(['时限原文', '截止日', '机制编号', '状态', '填报日', '填报内容'] as const),
] as const

/** One line a task; units are separated by semicolons, since a name may have a 、 in it. */
export function taskCells({ policy, task, standing }: StandingTask): string[] {
  const { id, ref, title, text, lead, members, membersAs, dueText, mechanisms } = task
  return [
    ...[policy.title, policy.number ?? '', id, ref, title ?? text, text],
    ...[lead.join('；'), members.join('；'), membersAs ?? '', dueText ?? '', standing.dueOn ?? ''],
    ...[mechanisms.join('；'), TASK_STATE_LABEL[standing.state]],
    ...[standing.report?.reportedOn ?? '', standing.report?.text ?? ''],
  ]
}
