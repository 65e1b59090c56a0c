import type { Place } from '#content/schema/place'
import { CONFIDENCE_LABEL, SEVERITY_LABEL } from '#domain/labels.zh'
import type { ClockDuty, Duration, ObjectionRule, PeriodRule } from '#domain/rules'
import { chineseDay } from './dates.ts'
import { columnFrame, createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import type { Reading } from './reading.ts'
import { GUIDE_TITLE } from './site-pages.ts'
import type { GuideId } from './urls.ts'

export type GuideCard = Link & { about: string }

export const GUIDE_ABOUT = {
  'read-a-record': '页面上每一项是什么意思，“撤下”和“停止公示”有什么不同。',
  object: '公示的信息写错了、漏写了，或者不应当公示，向谁提、带什么。',
  complain: '机关没有公示、不守承诺、拖欠账款，分别向哪里反映。',
  repair: '受过行政处罚的企业怎样申请提前停止公示。',
} satisfies Record<GuideId, string>

export const GUIDE_ORDER: readonly GuideId[] = ['read-a-record', 'object', 'complain', 'repair']

export function guidesPage(context: PageContext): { frame: Frame; cards: GuideCard[] } {
  return { frame: columnFrame(context, 'guides', context.urls.guides()), cards: guideCards(context) }
}

export function guideCards({ urls }: PageContext): GuideCard[] {
  return GUIDE_ORDER.map((id) => ({ text: GUIDE_TITLE[id], href: urls.guide(id), about: GUIDE_ABOUT[id] }))
}

export function guideFrame(context: PageContext, id: GuideId): Frame {
  const title = GUIDE_TITLE[id]
  return createFrame(context, {
    title,
    path: context.urls.guide(id),
    section: 'guides',
    crumbs: [
      { text: COLUMNS.guides.name, href: context.urls.guides() },
      { text: title, href: null },
    ],
    meta: { kind: 'column', column: 'guides' },
  })
}

/** A rule as a guide shows it: the words, the ground, and how sure we are. */
export type Grounded = { text: string; basis: string; mark: string }

/** Null: what the region's regulation says has not been read, so no period is shown. */
export function objectionRule(place: Place, { objections }: Reading): ObjectionRule | null {
  const near = objections.filter(({ area }) => place.areaCode?.startsWith(area))
  return near.sort((a, b) => b.area.length - a.area.length)[0] ?? null
}

export function objectionTerms(place: Place, reading: Reading): Grounded | null {
  const rule = objectionRule(place, reading)
  if (rule === null) return null
  const { ownDays, totalDays, mark, basis, confidence } = rule
  const first = mark === null ? '' : `${mark}；`
  return {
    text: `${first}能够自行核实的，${ownDays} 个工作日内办结；需要信息提供单位核实的，一共 ${totalDays} 个工作日内办结。`,
    basis,
    mark: CONFIDENCE_LABEL[confidence],
  }
}

/** Working days of a duty, newest rule; null where no rule says so. */
export function clockTerms({ clocks }: Reading, duty: ClockDuty): (Grounded & { workdays: number }) | null {
  const rule = clocks.filter((row) => row.duty === duty && row.to === null)[0]
  if (rule === undefined) return null
  const { workdays, basis, confidence } = rule
  return { workdays, text: `${workdays} 个工作日`, basis, mark: CONFIDENCE_LABEL[confidence] }
}

export type PeriodRow = { decided: string; severity: string; min: string; max: string; basis: string; mark: string }

/** Periods of penalties by the day of the decision, from new to old; so the page needs no clock. */
export function periodRows({ periods, confirmed }: Reading): PeriodRow[] {
  return periods
    .filter(({ kind }) => kind === 'penalty')
    .sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? 1 : -1))
    .map((rule) => ({
      decided: rule.to === null ? `${chineseDay(rule.from)}起` : `${chineseDay(rule.from)}至${chineseDay(rule.to)}`,
      severity: rule.severities.map((it) => SEVERITY_LABEL[it]).join('、') || '不分类别',
      min: durationText(rule.min),
      max: rule.max === null ? '未设上限' : durationText(rule.max),
      basis: rule.basis,
      mark: markOf(rule, confirmed),
    }))
}

function markOf({ id, confidence }: PeriodRule, confirmed: readonly string[]): string {
  const isDoubtful = confidence === 'known' || confidence === 'unsure'
  if (!isDoubtful) return CONFIDENCE_LABEL[confidence]
  return `${CONFIDENCE_LABEL[confidence]}，${confirmed.includes(id) ? '本地已确认' : '本地尚未确认，相应的处罚暂不公示'}`
}

function durationText({ years, months }: Duration): string {
  if (years === 0 && months === 0) return '没有'
  return `${years > 0 ? `${years} 年` : ''}${months > 0 ? `${months} 个月` : ''}`
}
