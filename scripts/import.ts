import { basename } from 'node:path'
import { dayOfInstant, parseDay } from '#domain/day'
import { ImportFailed } from '#domain/failure'
import { RECORD_KINDS } from '#domain/vocabulary'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { importFailureText } from './lib/failure-text.ts'
import { openOneTable, runImport } from './lib/import-file.ts'
import { printReport } from './lib/import-report.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress, stop } from './lib/report.ts'

const USAGE = `用法：npm run import -- 文件 --kind licence|penalty [--organ 机关] [--as-of 日期] [--json]
  --kind    记录类别：licence 行政许可，penalty 行政处罚
  --organ   整个文件所属机关（机关代号），用于没有机关列的文件
  --as-of   按哪一天计算是否超期，默认今天
  --json    以 JSON 输出完整报告（含逐行结果）`

const { values, positionals } = readOptions(
  {
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      organ: { type: 'string' },
      'as-of': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  },
  USAGE,
)

const [file, ...more] = positionals
const kind = RECORD_KINDS.find((known) => known === values.kind)
if (file === undefined || more.length > 0) stop(USAGE, 2)
if (!kind) stop(`--kind 写的是 ${values.kind ?? '（没有填写）'}；应为 ${RECORD_KINDS.join('、')}\n${USAGE}`, 2)
const asOf = values['as-of'] === undefined ? undefined : parseDay(values['as-of'])
if (values['as-of'] !== undefined && !asOf) stop(`--as-of 写的是 ${values['as-of']}；应为 2026-03-05 这样的日期`, 2)

const workspace = await openWorkspaceOrStop(process.env)
const opened = await openOneTable(workspace, kind, file)
if (!opened.ok) stop(importFailureText(opened.failure))
const result = await runImport(workspace, {
  kind,
  fileName: basename(file),
  fileHash: opened.value.hash,
  sheet: opened.value.table,
  organ: values.organ ?? null,
  today: asOf ?? dayOfInstant(workspace.clock()),
  actor: 'operator',
}).catch((error: unknown) => {
  if (error instanceof ImportFailed) stop(importFailureText(error.failure))
  throw error
})
await opened.value.close()
if (!result.ok) stop(importFailureText(result.failure))
await printReport(workspace.store, result.value, { kind, rules: workspace.rules }, values.json)
const published = await publishWaiting(workspace)
progress(`已发布：${published.changed} 条变更写入公开快照（第 ${published.version} 版）。`)
await workspace.close()
