import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { OpenedFile } from '#adapters/table-reader'
import { formatProblems } from '#content/schema/problem'
import { type Day, dayOfInstant, parseDay } from '#domain/day'
import type { HeaderMap } from '#domain/header-mapping'
import { recogniseKind } from '#domain/header-recognition'
import { importFailureText, SKIPPED_LABEL } from '#domain/import-text.zh'
import type { Table } from '#domain/table'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { publishQuality } from '#usecase/publish-quality'
import { purgeDeskImports } from '#usecase/purge-desk-imports'
import { purgeImports } from '#usecase/purge-imports'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { publishDownloadFiles } from './lib/download-files.ts'
import { isField } from './lib/header-dictionary.ts'
import { type HeaderMapFile, headerMapText, headersNotIn, readHeaderMap } from './lib/header-map-file.ts'
import { importTable, mapTable, openFile } from './lib/import-file.ts'
import { formatText, mappingText, printReports, type TableReport, tableName } from './lib/import-report.ts'
import { KIND_USAGE } from './lib/kind-usage.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress, stop } from './lib/report.ts'
import type { Workspace } from './lib/workspace.ts'

const USAGE = `用法：npm run import -- 文件… [--kind 类别] [--organ 机关] [--map 对照表] [--as-of 日期] [--dry-run] [--json]
  文件         xlsx、xls、ods、csv、tsv、json、ndjson；一个文件有几张表时逐张导入
  --kind       记录类别：${KIND_USAGE}；不写时按表头判断
  --organ      整个文件所属机关（机关代号），用于没有机关列的文件
  --map        表头对照表（YAML 或 JSON）；导入成功后按机关记住，下次不必再写
  --write-map  把按表头猜测的对照表写到这个文件，供核对修改；不导入
  --as-of      按哪一天计算是否超期，默认今天
  --dry-run    只读取和核对，不写入任何记录
  --json       以 JSON 输出完整报告（含逐行结果）`

