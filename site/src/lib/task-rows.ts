import type { TaskRow } from '#contract/task'
import { TASK_STATE_LABEL } from '#domain/labels.zh'
import { chineseDay } from './dates.ts'
import type { Link } from './frame.ts'
import type { Urls } from './urls.ts'

/** A task as lists show it. */
export type TaskRowView = {
  /** Its id on the page of all tasks; lasts as long as its address. */
  anchor: string
  title: string
  href: string
  ref: string
  state: string
  /** Something a reader should notice: overdue, or behind. */
  isMarked: boolean
  due: string
  units: string
}

export function taskAnchor(policy: string, id: string): string {
  return `task-${policy}-${id}`
}

export function taskRowView(urls: Urls, row: TaskRow, name: string): TaskRowView {
  const { policy, id, ref, state } = row
  return {
    anchor: taskAnchor(policy.slug, id),
    title: name,
    href: urls.task(policy.slug, id),
    ref,
    state: TASK_STATE_LABEL[state],
    isMarked: state === 'overdue' || state === 'late',
    due: dueWords(row),
    units: unitsInShort(row),
  }
}

export const UNSTATED = '文件没有写明'

function dueWords({ due }: TaskRow): string {
  const last = lastDayWords(due)
  return `${due.text ?? UNSTATED}${last === null ? '' : `（${last}）`}`
}

/** The day that the document's words come to; null where there is none, or they name it. */
export function lastDayWords({ kind, text, lastDay }: TaskRow['due']): string | null {
  if (kind !== 'dated' || lastDay === null) return null
  const words = chineseDay(lastDay)
  return text?.includes(words) ? null : words
}

const FEW = 3

function unitsInShort({ lead, members }: TaskRow): string {
  const units = lead.length > 0 ? lead : members
  const word = lead.length > 0 ? '牵头：' : '单位：'
  const more = units.length > FEW ? `等 ${units.length} 个` : ''
  return `${word}${units.slice(0, FEW).join('、')}${more}`
}

export function unitLinks(urls: Urls, policy: string, units: readonly string[]): Link[] {
  return units.map((unit) => ({ text: unit, href: urls.tasks({ policy, unit }) }))
}
