import type { PublicRecord } from '#contract/record'
import type { Day } from '#domain/day'
import { parseDay } from '#domain/day'
import { estimateRepair } from '#domain/repair-estimate'
import type { Rules } from '#domain/rules'
import { SEVERITIES } from '#domain/vocabulary'
import { chineseDay } from './dates.ts'
import { type Crumb, createFrame, type Frame, kindCrumb, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import type { Reading } from './reading.ts'
import { type RecordCard, recordCard } from './record-card.ts'

export const CREDIT_CHINA = 'https://www.creditchina.gov.cn/'

export type EstimateView = {
  state: 'estimate'
  status: 200
  frame: Frame
  card: RecordCard
  /** False for a licence: nothing is repaired. */
  isRepairable: boolean
  earliest: string
  isReached: boolean
  endsAlone: string | null
  basis: string | null
  missing: string[]
  /** What was said of the duties; null: not yet. */
  done: 'yes' | 'no' | null
  question: { action: string; record: string }
  /** Of the letter: what the record itself says, and nobody's name. */
  letter: { agency: string; number: string | null }
}

export function readDone(params: URLSearchParams): 'yes' | 'no' | null {
  const done = params.get('done')
  return done === 'yes' || done === 'no' ? done : null
}

/** An estimate only: 信用中国 decides. */
export function repairEstimate(
  context: PageContext,
  record: PublicRecord,
  reading: Reading,
  today: Day,
  done: 'yes' | 'no' | null,
): EstimateView {
  const { urls } = context
  const severity = SEVERITIES.find((it) => it === record.coded.severity) ?? null
  const estimate = estimateRepair(
    {
      ...{ kind: record.kind, severity, today },
      decidedOn: dayOf(record.decidedOn),
      publishedOn: dayOf(record.publishedOn),
      until: record.until === null ? null : dayOf(record.until),
      isDutyDone: done === null ? null : done === 'yes',
    },
    rulesFrom(reading),
  )
  const { channel, earliestOn, isPeriodReached, endsAloneOn, basis, missing } = estimate
  const path = urls.repair({ record: record.id })
  return {
    ...{ state: 'estimate', status: 200, isRepairable: channel !== 'none', isReached: isPeriodReached, done, basis },
    frame: repairFrame(context, path, [kindCrumb(urls, record.kind)]),
    card: recordCard(context, record),
    earliest:
      earliestOn === null
        ? '没有估算：这条处罚适用的最短公示期还没有确定，以“信用中国”网站告知的为准。'
        : `${chineseDay(earliestOn)}${isPeriodReached ? '（已经到了）' : '（还没有到）'}`,
    endsAlone: endsAloneOn === null ? null : `${chineseDay(endsAloneOn)}（含当日）`,
    missing: missing.map((it) => MISSING[it]),
    question: { action: urls.repair(), record: record.id },
    letter: { agency: record.agency.name, number: record.documentNumber },
  }
}

const MISSING = {
  period: '最短公示期还没有满，满了才能申请。',
  duty: '处罚决定确定的义务还没有全部履行，履行完才能申请。',
  'duty-unsaid': '还不知道义务是否已经全部履行，请在下面选择。',
  promise: '申请时要公开作出信用承诺，承诺书见下面。',
} as const

/** Safe: days of the API are days. */
function dayOf(text: string): Day {
  const day = parseDay(text)
  if (day === undefined) throw new Error(`${text} is no day.`)
  return day
}

/** Only periods decide here; the rest of the rules is not asked. */
function rulesFrom({ periods, clocks, notices, objections, confirmed }: Reading): Rules {
  return {
    ...{ publication: [], severities: [], promises: [], retention: [], alarms: [] },
    ...{ periods, clocks, notices, objections, confirmed: new Set(confirmed) },
  }
}

export type RepairStartView = { state: 'start'; status: 200; frame: Frame; links: Link[] }

/** Opened without a record: repair always is of one. */
export function repairStart(context: PageContext): RepairStartView {
  const { urls } = context
  return {
    ...{ state: 'start', status: 200, frame: repairFrame(context, urls.repair(), []) },
    links: [
      { text: '查询公示信息', href: urls.search() },
      { text: '怎样申请信用修复', href: urls.guide('repair') },
    ],
  }
}

export function repairFrame(context: PageContext, path: string, crumbs: Crumb[]): Frame {
  const { name } = COLUMNS.repair
  return createFrame(context, {
    title: name,
    path,
    section: 'repair',
    crumbs: [...crumbs, { text: name, href: null }],
    meta: { kind: 'column', column: 'repair' },
    isIndexed: !path.includes('?'),
  })
}
