import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BENCH_COLUMNS, benchRow, writeBenchCsv, writeBenchXlsx } from './bench/rows.ts'
import { progress, stop } from './lib/report.ts'

const USAGE = `Usage: npm run bench -- import [--rows 100000] [--rounds 3] [--xlsx]
  --rows    rows of the file
  --rounds  how often each case runs; cases take turns, and ratios are within a round
  --xlsx    the file is an xlsx instead of a csv`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    xlsx: { type: 'boolean', default: false },
  },
})
const rows = Number(values.rows)
const rounds = Number(values.rounds)
if (positionals.join() !== 'import' || !(rows > 0) || !(rounds > 0)) stop(USAGE, 2)

const CASES = values.xlsx ? ['bare', 'one-by-one', 'import'] : ['bare', 'one-by-one', 'csv', 'import']
type Measured = { rows: number; seconds: number; peakMb: number }

const folder = await mkdtemp(join(tmpdir(), 'gongxin-bench-'))
try {
  const file = join(folder, values.xlsx ? 'rows.xlsx' : 'rows.csv')
  progress(
    `Writing ${rows} rows of ${BENCH_COLUMNS.length} columns (${Buffer.byteLength(benchRow(0).join(''))} bytes the first) …`,
  )
  await (values.xlsx ? writeBenchXlsx : writeBenchCsv)(file, rows)
  const taken = new Map<string, Measured[]>()
  for (let round = 1; round <= rounds; round++) {
    // Every other round in the opposite order: what slows the machine for a while slows no case alone.
    for (const name of round % 2 === 1 ? CASES : CASES.toReversed()) {
      const place = join(folder, `${name}-${round}`)
      const measured = await run(name, file, place)
      await rm(place, { recursive: true, force: true })
      progress(
        `round ${round} ${name}: ${Math.round(rows / measured.seconds)} rows/s, ${Math.round(measured.peakMb)} MB`,
      )
      taken.set(name, [...(taken.get(name) ?? []), measured])
    }
  }
  report(taken)
} finally {
  await rm(folder, { recursive: true, force: true })
}

function run(name: string, file: string, place: string): Promise<Measured> {
  const script = join(import.meta.dirname, 'bench/import-case.ts')
  // The young generation that `npm run import` gives itself: a bigger one costs memory and gains no time.
  const child = spawn(process.execPath, ['--max-semi-space-size=4', script, name, file, String(rows), place], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString()
  })
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Measured)
      else reject(new Error(`The case ${name} failed:\n${err}`))
    })
  })
}

function report(taken: ReadonlyMap<string, Measured[]>): void {
  const lines = [
    `| case | rows/s (median of ${rounds}) | peak MB | import is … times as fast (each round) |`,
    '| --- | --- | --- | --- |',
  ]
  const own = taken.get('import') ?? []
  for (const [name, runs] of taken) {
    const rates = runs.map((it) => it.rows / it.seconds)
    const ratios = runs.map((it, round) => (it.seconds / (own[round]?.seconds ?? Number.NaN)).toFixed(2))
    const peak = Math.max(...runs.map(({ peakMb }) => peakMb))
    const shown =
      name === 'import'
        ? ''
        : `${median(runs.map((it, round) => it.seconds / (own[round]?.seconds ?? 1))).toFixed(2)} (${ratios.join(', ')})`
    lines.push(`| ${name} | ${Math.round(median(rates))} | ${Math.round(peak)} | ${shown} |`)
  }
  process.stdout.write(
    `${rows} rows, ${values.xlsx ? 'xlsx' : 'csv'}, ${cpus().length} cores, Node ${process.version}\n${lines.join('\n')}\n`,
  )
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
