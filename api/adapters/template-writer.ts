import { type Cell, type CellStyle, type CellValue, colToLetter, type DataValidation, writeXlsx } from 'hucre/xlsx'
import type { TemplateColumn } from '#domain/template-columns'

/** `name` is that of the sheet to fill; `notes` stand below the list of fields. */
export type Template = { name: string; title: string; columns: readonly TemplateColumn[]; notes: readonly string[] }

/** Rows in which cells are text from the start: spreadsheet programs keep leading zeros and long codes only there. */
export const TEXT_ROWS = 500
const LAST_ROW = 1_048_576
/** The day of the standard: the same template has the same bytes whenever it is written. */
const CREATED = new Date('2018-07-25T00:00:00Z')

const REQUIRED: CellStyle = headerStyle('FFFFE699')
const OPTIONAL: CellStyle = headerStyle('FFEDEDED')
const TEXT: CellStyle = { numFmt: '@' }
const PROSE: CellStyle = { alignment: { wrapText: true, vertical: 'top' } }
const BOLD: CellStyle = { font: { bold: true }, ...PROSE }

/** The bytes of an .xlsx file with a sheet to fill and a sheet that explains it. */
export function writeTemplate({ name, title, columns, notes }: Template): Promise<Uint8Array> {
  return writeXlsx({
    properties: { title, created: CREATED, modified: CREATED },
    sheets: [
      {
        name,
        rows: [
          columns.map(({ header }) => header),
          ...Array.from({ length: TEXT_ROWS }, () => columns.map(() => null)),
        ],
        columns: columns.map(({ width, isText }) => ({ width, ...(isText ? { style: TEXT } : {}) })),
        cells: new Map(columns.map((column, index) => [`0,${index}`, headerCell(column)])),
        dataValidations: columns.flatMap(dropDown),
        freezePane: { rows: 1 },
      },
      {
        name: '填写说明',
        columns: EXPLAINED.map(({ width }) => ({ width, style: PROSE })),
        ...explained(columns, notes),
      },
    ],
  })
}

function headerStyle(rgb: string): CellStyle {
  return {
    font: { bold: true },
    fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb } },
    border: { bottom: { style: 'thin' } },
    alignment: { wrapText: true, vertical: 'center' },
    numFmt: '@',
  }
}

function headerCell(column: TemplateColumn): Partial<Cell> {
  const { header, isRequired, maxLength, format, hint } = column
  const text = [isRequired ? '必填' : '选填', format, `最多 ${maxLength} 个字`, hint].filter((part) => part !== '')
  return { value: header, type: 'string', style: isRequired ? REQUIRED : OPTIONAL, comment: { text: text.join('\n') } }
}

/** A closed list takes nothing else; an open one only offers its words. */
function dropDown({ words, isClosed, header }: TemplateColumn, index: number): DataValidation[] {
  if (words.length === 0) return []
  const letter = colToLetter(index)
  return [
    {
      type: 'list',
      values: [...words],
      allowBlank: true,
      range: `${letter}2:${letter}${LAST_ROW}`,
      ...(isClosed
        ? { showErrorMessage: true, errorStyle: 'stop', errorTitle: header, errorMessage: `应为：${words.join('、')}` }
        : {}),
    },
  ]
}

const EXPLAINED: { title: string; width: number; of: (column: TemplateColumn) => string }[] = [
  { title: '表头', width: 36, of: ({ header }) => header },
  { title: '代码', width: 24, of: ({ code }) => code },
  { title: '是否必填', width: 10, of: ({ isRequired }) => (isRequired ? '必填' : '选填') },
  { title: '最多字数', width: 10, of: ({ maxLength }) => String(maxLength) },
  { title: '格式', width: 32, of: ({ format }) => format },
  {
    title: '可以填的内容',
    width: 44,
    of: ({ words, isClosed }) => `${words.join('、')}${words.length > 0 && !isClosed ? ' 等' : ''}`,
  },
  { title: '说明', width: 44, of: ({ hint }) => hint },
]

function explained(
  columns: readonly TemplateColumn[],
  notes: readonly string[],
): { rows: CellValue[][]; cells: Map<string, Partial<Cell>> } {
  const titles = EXPLAINED.map(({ title }) => title)
  return {
    rows: [
      titles,
      ...columns.map((column) => EXPLAINED.map(({ of }) => of(column))),
      [],
      ...notes.map((note) => [note]),
    ],
    cells: new Map(titles.map((value, index) => [`0,${index}`, { value, type: 'string', style: BOLD }])),
  }
}
