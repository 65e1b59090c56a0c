import type { Quarter } from '#domain/quarter'
import { isExact, SMALLEST_CELL, type Span } from '#domain/small-cells'
import { formatCount } from './counts.ts'

const NUMERALS = ['一', '二', '三', '四']

/** A count as far as it is told. */
export function spanText(span: Span): string {
  if (isExact(span)) return formatCount(span.least)
  if (span.least <= 1 && span.most < SMALLEST_CELL) return `少于 ${SMALLEST_CELL}`
  return `${formatCount(span.least)}—${formatCount(span.most)}`
}

export function percentText(span: Span | null): string {
  if (span === null) return '—'
  return isExact(span) ? `${span.least}%` : `${span.least}%—${span.most}%`
}

export function stretchText({ from, to }: { from: Quarter; to: Quarter }): string {
  if (from === to) return quarterText(from)
  const end = from.slice(0, 4) === to.slice(0, 4) ? `第${numeralOf(to)}季度` : quarterText(to)
  return `${quarterText(from)}至${end}`
}

function quarterText(quarter: Quarter): string {
  return `${quarter.slice(0, 4)}年第${numeralOf(quarter)}季度`
}

function numeralOf(quarter: Quarter): string {
  return NUMERALS[Number(quarter.slice(5)) - 1] ?? ''
}
