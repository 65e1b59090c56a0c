import { writeFile } from 'node:fs/promises'
import { RECORD_KINDS } from '#domain/vocabulary'
import { readOptions } from './lib/command.ts'
import { ContentError, loadContent } from './lib/content.ts'
import { KIND_USAGE } from './lib/kind-usage.ts'
import { progress, stop } from './lib/report.ts'
import { templateOf } from './lib/template-file.ts'
import { placeOf } from './lib/workspace.ts'

const USAGE = `用法：npm run template -- --kind 类别 --out 文件.xlsx
  --kind  记录类别：${KIND_USAGE}
  --out   写到哪个文件`

const { values } = readOptions({ options: { kind: { type: 'string' }, out: { type: 'string' } } }, USAGE)
const kind = RECORD_KINDS.find((known) => known === values.kind)
const { out } = values
if (!kind) stop(`--kind 写的是 ${values.kind ?? '（没有填写）'}；应为 ${RECORD_KINDS.join('、')}\n${USAGE}`, 2)
if (!out?.toLowerCase().endsWith('.xlsx')) stop(`--out 写的是 ${out ?? '（没有填写）'}；应为 .xlsx 文件`, 2)

const content = await loadContent(placeOf(process.env), process.env.BASE).catch((error: unknown) => {
  if (error instanceof ContentError) stop(`内容文件有误，没有执行：\n${error.message}`)
  throw error
})
const bytes = await templateOf(kind, content)
await writeFile(out, bytes).catch((error: NodeJS.ErrnoException) =>
  stop(`写不了 ${out}：${error.code ?? ''}。请检查路径和权限。`),
)
progress(`模板已写到 ${out}。`)
