import { csvLine, csvText } from '#domain/csv-text'
import type { RowText } from '#usecase/ports'

export const ROW_TEXT_FORMATS = ['csv', 'json', 'ndjson'] as const
export type RowTextFormat = (typeof ROW_TEXT_FORMATS)[number]

/** A table in one of the text formats; a row has a cell for each header. */
export function rowText(format: RowTextFormat, headers: readonly string[]): RowText {
  return FORMATS[format](headers)
}

const FORMATS: Record<RowTextFormat, (headers: readonly string[]) => RowText> = {
  csv: (headers) => ({ head: csvText([headers]), row: csvLine, foot: () => '' }),
  json: (headers) => {
    let before = '[\n'
    return {
      head: '',
      row(cells) {
        const text = before + objectLine(headers, cells)
        before = ',\n'
        return text
      },
      foot: () => (before === '[\n' ? '[]\n' : '\n]\n'),
    }
  },
  ndjson: (headers) => ({ head: '', row: (cells) => `${objectLine(headers, cells)}\n`, foot: () => '' }),
}

function objectLine(headers: readonly string[], cells: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? ''])))
}
