import type { RecordPage, RecordRow } from '#contract/record'
import { INTEGRITY_KINDS } from '#domain/kind-groups'
import { categoryLabel } from '#domain/labels.zh'
import { formatYuan } from '#domain/money'
import { standingsOf } from '#domain/standing'
import { formatCount } from './counts.ts'
import { columnFrame, type Frame, type PageContext } from './frame.ts'
import { type KindAnswers, type KindCard, kindCards } from './kind-card.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import { type BarKind, type RowPlotView, rowPlot } from './row-plot.ts'
import type { Answer } from './site-api.ts'

export type IntegrityView = {
  state: 'integrity'
  status: 200
  frame: Frame
  cards: KindCard[]
  promises: RowPlotView | null
  arrears: { plot: RowPlotView; rows: { year: string; amount: string; agencies: string }[] } | null
}

/** All kinds of organs' own records on one page: how many, how they stand, the latest of each. */
export function integrityPage(
  context: PageContext,
  lists: KindAnswers,
  annual: Answer<RecordRow[]>,
  promises: KindAnswersByCategory,
): IntegrityView | NoticeView {
  const cards = kindCards(context, INTEGRITY_KINDS, lists)
  if (cards === null) return unavailableNotice(context)
  return {
    state: 'integrity',
    status: 200,
    frame: columnFrame(context, 'integrity', context.urls.hub('integrity')),
    cards,
    promises: promisePlot(promises),
    arrears: annual.state === 'found' ? arrearsByYear(annual.value) : null,
  }
}

/** By kind of promise, what a list narrowed to it says of states. */
export type KindAnswersByCategory = readonly {
  category: RecordPage['categories'][number]['category']
  answer: Answer<RecordPage>
}[]

const BAR: Record<'good' | 'plain' | 'bad', BarKind> = { good: 'on-time', plain: 'far', bad: 'late' }

function promisePlot(lists: KindAnswersByCategory): RowPlotView | null {
  const tones = new Map(standingsOf('promise').map(({ id, tone }) => [id, tone]))
  return rowPlot({
    id: 'promises',
    title: '各类承诺中，已兑现的、正在兑现或者依法变更的、逾期或者未兑现的各有多少条',
    names: { 'on-time': '已兑现', far: '正在兑现、逾期兑现或者依法变更', late: '逾期未兑现或者未兑现' },
    rows: lists.flatMap(({ category, answer }) => {
      if (answer.state !== 'found' || answer.value.total === 0) return []
      const { states, total } = answer.value
      const sizeOf = (kind: BarKind) =>
        states
          .filter(({ state }) => BAR[tones.get(standingId(state)) ?? 'plain'] === kind)
          .reduce((sum, { count }) => sum + count, 0)
      return [
        {
          label: categoryLabel('promise', category),
          value: `${formatCount(total)} 条`,
          parts: (['on-time', 'far', 'late'] as const).map((kind) => ({ kind, size: sizeOf(kind) })),
        },
      ]
    }),
  })
}

/** Safe: the states of a list of promises are its standings. */
function standingId(state: RecordPage['states'][number]['state']) {
  return state as ReturnType<typeof standingsOf>[number]['id']
}

/** 保障中小企业款项支付条例 第十八条: what was overdue at the end of each year, over the organs that said so. */
function arrearsByYear(rows: readonly RecordRow[]): IntegrityView['arrears'] {
  const years = new Map<string, { fen: bigint; agencies: Set<string> }>()
  for (const { decidedOn, entry, agency } of rows) {
    const year = years.get(decidedOn.slice(0, 4)) ?? { fen: 0n, agencies: new Set() }
    year.fen += BigInt(entry?.amount ?? '0')
    year.agencies.add(agency.slug)
    years.set(decidedOn.slice(0, 4), year)
  }
  const sorted = [...years].sort(([a], [b]) => (a < b ? -1 : 1))
  const plot = rowPlot({
    id: 'arrears',
    title: '各年年末逾期尚未支付中小企业款项的金额',
    names: { far: '逾期未支付金额' },
    rows: sorted.map(([year, { fen }]) => ({
      label: `${year}年末`,
      value: formatYuan(fen),
      parts: [{ kind: 'far', size: Number(fen) }],
    })),
  })
  if (plot === null) return null
  return {
    plot,
    rows: sorted.map(([year, { fen, agencies }]) => ({
      year: `${year}年`,
      amount: formatYuan(fen),
      agencies: formatCount(agencies.size),
    })),
  }
}
