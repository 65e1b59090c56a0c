import { ROW_NOTE_LABEL } from '#domain/labels.zh'
import { columnName } from '#domain/rejected-line'
import type { Rules } from '#domain/rules'
import type { RecordKind } from '#domain/vocabulary'
import type { BatchSummary, RecordStore, RowReport } from '#usecase/ports'

const ROWS_PER_READ = 1000
const SHOWN_ROWS = 8

/** JSON: the summary first, then `lateness` and `rows`, written as they are read so that memory stays flat. */
export async function printReport(
  store: RecordStore,
  summary: BatchSummary,
  place: { kind: RecordKind; rules: Rules },
  asJson: boolean,
): Promise<void> {
  if (!asJson) {
    process.stdout.write(await forPeople(store, summary, place))
    return
  }
  const head = JSON.stringify(summary)
  process.stdout.write(`${head.slice(0, -1)},"rows":[`)
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
async function forPeople(
  store: RecordStore,
  summary: BatchSummary,
  { kind, rules }: { kind: RecordKind; rules: Rules },
): Promise<string> {
  const { read, accepted, warned, rejected, unchanged, published, withheld, batch } = summary
  const noticed = new Map<string, { rows: number[]; count: number }>()
  for await (const row of allRows(store, batch)) {
    const outcome = row.outcome === 'rejected' ? '未接收：' : ''
    for (const { code, column } of row.notes) {
      const line = `${outcome}${ROW_NOTE_LABEL[code]}${column === null ? '' : `（${columnName(kind, column)}）`}`
      const entry = noticed.get(line) ?? { rows: [], count: 0 }
      entry.count += 1
      if (entry.rows.length < SHOWN_ROWS) entry.rows.push(row.n)
      noticed.set(line, entry)
    }
  }
  const basisOf = (id: string) => rules.publication.find((rule) => rule.id === id)?.basis ?? id
  const lines = [
    `批次 ${batch}`,
    `读取 ${read} 行：接收 ${accepted}，接收但有提示 ${warned}，未接收 ${rejected}，无变化 ${unchanged}`,
    `其中公示 ${published} 行`,
    ...withheld.map(({ rule, rows }) => `  暂不公示 ${rows} 行：${basisOf(rule)}（规则 ${rule}）`),
    ...[...noticed].map(([line, { rows, count }]) => {
      const more = count > rows.length ? ` 等 ${count} 行` : ' 行'
      return `  第 ${rows.join('、')}${more}：${line}`
    }),
  ]
  return `${lines.join('\n')}\n`
}
