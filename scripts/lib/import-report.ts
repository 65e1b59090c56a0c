import type { BatchSummary, RecordStore, RowReport } from '#usecase/ports'

const ROWS_PER_READ = 1000

/** JSON: the summary first, then `lateness` and `rows`, written as they are read so that memory stays flat. */
export async function printReport(store: RecordStore, summary: BatchSummary, asJson: boolean): Promise<void> {
  if (!asJson) {
    process.stdout.write(forPeople(summary))
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

function forPeople(summary: BatchSummary): string {
  const { read, accepted, warned, rejected, unchanged, published, withheld, batch } = summary
  const lines = [
    `批次 ${batch}`,
    `读取 ${read} 行：接收 ${accepted}，接收但有提示 ${warned}，未接收 ${rejected}，无变化 ${unchanged}`,
    `其中公示 ${published} 行`,
    ...withheld.map(({ rule, rows }) => `  暂不公示 ${rows} 行：${rule}`),
  ]
  return `${lines.join('\n')}\n`
}
