import type { CaseStatistics } from '#contract/statistics'
import { CASE_KIND_LABEL, COMPLAINT_DOMAIN_LABEL, caseStateLabel } from '#domain/case-labels.zh'
import { CASE_GROUPS, type CaseGroup, SMALLEST_CELL } from '#domain/case-statistics'
import { formatCount } from './counts.ts'
import { columnFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import type { Answer } from './site-api.ts'

export type StatisticsView = {
  state: 'statistics'
  status: 200
  frame: Frame
  /** Null where nothing was counted yet. */
  asOf: string | null
  heads: string[]
  rows: { kind: string; cells: { label: string; text: string }[] }[]
  few: string
  summaries: { domain: string; agency: Link; outcome: string; summary: string; reply: string; closedOn: string }[]
}

const GROUP_LABEL = {
  open: '办理中',
  upheld: '成立、属实或者已解决',
  dismissed: '不成立或者无需处理',
  elsewhere: '不予受理或者告知其他渠道',
  withdrawn: '撤回或者逾期未补正',
} satisfies Record<CaseGroup, string>

export function statisticsPage(context: PageContext, answer: Answer<CaseStatistics>): StatisticsView | NoticeView {
  if (answer.state !== 'found') return unavailableNotice(context)
  const { asOf, items, summaries } = answer.value
  return {
    state: 'statistics',
    status: 200,
    frame: columnFrame(context, 'statistics', context.urls.statistics()),
    asOf,
    heads: [...CASE_GROUPS.map((group) => GROUP_LABEL[group]), '合计'],
    rows: items.map(({ kind, groups, total }) => ({
      kind: CASE_KIND_LABEL[kind],
      cells: [
        ...CASE_GROUPS.map((group) => ({ label: GROUP_LABEL[group], text: cellText(groups[group] ?? null) })),
        { label: '合计', text: cellText(total) },
      ],
    })),
    few: `“—”表示少于 ${SMALLEST_CELL} 件，或者合计中含有这样的项目：件数太少时公布确数，可能让人猜出是谁提交的。`,
    summaries: summaries.map(({ domain, agency, outcome, ...rest }) => ({
      ...rest,
      domain: COMPLAINT_DOMAIN_LABEL[domain],
      agency: { text: agency.name, href: context.urls.agency(agency.slug) },
      outcome: caseStateLabel('complaint', outcome),
    })),
  }
}

function cellText(cell: number | null): string {
  return cell === null ? '—' : formatCount(cell)
}
