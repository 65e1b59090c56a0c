import type { SearchAnswer } from '#contract/search'
import { parseAmountRange } from '#domain/amount-range'
import {
  anyCategoryLabel,
  anyListStateLabel,
  categoryLabel,
  listStateLabel,
  RECORD_KIND_LABEL,
} from '#domain/labels.zh'
import { type ListState, PENALTY_KINDS, type RecordCategory, type RecordKind } from '#domain/vocabulary'
import { type Choice, type ChoiceGroup, choices } from './choices.ts'
import { formatCount } from './counts.ts'
import { kindGroups } from './kind-choices.ts'
import type { SearchAsk, Urls } from './urls.ts'

export type FiltersView = {
  /** `name`: of the parameter. */
  /** `groups`: the same choices under headings, where there are many. */
  selects: { name: string; label: string; all: string; choices: Choice[]; groups: ChoiceGroup[] | null }[]
  isNewest: boolean
  /** Something is chosen, so the form is shown unfolded. */
  isSet: boolean
  clear: string | null
}

const FACETS = ['kind', 'agency', 'year', 'category', 'state', 'amount'] as const

export function isNarrowed(ask: SearchAsk): boolean {
  return FACETS.some((facet) => ask[facet] !== undefined)
}

/** Every filter with what choosing it would find; one that has a single value and is not set is not offered. */
export function filtersView(urls: Urls, ask: SearchAsk, { facets }: SearchAnswer): FiltersView {
  const agencyNames = new Map(facets.agency.map(({ value, name }) => [value, name]))
  const of = <T extends string>(
    name: (typeof FACETS)[number],
    label: string,
    all: string,
    counts: readonly { value: T; count: number }[],
    words: (value: T) => string,
    chosen: T | undefined,
  ) => ({
    name,
    label,
    all,
    choices: choices(
      counts.map(({ value, count }) => [value, count]),
      words,
      chosen,
    ),
  })
  const selects = [
    of('kind', '类别', '全部', facets.kind, (kind) => RECORD_KIND_LABEL[kind], ask.kind),
    of('agency', '机关', '全部机关', facets.agency, (slug) => agencyNames.get(slug) ?? slug, ask.agency),
    of('year', '年份', '全部年份', facets.year, (year) => `${year}年`, ask.year),
    of('category', '种类', '全部', facets.category, categoryWords, ask.category),
    of('state', '公示情况', '全部', facets.state, (state) => stateWords(state, ask.kind), ask.state),
    of('amount', '罚没金额', '不限', facets.amount, amountWords, ask.amount),
  ]
  return {
    selects: selects
      .filter((select) => select.choices.length > 1 || select.choices.some(({ isChosen }) => isChosen))
      .map((select) => ({ ...select, groups: select.name === 'kind' ? kindGroups(select.choices) : null })),
    isNewest: ask.order === 'newest',
    isSet: isNarrowed(ask) || ask.order !== undefined,
    clear: isNarrowed(ask) ? urls.search(ask.q) : null,
  }
}

function categoryWords(category: RecordCategory): string {
  const isPenalty = PENALTY_KINDS.some((kind) => kind === category)
  return isPenalty ? categoryLabel('penalty', category) : anyCategoryLabel(category)
}

function stateWords(state: ListState, kind: RecordKind | undefined): string {
  return kind === undefined ? anyListStateLabel(state) : listStateLabel(kind, state)
}

/** 1000-10000 as “1,000 元以上、不到 10,000 元”. */
export function amountWords(text: string): string {
  const range = parseAmountRange(text)
  if (!range) return text
  const yuan = (fen: number) => `${formatCount(fen / 100)} 元`
  if (range.from === null) return `不到 ${yuan(range.to ?? 0)}`
  return range.to === null ? `${yuan(range.from)}以上` : `${yuan(range.from)}以上、不到 ${yuan(range.to)}`
}
