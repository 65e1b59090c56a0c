import { ImportFailed } from '#domain/failure'
import { createMergeFiller } from '#domain/merged-cells'
import type { TableRow } from '#domain/table'
import { booleanText, dateText, numberText } from '#domain/typed-cell'
import { CHUNK_ROWS, MAX_COLUMNS, MAX_RECORD, MAX_ROWS } from './limits.ts'
import type { XmlHandler } from './xml.ts'

export type OdsRows = XmlHandler & {
  /** The rows that have ended since the last call; a row that is repeated is made again for each time. */
  take(): Generator<TableRow[]>
}

/** Inside a cell, but no part of its text. */
const NOT_TEXT = new Set(['annotation', 'ruby-text', 'shapes', 'frame'])

/** Builds the rows of one sheet from the events of `content.xml`. */
export function createOdsRows(file: string, sheet: string): OdsRows {
  const ended: { first: number; times: number; cells: string[] }[] = []
  const filler = createMergeFiller()
  const cell = createCellText()
  let n = 0
  let times = 1
  let cells: string[] = []
  let column = 0
  let repeat = 1
  let rowSpan = 1
  let chars = 0
  let isCell = false

  const count = (text: string) => {
    chars += text.length
    if (chars > MAX_RECORD) {
      throw new ImportFailed({ code: 'record-too-long', file, sheet, line: n + 1, limit: MAX_RECORD })
    }
  }
  const closeCell = () => {
    isCell = false
    const text = cell.end()
    if (text !== '') {
      if (column + repeat > MAX_COLUMNS) {
        throw new ImportFailed({ code: 'table-too-wide', file, sheet, row: n + 1, limit: MAX_COLUMNS })
      }
      count(text.repeat(repeat))
      while (cells.length < column) cells.push('')
      for (let i = 0; i < repeat; i++) cells.push(text)
      if (rowSpan > 1) filler.start(column, n + rowSpan, text)
    }
    column += repeat
  }
  const closeRow = () => {
    if (cells.length > 0) {
      filler.fill(n + 1, cells)
      ended.push({ first: n + 1, times: Math.min(times, MAX_ROWS - n), cells })
    }
    n += times
  }

  return {
    open(name, attributes) {
      if (name === 'table-row') {
        times = countOf(attributes['table:number-rows-repeated'])
        cells = []
        column = 0
        chars = 0
      } else if (name === 'table-cell') {
        isCell = true
        repeat = countOf(attributes['table:number-columns-repeated'])
        rowSpan = countOf(attributes['table:number-rows-spanned'])
        cell.start(attributes)
      } else if (name === 'covered-table-cell') column += countOf(attributes['table:number-columns-repeated'])
      else if (isCell) count(cell.open(name, attributes))
    },
    text(text) {
      if (isCell) count(cell.text(text))
    },
    close(name) {
      if (name === 'table-row') closeRow()
      else if (name === 'table-cell') closeCell()
      else if (isCell) cell.close(name)
    },
    *take() {
      for (const { first, times, cells } of ended.splice(0)) {
        for (let at = 0; at < times; at += CHUNK_ROWS) {
          const length = Math.min(CHUNK_ROWS, times - at)
          yield Array.from({ length }, (_, i) => ({ n: first + at + i, cells: [...cells] }))
        }
      }
    },
  }
}

function countOf(text: string | undefined): number {
  const count = Number(text ?? '1')
  return Number.isInteger(count) && count > 0 ? Math.min(count, MAX_ROWS) : 1
}

/** Values come as attributes, texts as paragraphs of which each is a line. */
function createCellText() {
  let attributes: Record<string, string> = {}
  let lines: string[] = []
  let line: string | null = null
  let ignored = 0

  const add = (text: string): string => {
    if (line === null || ignored > 0) return ''
    line += text
    return text
  }
  return {
    start(of: Record<string, string>) {
      attributes = of
      lines = []
      line = null
    },
    open(name: string, { 'text:c': blanks }: Record<string, string>): string {
      if (NOT_TEXT.has(name)) ignored += 1
      else if (name === 'p' && ignored === 0) line = ''
      else if (name === 's') return add(' '.repeat(Math.min(countOf(blanks), MAX_RECORD)))
      else if (name === 'tab') return add('\t')
      else if (name === 'line-break') return add('\n')
      return ''
    },
    text: (text: string) => add(text.replace(/[\t\n\r ]+/g, ' ')),
    close(name: string) {
      if (NOT_TEXT.has(name)) ignored -= 1
      else if (name === 'p' && line !== null && ignored === 0) {
        lines.push(line)
        line = null
      }
    },
    end: () => valueText(attributes, lines.join('\n')),
  }
}

function valueText(attributes: Record<string, string>, text: string): string {
  const value = attributes['office:value'] ?? ''
  switch (attributes['office:value-type']) {
    case 'float':
    case 'percentage':
    case 'currency':
      return value !== '' && Number.isFinite(Number(value)) ? numberText(Number(value)) : text
    case 'boolean':
      return booleanText(attributes['office:boolean-value'] === 'true')
    case 'date':
      return dayText(attributes['office:date-value'] ?? '') ?? text
    case 'time':
      return timeText(attributes['office:time-value'] ?? '') ?? text
    default:
      return text === '' ? (attributes['office:string-value'] ?? '') : text
  }
}

/** '2026-03-05' or '2026-03-05T10:00:00', without a zone. */
function dayText(value: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:[.,]\d+)?)?$/.test(value)) return undefined
  const instant = Date.parse(value.includes('T') ? `${value.replace(',', '.')}Z` : value)
  return Number.isNaN(instant) ? undefined : dateText(instant)
}

/** 'PT10H30M00S' as a time of day. */
function timeText(value: string): string | undefined {
  const parts = /^PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S$/.exec(value)
  return parts
    ?.slice(1)
    .map((part) => part.padStart(2, '0'))
    .join(':')
}
