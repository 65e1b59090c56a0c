import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { areSame, publicSuiteCounts, suiteLine } from './lib/public-suite-counts.ts'

/**
 * Everything that says yes or no, in one run: format and lint, types, pages, content, docs, then all tests. The last
 * line is the count, and the line before it that of the public suite on each machine.
 */
const CHECKS: [string, string[]][] = [
  ['biome', ['check', '.']],
  ['tsc', ['-p', '.']],
  ['astro', ['check', '--root', 'site', '--minimumSeverity', 'warning']],
  ['node', ['scripts/check-content.ts']],
  ['node', ['scripts/check-docs.ts']],
]

// Tests write and delete thousands of small files; where the machine has a memory disk, they lie there.
const memory = '/dev/shm'
const scratch = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'gongxin-tests-'))
const temporary = join(scratch, 'tmp')
mkdirSync(temporary)
const results = join(scratch, 'results.json')
const env = { ...process.env, TMPDIR: temporary, ASTRO_TELEMETRY_DISABLED: '1' }

const total = { passed: 0, failed: 0, skipped: 0 }
for (const [command, args] of CHECKS) {
  process.stdout.write(`\n── ${command} ${args.join(' ')}\n`)
  if ((await run(command, args)) === 0) total.passed += 1
  else total.failed += 1
}
process.stdout.write('\n── vitest\n')
const status = await run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`])
const report: unknown = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {}
const counted = countsOf(report)
const suites = publicSuiteCounts(report)
total.passed += counted.passed
total.skipped += counted.skipped
// A run that ends badly without a failed test, such as a broken set-up, is a failure all the same.
total.failed += status === 0 ? counted.failed : Math.max(1, counted.failed)
if (!areSame(suites)) total.failed += 1
rmSync(scratch, { recursive: true, force: true })
process.stdout.write(`\n${suiteLine(suites)}`)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = total.failed === 0 ? 0 : 1

function run(command: string, args: string[]): Promise<number> {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env })
  return new Promise((done) => {
    child.on('error', () => done(1))
    child.on('exit', (code) => done(code ?? 1))
  })
}

function countsOf(report: unknown): typeof total {
  const number = (name: string) => {
    const value: unknown = typeof report === 'object' && report !== null ? Reflect.get(report, name) : 0
    return typeof value === 'number' ? value : 0
  }
  return {
    passed: number('numPassedTests'),
    failed: number('numFailedTests'),
    skipped: number('numPendingTests') + number('numTodoTests'),
  }
}
