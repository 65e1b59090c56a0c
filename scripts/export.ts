import { TABLE_FORMATS } from '#adapters/table-writer'
import { RECORD_KINDS } from '#domain/vocabulary'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { exportFile, formatOf, HEADER_STYLES } from './lib/export-file.ts'
import { tableFailureText } from './lib/failure-text.ts'
import { KIND_USAGE } from './lib/kind-usage.ts'
import { progress, stop } from './lib/report.ts'

const EXTENSIONS = TABLE_FORMATS.map((format) => `.${format}`).join('、')
const USAGE = `用法：npm run export -- --kind 类别 --out 文件 [--headers names|codes] [--organ 机关]
  --kind     记录类别：${KIND_USAGE}
  --out      写到哪个文件，按扩展名决定格式：${EXTENSIONS}
  --headers  names 官方中文表头（默认），codes 数据标准的代码
  --organ    只导出一个机关（机关代号）
只导出现在公示中的内容；从不公开的列不在其中。导出的文件可以原样导入。`

const { values } = readOptions(
  {
    options: {
      kind: { type: 'string' },
      out: { type: 'string' },
      headers: { type: 'string', default: 'names' },
      organ: { type: 'string' },
    },
  },
  USAGE,
)

const kind = RECORD_KINDS.find((known) => known === values.kind)
const headers = HEADER_STYLES.find((known) => known === values.headers)
if (!kind) stop(`--kind 写的是 ${values.kind ?? '（没有填写）'}；应为 ${RECORD_KINDS.join('、')}\n${USAGE}`, 2)
if (!headers) stop(`--headers 写的是 ${values.headers}；应为 ${HEADER_STYLES.join('、')}\n${USAGE}`, 2)
if (values.out === undefined) stop(`--out 没有填写\n${USAGE}`, 2)
const format = formatOf(values.out)
if (!format) stop(`--out 写的是 ${values.out}；扩展名应为 ${EXTENSIONS}`, 2)

const workspace = await openWorkspaceOrStop(process.env)
const organs = workspace.content.agencies.map(({ slug }) => slug)
if (values.organ !== undefined && !organs.includes(values.organ)) {
  stop(`--organ 写的是 ${values.organ}；应为 ${organs.join('、')}`, 2)
}
const input = { file: values.out, format, kind, organ: values.organ ?? null, headers }
const written = await exportFile(workspace, input).catch((error: NodeJS.ErrnoException) => {
  if (error.syscall === undefined) throw error
  return stop(`写不了 ${input.file}：${error.code ?? ''}。请检查路径和权限。`)
})
await workspace.close()
if (!written.ok) stop(tableFailureText(input.file, written.failure))
progress(`已导出 ${written.value} 条记录到 ${input.file}。`)
