import { qualityOf } from '#domain/data-quality'
import { fieldLabel, RECORD_KIND_LABEL } from '#domain/labels.zh'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { stop } from './lib/report.ts'

const USAGE = `用法：npm run quality -- [--organ 机关] [--json]
  --organ   只看一个机关（机关代号）
  --json    以 JSON 输出`

const { values } = readOptions(
  { options: { organ: { type: 'string' }, json: { type: 'boolean', default: false } } },
  USAGE,
)
const workspace = await openWorkspaceOrStop(process.env)
const known = workspace.content.agencies.map(({ slug }) => slug)
if (values.organ !== undefined && !known.includes(values.organ)) {
  stop(`--organ 写的是 ${values.organ}；应为 ${known.join('、')}`, 2)
}
const all = (await workspace.store.qualityCounts()).map(qualityOf)
const reports = values.organ === undefined ? all : all.filter(({ agency }) => agency === values.organ)
const names = new Map(workspace.content.agencies.map(({ slug, name }) => [slug, name]))
await workspace.close()

if (values.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`)
else if (reports.length === 0) process.stdout.write('还没有导入过数据。\n')
else for (const report of reports) process.stdout.write(`${textOf(report)}\n`)

function textOf(report: (typeof reports)[number]): string {
  const { agency, kind, records } = report
  const gaps = report.fields.filter(({ percent }) => percent < 100)
  return [
    `${names.get(agency) ?? agency} · ${RECORD_KIND_LABEL[kind]}：在库 ${records} 条`,
    `  超期公示 ${report.late} 条，无法判断 ${report.latenessUnknown} 条`,
    `  代码未提供 ${report.missingCodes}，格式不对 ${report.malformedCodes}，校验位不对 ${report.badCheckDigits}`,
    `  无法识别的内容 ${report.unreadValues} 条，文书号重复 ${report.sharedNumbers} 条`,
    `  各文件最近一次导入中未接收 ${report.rejectedRows} 行，重复 ${report.repeatedRows} 行`,
    ...gaps.map(
      ({ field, filled, percent }) => `  ${fieldLabel(kind, field) ?? field}：${filled}/${records}（${percent}%）`,
    ),
  ].join('\n')
}
