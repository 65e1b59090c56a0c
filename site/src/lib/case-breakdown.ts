import type { CaseBreakdown } from '#contract/statistics'
import { COMPLAINT_DOMAIN_LABEL } from '#domain/case-labels.zh'
import type { Span } from '#domain/small-cells'
import { daysText, type FigureTable, type PlottedTable } from './clock-tables.ts'
import type { PageContext } from './frame.ts'
import { type PlotRow, rowPlot } from './row-plot.ts'
import { spanText, stretchText } from './span-text.ts'

/** Complaints by domain, with how long they took, and both complaints and upheld objections by organ. */
export type Breakdown = {
  domains: (PlottedTable & { quarters: string }) | null
  complaints: { table: FigureTable; quarters: string } | null
  objections: { table: FigureTable; quarters: string } | null
}

export function breakdownOf({ urls }: PageContext, { complaints, objections }: CaseBreakdown): Breakdown {
  return {
    domains: complaints && complaints.domains.length > 0 ? domainsOf(complaints) : null,
    complaints:
      complaints && complaints.organs.length > 0
        ? {
            quarters: stretchText(complaints),
            table: {
              ...{ caption: '办结的投诉，按被投诉的机关', first: '机关', heads: ['办结'] },
              rows: complaints.organs.map(({ agency, closed }) => ({
                ...{ head: agency.name, href: urls.agency(agency.slug), cells: [spanText(closed)] },
              })),
            },
          }
        : null,
    objections:
      objections && objections.organs.length > 0
        ? {
            quarters: stretchText(objections),
            table: {
              ...{ caption: '成立的异议，按信息所属的机关', first: '机关', heads: ['成立'] },
              rows: objections.organs.map(({ agency, upheld }) => ({
                ...{ head: agency.name, href: urls.agency(agency.slug), cells: [spanText(upheld)] },
              })),
            },
          }
        : null,
  }
}

function domainsOf(complaints: NonNullable<CaseBreakdown['complaints']>): Breakdown['domains'] {
  const rows = complaints.domains.map((it) => ({ ...it, label: COMPLAINT_DOMAIN_LABEL[it.domain] }))
  return {
    id: 'domains',
    heading: '投诉涉及的领域和办结用时',
    quarters: stretchText(complaints),
    plot: rowPlot({
      id: 'domains-plot',
      title: '各领域办结的投诉件数和办结所用工作日的中位数，数字见下表',
      names: { 'on-time': '区间的下限', unsure: '到区间的上限' },
      rows: rows.map(({ label, closed, median }) => bar(label, closed, median)),
    }),
    table: {
      ...{ caption: '办结的投诉，按涉及的领域', first: '领域', heads: ['办结', '用时中位数'] },
      rows: rows.map(({ label, closed, median }) => ({ head: label, cells: [spanText(closed), daysText(median)] })),
    },
  }
}

function bar(label: string, closed: Span, median: { days: number | null } | null): PlotRow {
  const took = median === null ? '' : `，${daysText(median)}`
  return {
    label,
    value: `${spanText(closed)} 件${took}`,
    parts: [
      { kind: 'on-time', size: closed.least },
      { kind: 'unsure', size: closed.most - closed.least },
    ],
  }
}
