import type {
  AgencyStatistics,
  CaseBreakdown,
  CaseClocks,
  CaseStatistics,
  RemovalStatistics,
} from '#contract/statistics'
import { CASE_KIND_LABEL, COMPLAINT_DOMAIN_LABEL, caseStateLabel } from '#domain/case-labels.zh'
import { CASE_GROUPS, type CaseGroup } from '#domain/case-statistics'
import { ENDING_GROUND_LABEL, RECORD_KIND_LABEL, WITHDRAWAL_GROUND_LABEL } from '#domain/labels.zh'
import {
  REMOVAL_GROUNDS,
  REMOVAL_SPEEDS,
  type RemovalGround,
  type RemovalSpeed,
  type RemovalWay,
} from '#domain/removal-statistics'
import { FEWEST_FOR_RATE, SMALLEST_CELL } from '#domain/small-cells'
import { type Breakdown, breakdownOf } from './case-breakdown.ts'
import { type FigureTable, type PlottedTable, quarterTables, recentClocks } from './clock-tables.ts'
import { formatCount } from './counts.ts'
import { columnFrame, createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import { rowPlot } from './row-plot.ts'
import type { Answer } from './site-api.ts'
import { SITE_PAGES } from './site-pages.ts'
import { spanText, stretchText } from './span-text.ts'

export type StatisticsView = {
  state: 'statistics'
  status: 200
  frame: Frame
  /** Null where nothing was counted yet. */
  asOf: string | null
  /** `said`: the quarters that each kind is counted over. */
  recent: (PlottedTable & { said: string }) | null
  quarters: PlottedTable[]
  results: FigureTable
  breakdown: Breakdown
  agencies: PlottedTable | null
  /** Of what left: by ground, and by how long it took. */
  removals: (Omit<PlottedTable, 'table'> & { tables: FigureTable[] })[]
  few: string
  rate: string
  summaries: { domain: string; agency: Link; outcome: string; summary: string; reply: string; closedOn: string }[]
}

const GROUP_LABEL = {
  open: '办理中',
  upheld: '成立、属实或者已解决',
  dismissed: '不成立或者无需处理',
  elsewhere: '不予受理或者告知其他渠道',
  withdrawn: '撤回或者逾期未补正',
} satisfies Record<CaseGroup, string>

const WAY_LABEL = {
  withdrawn: '撤下（决定被变更、撤销、确认违法或者无效）',
  ended: '停止公示（期满或者修复）',
} satisfies Record<RemovalWay, string>

const GROUND_LABEL: Record<RemovalGround, string> = { ...WITHDRAWAL_GROUND_LABEL, ...ENDING_GROUND_LABEL }

const SPEED_LABEL = {
  hour: '一小时内',
  day: '当天',
  'three-days': '三个工作日内',
  longer: '超过三个工作日',
  waiting: '季末还在公示',
} satisfies Record<RemovalSpeed, string>

/** Stretches of removals that the page shows; the API has them all. */
const SHOWN = 8

export type StatisticsAnswers = {
  cases: Answer<CaseStatistics>
  clocks: Answer<CaseClocks>
  breakdown: Answer<CaseBreakdown>
  removals: Answer<RemovalStatistics>
  agencies: Answer<AgencyStatistics>
}

export function statisticsPage(context: PageContext, answers: StatisticsAnswers): StatisticsView | NoticeView {
  const { cases, clocks, breakdown, removals, agencies } = answers
  if (cases.state !== 'found' || clocks.state !== 'found') return unavailableNotice(context)
  if (breakdown.state !== 'found' || removals.state !== 'found' || agencies.state !== 'found')
    return unavailableNotice(context)
  const { asOf, items, summaries } = cases.value
  return {
    state: 'statistics',
    status: 200,
    frame: columnFrame(context, 'statistics', context.urls.statistics()),
    asOf,
    recent: clocks.value.items.some(({ recent }) => recent !== null) ? recentClocks(clocks.value.items) : null,
    quarters: quarterTables(clocks.value.items),
    results: {
      caption: '各类件的办理结果',
      first: '种类',
      heads: CASE_GROUPS.map((group) => GROUP_LABEL[group]),
      rows: items.map(({ kind, groups }) => ({
        head: CASE_KIND_LABEL[kind],
        cells: CASE_GROUPS.map((group) => spanText(groups[group])),
      })),
    },
    breakdown: breakdownOf(context, breakdown.value),
    agencies: agencySection(context, agencies.value.items),
    removals: removals.value.items.flatMap(removalSection),
    few: `1 至 ${SMALLEST_CELL - 1} 件的不公布确数，写作“少于 ${SMALLEST_CELL}”；会由此推算出来的，只写范围。`,
    rate: `不足 ${FEWEST_FOR_RATE} 件的不算比率和中位数，写作“—”。`,
    summaries: summaries.map(({ domain, agency, outcome, ...rest }) => ({
      ...rest,
      domain: COMPLAINT_DOMAIN_LABEL[domain],
      agency: { text: agency.name, href: context.urls.agency(agency.slug) },
      outcome: caseStateLabel('complaint', outcome),
    })),
  }
}

/** In the order of the list of organs: no rank, and no share of few. */
function agencySection({ urls }: PageContext, items: AgencyStatistics['items']): PlottedTable | null {
  if (items.length === 0) return null
  const head = ({ agency, kind }: (typeof items)[number]) => `${agency.name}（${RECORD_KIND_LABEL[kind]}）`
  return {
    id: 'agencies',
    heading: '双公示及时性和质量',
    plot: rowPlot({
      id: 'agencies-plot',
      title: '各机关按时公示和超期公示所占的百分比，数字见下表',
      names: { 'on-time': '按时公示', late: '超期公示' },
      rows: items.flatMap((item) =>
        item.share === null
          ? []
          : [
              {
                label: head(item),
                value: `${item.share}%，${formatCount(item.onTime + item.late)} 条`,
                parts: [
                  { kind: 'on-time' as const, size: (item.onTime * 100) / (item.onTime + item.late) },
                  { kind: 'late' as const, size: (item.late * 100) / (item.onTime + item.late) },
                ],
              },
            ],
      ),
    }),
    table: {
      caption: '各机关双公示的及时性和数据质量',
      first: '机关',
      heads: [
        ...['按时公示', '超期公示', '无法判断', '及时率'],
        ...['填写齐全的字段', '代码问题', '无法识别的内容', '文书号重复'],
      ],
      rows: items.map((item) => ({
        head: head(item),
        href: urls.agency(item.agency.slug),
        cells: [
          ...[item.onTime, item.late, item.unknown].map(formatCount),
          item.share === null ? '—' : `${item.share}%`,
          ...qualityCells(item.quality),
        ],
      })),
    },
  }
}

function qualityCells(quality: AgencyStatistics['items'][number]['quality']): string[] {
  if (quality === null) return ['—', '—', '—', '—']
  const { fields, complete, codeTroubles, unreadValues, sharedNumbers } = quality
  return [`${complete}/${fields} 个`, ...[codeTroubles, unreadValues, sharedNumbers].map(formatCount)]
}

function removalSection({ way, stretches }: RemovalStatistics['items'][number]): StatisticsView['removals'] {
  const shown = stretches.toReversed().slice(0, SHOWN)
  if (shown.length === 0) return []
  const table = (caption: string, heads: string[], cellsOf: (stretch: (typeof shown)[number]) => string[]) => ({
    ...{ caption, first: '季度', heads: ['合计', ...heads] },
    rows: shown.map((stretch) => ({
      head: stretchText(stretch),
      cells: [spanText(stretch.removed), ...cellsOf(stretch)],
    })),
  })
  return [
    {
      id: `removals-${way}`,
      heading: WAY_LABEL[way],
      plot: rowPlot({
        id: `removals-${way}-plot`,
        title: `${WAY_LABEL[way]}：每个季度的条数和快慢，数字见下表`,
        names: { 'on-time': '三个工作日内', late: '更慢', unsure: '不公布确数' },
        rows: shown.map((stretch) => {
          const least = (...speeds: RemovalSpeed[]) =>
            stretch.speeds
              .filter(({ speed }) => speeds.some((it) => it === speed))
              .reduce((sum, { removed }) => sum + removed.least, 0)
          const [fast, slow] = [least('hour', 'day', 'three-days'), least('longer', 'waiting')]
          return {
            label: stretchText(stretch),
            value: `${spanText(stretch.removed)} 条`,
            parts: [
              { kind: 'on-time' as const, size: fast },
              { kind: 'unsure' as const, size: stretch.removed.least - fast - slow },
              { kind: 'late' as const, size: slow },
            ],
          }
        }),
      }),
      tables: [
        table(
          '按原因',
          REMOVAL_GROUNDS[way].map((ground) => GROUND_LABEL[ground]),
          ({ grounds }) => grounds.map(({ removed }) => spanText(removed)),
        ),
        table(
          '按快慢',
          REMOVAL_SPEEDS.map((speed) => SPEED_LABEL[speed]),
          ({ speeds }) => speeds.map(({ removed }) => spanText(removed)),
        ),
      ],
    },
  ]
}

export function statisticsMethodFrame(context: PageContext): Frame {
  const title = SITE_PAGES['statistics-method'].name
  return createFrame(context, {
    title,
    path: context.urls.statisticsMethod(),
    section: 'statistics',
    crumbs: [
      { text: COLUMNS.statistics.name, href: context.urls.statistics() },
      { text: title, href: null },
    ],
    meta: { kind: 'column', column: 'statistics' },
  })
}
