import { basename } from 'node:path'
import type { HeaderMapping } from '#domain/header-mapping'
import { ASIDE_LABEL, remarkOn } from '#domain/import-text.zh'
import { RECORD_KIND_LABEL, ROW_NOTE_LABEL } from '#domain/labels.zh'
import { columnName } from '#domain/rejected-line'
import type { Rules } from '#domain/rules'
import type { Aside, Table } from '#domain/table'
import type { RecordKind } from '#domain/vocabulary'
import type { BatchSummary, RecordStore, RowReport } from '#usecase/ports'

export type TableReport = {
  file: string
  table: Table
  kind: RecordKind
  mapping: HeaderMapping
  summary: BatchSummary
}

type ReportDeps = { store: RecordStore; rules: Rules }

const ROWS_PER_READ = 1000
const SHOWN_ROWS = 8
export function tableName(path: string, { sheet }: Table): string {
  return sheet === null ? basename(path) : `${basename(path)} 的工作表“${sheet}”`
}

export function formatText({ format, encoding, headerRow }: Table): string {
  const written = encoding === null ? format : `${format}，${encoding.toUpperCase()}`
  return headerRow > 0 ? `${written}，表头在第 ${headerRow} 行` : written
}

/** What each header was taken to mean, and what speaks for it. */
export function mappingText(kind: RecordKind, { columns }: HeaderMapping): string {
  return columns.map((column) => `  ${column.header || '（没有表头）'} → ${remarkOn(kind, column)}`).join('\n')
}

/** JSON of one table is an object, of several a list of them; rows are written as they are read, so memory stays flat. */
export async function printReports(
  deps: ReportDeps,
  reports: readonly TableReport[],
  how: { asJson: boolean; dryRun: boolean },
): Promise<void> {
  const isList = how.asJson && reports.length !== 1
  if (isList) process.stdout.write('[')
  for (const [index, report] of reports.entries()) {
    if (isList && index > 0) process.stdout.write(',\n')
    if (how.asJson) await printJson(deps, report, how.dryRun)
    else process.stdout.write(await forPeople(deps, report, how.dryRun))
  }
  if (isList) process.stdout.write(']\n')
}

async function printJson({ store }: ReportDeps, { file, table, kind, mapping, summary }: TableReport, dryRun: boolean) {
  const { sheet, format, encoding, headerRow, asides } = table
  const head = { ...summary, file: basename(file), sheet, kind, format, encoding, headerRow, dryRun }
  const columns = mapping.columns
  process.stdout.write(`${JSON.stringify({ ...head, columns, asides }).slice(0, -1)},"rows":[`)
  const late = { rows: 0, unknown: 0, highest: 0 }
  let isFirst = true
  for await (const row of allRows(store, summary.batch)) {
    process.stdout.write(`${isFirst ? '' : ','}\n${JSON.stringify(row)}`)
    isFirst = false
    if (row.lateBy === null) late.unknown += 1
    else if (row.lateBy > 0) late.rows += 1
    late.highest = Math.max(late.highest, row.lateBy ?? 0)
  }
  const lateness = { lateRows: late.rows, unknownRows: late.unknown, mostWorkdays: late.highest }
  process.stdout.write(`\n],"lateness":${JSON.stringify(lateness)}}\n`)
}

async function* allRows(store: RecordStore, batch: string): AsyncGenerator<RowReport> {
  for (let after = 0; ; ) {
    const rows = await store.rowReports(batch, after, ROWS_PER_READ)
    if (rows.length === 0) return
    yield* rows
    after = rows.at(-1)?.n ?? after
  }
}

/** What was noticed, one line a kind with the first rows, so that a clerk can open the file and mend it. */
async function forPeople({ store, rules }: ReportDeps, report: TableReport, dryRun: boolean): Promise<string> {
  const { file, table, kind, summary } = report
  const { read, accepted, warned, rejected, unchanged, published, withheld, sealed, batch } = summary
  const basisOf = (id: string) => rules.publication.find((rule) => rule.id === id)?.basis ?? id
  const lines = createLineCount()
  for await (const row of allRows(store, batch)) {
    const outcome = row.outcome === 'rejected' ? '未接收：' : ''
    if (row.outcome === 'rejected' && row.rule !== null) lines.add(`封存类别，只保留行号：${basisOf(row.rule)}`, row.n)
    for (const { code, column, suggestion } of row.notes) {
      const named = column === null ? '' : `（${columnName(kind, column)}）`
      const offered = suggestion === undefined ? '' : `，可能是 ${suggestion}`
      lines.add(`${outcome}${ROW_NOTE_LABEL[code]}${named}${offered}`, row.n)
    }
    for (const field of row.changed) lines.add(`内容有变化，记为新版本（${columnName(kind, field)}）`, row.n)
  }
  const text = [
    `${tableName(file, table)}，${RECORD_KIND_LABEL[kind]}，批次 ${batch}${dryRun ? '（试运行）' : ''}`,
    `读取 ${read} 行：接收 ${accepted}，接收但有提示 ${warned}，未接收 ${rejected}，无变化 ${unchanged}`,
    `其中公示 ${published} 行`,
    ...withheld.map(({ rule, rows }) => `  暂不公示 ${rows} 行：${basisOf(rule)}（规则 ${rule}）`),
    ...(summary.left > 0 ? [`  记录已撤下或者已终止公示，不再公示 ${summary.left} 行`] : []),
    ...(summary.repeated > 0 ? [`  与前面的行重复 ${summary.repeated} 行`] : []),
    ...sealed.map(({ rule, rows }) => `  封存类别，未接收 ${rows} 行（规则 ${rule}）`),
    ...(summary.hidden > 0 ? [`  因此停止公示原有记录 ${summary.hidden} 条`] : []),
    ...asideLines(table.asides),
    ...lines.text(),
  ]
  if (rejected > 0 && !dryRun)
    text.push(`  未接收的行可以导出为标注表退回：npm run rejected -- ${batch} --out 文件.xlsx`)
  return `${text.join('\n')}\n`
}

function asideLines(asides: readonly Aside[]): string[] {
  const lines = createLineCount()
  for (const { n, kind } of asides) lines.add(`${ASIDE_LABEL[kind]}，没有作为数据读取`, n)
  return lines.text()
}

/** Lines with the rows that they are about: the first few by number, and how many in all. */
function createLineCount() {
  const counted = new Map<string, { rows: number[]; count: number }>()
  return {
    add(line: string, row: number): void {
      const entry = counted.get(line) ?? { rows: [], count: 0 }
      entry.count += 1
      if (entry.rows.length < SHOWN_ROWS) entry.rows.push(row)
      counted.set(line, entry)
    },
    text: () =>
      [...counted].map(([line, { rows, count }]) => {
        const more = count > rows.length ? ` 等 ${count} 行` : ' 行'
        return `  第 ${rows.join('、')}${more}：${line}`
      }),
  }
}
