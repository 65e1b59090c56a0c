import type { AgencyView } from '#contract/record'
import type { TaskList } from '#contract/task'
import { NONE, type Span } from '#domain/small-cells'
import type { Link, PageContext } from './frame.ts'
import type { Reading } from './reading.ts'
import type { Answer } from './site-api.ts'
import { spanText, stretchText } from './span-text.ts'
import { taskName } from './task-name.ts'
import { type TaskRowView, taskRowView } from './task-rows.ts'

/** What the public sent in about an organ, as far as it is told. `quarters`: what was counted. */
export type CaseLine = { label: string; text: string; quarters: string | null }

/** What the place's documents give an organ to do. How far it is changes by the day, so the list of tasks tells it. */
export type AgencyTasks = {
  sentence: string
  rows: Pick<TaskRowView, 'title' | 'href' | 'due' | 'units'>[]
  all: Link | null
}

const TASKS_SHOWN = 8

export function caseLines({ cases: { complaints, objections } }: AgencyView): CaseLine[] {
  const line = (label: string, span: Span | null, quarters: string | null): CaseLine => ({
    label,
    text: span === null ? '还没有统计' : span.most === 0 ? '没有' : `${spanText(span)} 件`,
    quarters,
  })
  return [
    line('对该机关的投诉（已办结）', complaints && (complaints.closed ?? NONE), complaints && stretchText(complaints)),
    line(
      '对其公示信息的异议（成立）',
      objections && (objections.upheld ?? NONE),
      objections && stretchText(objections),
    ),
  ]
}

export function agencyTasks(
  { urls, reading }: Pick<PageContext, 'urls'> & { reading: Pick<Reading, 'tasks'> },
  agency: string,
  answer: Answer<TaskList>,
): AgencyTasks {
  if (answer.state !== 'found') return { sentence: '政策任务暂时读不出来。', rows: [], all: null }
  const { items, total } = answer.value
  if (total === 0) return { sentence: '本地的政策文件没有点名交给该机关的任务。', rows: [], all: null }
  return {
    sentence: `本地的政策文件点名交给该机关的任务 ${total} 项。`,
    rows: items
      .slice(0, TASKS_SHOWN)
      .map((row) => taskRowView(urls, row, taskName(row, reading.tasks[row.policy.slug] ?? []))),
    all: { text: '该机关的全部任务和进展', href: urls.tasks({ agency }) },
  }
}
