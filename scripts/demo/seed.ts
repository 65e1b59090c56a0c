import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Day, dayOfInstant } from '#domain/day'
import { CONFIRMED_KIND, REPORT_KIND } from '#domain/report-submission'
import type { RecordKind, WithdrawalGround } from '#domain/vocabulary'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { importTable, mapTable, openFile } from '../lib/import-file.ts'
import { progress } from '../lib/report.ts'
import type { Workspace } from '../lib/workspace.ts'
import { demoIntegrity } from './integrity.ts'
import { demoLists } from './lists.ts'
import { demoOpenness } from './openness.ts'
import { createRandom } from './random.ts'
import { demoLicences, demoPenalties, kindCsv, licenceCsv, penaltyCsv } from './records.ts'
import { demoReports } from './reports.ts'

export type DemoSize = { licences: number; penalties: number }
export const DEMO_SIZE: DemoSize = { licences: 1200, penalties: 800 }
const SEED = 20_260_401

/** Fills the demo place through the same verbs a county uses: files in, then corrections, withdrawals, endings. */
export async function seedDemo(workspace: Workspace, size: DemoSize): Promise<void> {
  if (!workspace.content.place.demo)
    throw new Error(`${workspace.content.place.siteName}不是演示地区，不写入演示数据。`)
  const today = dayOfInstant(workspace.clock())
  const input = {
    random: createRandom(SEED),
    agencies: workspace.content.agencies,
    today,
    calendar: workspace.calendar,
  }
  const licences = demoLicences(input, size.licences)
  const penalties = demoPenalties(input, size.penalties)
  await importText(workspace, 'licence', 'licences.csv', licenceCsv(licences), today)
  await importText(workspace, 'penalty', 'penalties.csv', penaltyCsv(penalties), today)
  const corrected = penalties
    .filter((_, index) => index % 97 === 13)
    .map((row) => ({ ...row, content: `${row.content ?? ''}（更正：文字有误，罚款数额不变。）` }))
  await importText(workspace, 'penalty', 'penalties-corrected.csv', penaltyCsv(corrected), today)
  await removeSome(workspace)
  const integrity = demoIntegrity(input)
  for (const [kind, rows] of [...integrity, ...demoLists(input), ...demoOpenness(input)])
    await importText(workspace, kind, `${kind}.csv`, kindCsv(kind, rows), today)
  const confirmed = integrity.flatMap(([kind, rows]) => (kind === CONFIRMED_KIND ? rows : []))
  const reports = demoReports({ ...input, duties: workspace.content.reading.duties, confirmed })
  await importText(workspace, REPORT_KIND, 'reports.csv', kindCsv(REPORT_KIND, reports), today)
}

async function importText(
  workspace: Workspace,
  kind: RecordKind,
  name: string,
  text: string,
  today: Day,
): Promise<void> {
  const folder = join(workspace.dataFolder, 'demo')
  const file = join(folder, name)
  await mkdir(folder, { recursive: true })
  await writeFile(file, text)
  const opened = await openFile(workspace.content, file)
  if (!opened.ok) throw new Error(`The demo file ${name} cannot be read: ${opened.failure.code}`)
  const [table] = opened.value.tables
  if (!table) throw new Error(`The demo file ${name} holds no table.`)
  const result = await importTable(workspace, {
    kind,
    fileName: name,
    fileHash: opened.value.hash,
    table,
    mapping: mapTable(workspace.content, table, kind),
    organ: null,
    today,
    actor: 'seed',
    dryRun: false,
  }).finally(() => opened.value.close())
  if (!result.ok) throw new Error(`The demo file ${name} was refused: ${result.failure.code}`)
  const { read, accepted, warned, rejected, unchanged } = result.value
  progress(
    `  演示数据 ${name}：${read} 行，接收 ${accepted}，有提示 ${warned}，未接收 ${rejected}，无变化 ${unchanged}`,
  )
}

const WITHDRAWALS: { ground: WithdrawalGround; reason: string }[] = [
  { ground: 'quashed', reason: '经行政复议，原决定被撤销。' },
  { ground: 'changed', reason: '原处罚决定被依法变更，新的决定另行公示。' },
  { ground: 'unlawful', reason: '经人民法院判决，原处罚决定程序违法。' },
  { ground: 'void', reason: '原决定被确认无效。' },
]

/** Some of each way out, so that every state can be seen. */
async function removeSome(workspace: Workspace): Promise<void> {
  const ids = await workspace.store.publicIds('', 120)
  const leaving = ids.filter((_, index) => index % 6 === 0)
  for (const [index, id] of leaving.entries()) {
    const withdrawal = WITHDRAWALS[index % WITHDRAWALS.length]
    const result =
      index % 2 === 0 && withdrawal
        ? await withdrawRecord(workspace, { id, ...withdrawal, actor: 'seed' })
        : await endRecord(workspace, { id, ground: 'repaired', reason: '已完成信用修复', actor: 'seed' })
    if (!result.ok) throw new Error(`Demo record ${id} could not be removed: ${result.failure.code}`)
  }
  progress(`  演示数据：撤下和停止公示 ${leaving.length} 条`)
}
