import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { progress } from '../lib/report.ts'
import { runCase } from './child.ts'
import { median, table } from './figures.ts'
import { BENCH_COLUMNS, benchRow, writeBenchCsv, writeBenchXlsx } from './rows.ts'

export type ImportBench = { rows: number; rounds: number; isXlsx: boolean }
type Measured = { rows: number; seconds: number; peakMb: number }

const SCRIPT = join(import.meta.dirname, 'import-case.ts')

/** The importer beside the database, a program that writes row by row, and the parser alone. */
export async function benchImport(bench: ImportBench): Promise<void> {
  const { rows, rounds, isXlsx } = bench
  const cases = isXlsx ? ['bare', 'one-by-one', 'import'] : ['bare', 'one-by-one', 'csv', 'import']
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-bench-'))
  try {
    const file = join(folder, isXlsx ? 'rows.xlsx' : 'rows.csv')
    progress(
      `Writing ${rows} rows of ${BENCH_COLUMNS.length} columns (${Buffer.byteLength(benchRow(0).join(''))} bytes the first) …`,
    )
    await (isXlsx ? writeBenchXlsx : writeBenchCsv)(file, rows)
    const taken = new Map<string, Measured[]>()
    for (let round = 1; round <= rounds; round++) {
      // Every other round in the opposite order: what slows the machine for a while slows no case alone.
      for (const name of round % 2 === 1 ? cases : cases.toReversed()) {
        const place = join(folder, `${name}-${round}`)
        const measured = await run(name, file, rows, place)
        await rm(place, { recursive: true, force: true })
        progress(
          `round ${round} ${name}: ${Math.round(rows / measured.seconds)} rows/s, ${Math.round(measured.peakMb)} MB`,
        )
        taken.set(name, [...(taken.get(name) ?? []), measured])
      }
    }
    report(bench, taken)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Safe: the case prints just this. */
async function run(name: string, file: string, rows: number, place: string): Promise<Measured> {
  const { out } = await runCase(SCRIPT, [name, file, String(rows), place])
  return JSON.parse(out) as Measured
}

function report({ rows, rounds, isXlsx }: ImportBench, taken: ReadonlyMap<string, Measured[]>): void {
  const own = taken.get('import') ?? []
  const lines = [...taken].map(([name, runs]) => {
    const rates = runs.map((it) => it.rows / it.seconds)
    const ratios = runs.map((it, round) => it.seconds / (own[round]?.seconds ?? Number.NaN))
    const shown = `${median(ratios).toFixed(2)} (${ratios.map((it) => it.toFixed(2)).join(', ')})`
    const peak = Math.max(...runs.map(({ peakMb }) => peakMb))
    return [name, Math.round(median(rates)), Math.round(peak), name === 'import' ? '' : shown]
  })
  const head = ['case', `rows/s (median of ${rounds})`, 'peak MB', 'import is … times as fast (each round)']
  process.stdout.write(
    `${rows} rows, ${isXlsx ? 'xlsx' : 'csv'}, ${cpus().length} cores, Node ${process.version}\n${table(head, lines)}`,
  )
}
