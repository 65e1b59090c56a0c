import type { EvaluationList } from '#contract/evaluation'
import { listStateLabel, RECORD_KIND_LABEL } from '#domain/labels.zh'
import { listStatesOf } from '#domain/list-counts'
import { type Choice, choice } from './choices.ts'
import { formatCount } from './counts.ts'
import { createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { evaluationNotice, type NoticeView, unavailableNotice } from './notices.ts'
import type { Answer } from './site-api.ts'

/** One indicator of one organ: its value, and the rows that it is made of. */
export type ScoreCell = { label: string; text: string; rows: Link | null }

export type EvaluationsView = {
  state: 'evaluations'
  status: 200
  frame: Frame
  title: string
  basis: string
  from: string
  year: number
  years: Choice[]
  action: string
  indicators: { label: string; weight: string; formula: string; basis: string }[]
  rows: { name: string; href: string; score: string; weight: string; cells: ScoreCell[] }[]
}

/** Null: the address makes no sense. */
export function readEvaluationQuery(params: URLSearchParams): { scheme?: string; year?: string } | null {
  const [scheme, year] = [params.get('scheme') || undefined, params.get('year') || undefined]
  const isKnown = (scheme === undefined || /^\d{4}-\d+$/.test(scheme)) && (year === undefined || /^\d{4}$/.test(year))
  return isKnown ? { ...(scheme === undefined ? {} : { scheme }), ...(year === undefined ? {} : { year }) } : null
}

/** In the order of the organs: no rank, and beside every score what it is made of. */
export function evaluationsPage(context: PageContext, answer: Answer<EvaluationList>): EvaluationsView | NoticeView {
  if (answer.state === 'missing') return evaluationNotice(context)
  if (answer.state === 'unavailable') return unavailableNotice(context)
  const { urls } = context
  const { scheme, year, years, items } = answer.value
  return {
    state: 'evaluations',
    status: 200,
    frame: createFrame(context, {
      title: `${COLUMNS.evaluations.name}（${year}年）`,
      path: urls.evaluations(),
      section: 'integrity',
      crumbs: [
        { text: COLUMNS.integrity.name, href: urls.hub('integrity') },
        { text: COLUMNS.evaluations.name, href: null },
      ],
      meta: { kind: 'column', column: 'evaluations' },
    }),
    ...{ title: scheme.title, basis: scheme.basis, from: scheme.from, year, action: urls.evaluations() },
    years: years.map((it) => choice(String(it), `${it}年`, String(year))),
    indicators: scheme.indicators.map((indicator) => ({
      ...{ label: indicator.label, weight: `${indicator.weight}%`, basis: indicator.basis },
      formula: formulaWords(indicator),
    })),
    rows: items.map(({ agency, score, weight, indicators }) => ({
      name: agency.name,
      href: urls.agency(agency.slug),
      score: score === null ? '不评分' : score.toFixed(1),
      weight: `${weight}%`,
      cells: scheme.indicators.map((indicator, at) => {
        const found = indicators[at]
        const [kind] = indicator.kinds
        const count = `${formatCount(found?.rows ?? 0)} 条`
        return {
          label: indicator.label,
          text: found?.value == null ? '不评分' : found.value.toFixed(1),
          rows:
            kind === undefined || !found?.rows
              ? null
              : { text: count, href: urls.list(kind, { agency: agency.slug, year: String(year) }) },
        }
      }),
    })),
  }
}

function formulaWords(indicator: EvaluationList['scheme']['indicators'][number]): string {
  const kinds = indicator.kinds.map((kind) => RECORD_KIND_LABEL[kind]).join('、')
  const words = (states: readonly string[]) =>
    states.map((state) => `“${stateWord(indicator.kinds, state)}”`).join('、')
  if (indicator.formula === 'share') {
    return `${kinds}：${words(indicator.good)}的条数 ÷ ${words(indicator.among)}的条数；不足 ${indicator.least} 条的不评分`
  }
  const each = Object.entries(indicator.each).map(([state, points]) => `${words([state])}扣 ${points} 分`)
  return `${kinds}：从 100 分起，每一条${each.join('，')}，扣完为止`
}

function stateWord(kinds: EvaluationList['scheme']['indicators'][number]['kinds'], state: string): string {
  const kind = kinds.find((it) => listStatesOf(it).some((known) => known === state))
  const known = kind && listStatesOf(kind).find((it) => it === state)
  return kind && known ? listStateLabel(kind, known) : state
}