const { values, positionals } = readOptions(
  {
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      organ: { type: 'string' },
      map: { type: 'string' },
      'write-map': { type: 'string' },
      'as-of': { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  },
  USAGE,
)
if (positionals.length === 0) stop(USAGE, 2)
const givenKind = RECORD_KINDS.find((known) => known === values.kind)
if (values.kind !== undefined && !givenKind)
  stop(`--kind 写的是 ${values.kind}；应为 ${RECORD_KINDS.join('、')}\n${USAGE}`, 2)
const asOf = values['as-of'] === undefined ? undefined : parseDay(values['as-of'])
if (values['as-of'] !== undefined && !asOf) stop(`--as-of 写的是 ${values['as-of']}；应为 2026-03-05 这样的日期`, 2)

const workspace = await openWorkspaceOrStop(process.env)
const organ = knownOrgan(workspace, values.organ)
const mapFile = values.map === undefined ? undefined : await loadMap(values.map)
const reports: TableReport[] = []
process.on('SIGINT', () => stop(`\n${interruptedText(reports.length)}`, 130))
await purgeDeskImports(workspace)
await purgeImports(workspace)

const jobs: Job[] = []
for (const path of positionals) jobs.push(...(await jobsOf(workspace, path)))
const mapPath = values['write-map']
if (mapPath !== undefined) await writeMap(mapPath)

let failure: string | undefined
for (const job of jobs) {
  const done = await run(job, asOf ?? dayOfInstant(workspace.clock()))
  if (typeof done === 'string') {
    failure = done
    break
  }
  reports.push(done)
}
if (reports.length > 0) await printReports(workspace, reports, { asJson: values.json, dryRun: values['dry-run'] })
for (const { file } of jobs) await file.close()
if (values['dry-run'] || reports.length === 0) {
  for (const { summary } of reports) await workspace.store.discardBatch(summary.batch, workspace.clock())
  if (failure === undefined) progress('以上是试运行，没有写入任何记录。')
} else {
  const published = await publishWaiting(workspace)
  await publishQuality(workspace)
  await publishDownloadFiles(workspace)
  progress(`已发布：${published.changed} 条变更写入公开快照（第 ${published.version} 版）。`)
}
await workspace.close()
if (failure !== undefined) {
  const before =
    reports.length > 0 && !values['dry-run'] ? `\n前面的 ${reports.length} 张表已经导入，见上面的报告。` : ''
  stop(`${failure}${before}`)
}

/** A batch is in or it is not; what is in but not published follows with the next publish. */
function interruptedText(done: number): string {
  if (values['dry-run']) return '已中断。试运行不写入任何记录。'
  if (done === 0) return '已中断，没有写入任何记录。已读入的行暂存着，再次运行同一命令会接着导入。'
  return `已中断。已有 ${done} 张表写入，公开快照还没有更新；请再次运行同一命令，或者运行 npm run publish。`
}

type Job = { path: string; file: OpenedFile; table: Table; kind: RecordKind; confirmed: HeaderMap }

async function jobsOf(to: Workspace, path: string): Promise<Job[]> {
  const opened = await openFile(to.content, path)
  if (!opened.ok) stop(importFailureText(opened.failure, 'command'))
  const file = opened.value
  for (const { sheet, why } of file.skipped)
    progress(`${basename(path)} 的工作表“${sheet}”没有导入：${SKIPPED_LABEL[why]}`)
  const made: Job[] = []
  for (const table of file.tables) {
    const kind = givenKind ?? mapFile?.kind ?? recogniseKind(table.headers, to.content.dictionaries)
    if (!kind)
      stop(`${tableName(path, table)} 是行政许可还是行政处罚，从表头看不出来；请加上 --kind。没有导入任何内容。`)
    const remembered = await to.store.headerMap(organ, kind)
    const confirmed = new Map([...rememberedMap(kind, remembered), ...(mapFile?.map ?? [])])
    const unknown = mapFile ? headersNotIn(mapFile, table.headers) : []
    if (unknown.length > 0) progress(`对照表里有、${tableName(path, table)} 里没有的表头：${unknown.join('、')}`)
    made.push({ path, file, table, kind, confirmed })
  }
  return made
}

/** The report, or why this table was not taken in. */
async function run({ path, file, table, kind, confirmed }: Job, today: Day): Promise<TableReport | string> {
  const mapping = mapTable(workspace.content, table, kind, confirmed)
  progress(`${tableName(path, table)}（${formatText(table)}）\n${mappingText(kind, mapping)}`)
  const result = await importTable(workspace, {
    kind,
    fileName: basename(path),
    fileHash: file.hash,
    table,
    mapping,
    organ,
    today,
    actor: 'operator',
    dryRun: values['dry-run'],
  })
  if (!result.ok) return importFailureText(result.failure, 'command')
  if (mapFile && !values['dry-run']) {
    const columns = [...mapFile.map].map(([header, field]) => ({ header, field }))
    await workspace.store.saveHeaderMap(organ, kind, columns, workspace.clock())
  }
  return { file: path, table, kind, mapping, summary: result.value }
}

async function writeMap(to: string): Promise<never> {
  const [job, ...more] = jobs
  if (!job || more.length > 0) stop('--write-map 每次只能用于一张表；请把其他工作表另存为单独的文件。', 2)
  const mapping = mapTable(workspace.content, job.table, job.kind, job.confirmed)
  await writeFile(to, headerMapText(job.kind, mapping))
  process.stdout.write(`${mappingText(job.kind, mapping)}\n`)
  progress(`对照表已写到 ${to}。核对修改后，用 --map ${to} 导入。没有导入任何内容。`)
  await job.file.close()
  await workspace.close()
  process.exit(0)
}

async function loadMap(path: string): Promise<HeaderMapFile> {
  const text = await readFile(path, 'utf8').catch(() => stop(`读不到对照表 ${path}。请检查路径。`, 2))
  const parsed = readHeaderMap(path, text)
  if (!parsed.ok)
    stop(`对照表有误，没有导入任何内容：\n${formatProblems(parsed.problems, '改好后再次运行同一命令。')}`, 2)
  if (givenKind && parsed.value.kind !== givenKind)
    stop(`对照表 ${path} 是 ${parsed.value.kind} 的，--kind 写的是 ${givenKind}。`, 2)
  return parsed.value
}

/** A field that the code no longer knows is forgotten rather than applied. */
function rememberedMap(kind: RecordKind, stored: ReadonlyMap<string, string | null>): HeaderMap {
  return new Map(
    [...stored].flatMap(([header, field]) =>
      field === null || isField(kind, field) ? [[header, field] as const] : [],
    ),
  )
}

function knownOrgan({ content }: Workspace, slug: string | undefined): string | null {
  if (slug === undefined || content.agencies.some((agency) => agency.slug === slug)) return slug ?? null
  return stop(`--organ 写的是 ${slug}；应为 ${content.agencies.map((agency) => agency.slug).join('、')}`, 2)
}
