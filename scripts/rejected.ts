import { writeRejectedSheet } from '#adapters/rejected-sheet'
import { dayOfInstant } from '#domain/day'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import type { RejectedBatch } from '#usecase/ports'
import { rejectedLines } from '#usecase/rejected-lines'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { tableFailureText } from './lib/failure-text.ts'
import { progress, stop } from './lib/report.ts'

const USAGE = `用法：npm run rejected -- 批次 --out 文件.xlsx
  把一个批次中未接收的行写成表格：标明原因，需要改的单元格涂色。改好后可以直接再次导入。
  不写批次，则列出有未接收行的批次。`
const SHOWN_BATCHES = 50

const { values, positionals } = readOptions({ allowPositionals: true, options: { out: { type: 'string' } } }, USAGE)
const [id, ...more] = positionals
const { out } = values
if (more.length > 0) stop(`多出的内容：${more.join(' ')}\n${USAGE}`, 2)
if (id === undefined && out !== undefined) stop(`没有写批次\n${USAGE}`, 2)
if (id !== undefined && !out?.toLowerCase().endsWith('.xlsx')) {
  stop(`--out 写的是 ${out ?? '（没有填写）'}；应为 .xlsx 文件\n${USAGE}`, 2)
}

const workspace = await openWorkspaceOrStop(process.env)
if (id === undefined) {
  const batches = await workspace.store.rejectedBatches(SHOWN_BATCHES)
  process.stdout.write(batches.length === 0 ? '没有未接收的行。\n' : `${batches.map(lineOf).join('\n')}\n`)
} else await writeSheet(id, out ?? '')
await workspace.close()

async function writeSheet(batchId: string, file: string): Promise<void> {
  const batch = await workspace.store.rejectedBatch(batchId)
  if (!batch) stop(`没有编号为 ${batchId} 的已完成批次。不带参数运行 npm run rejected，可以看到批次编号。`)
  if (batch.rejected === 0) stop(`批次 ${batchId} 的行全部接收了，没有要退回的。`)
  const written = await writeRejectedSheet(file, batch.headers, rejectedLines(workspace, batch)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.syscall === undefined) throw error
      return stop(`写不了 ${file}：${error.code ?? ''}。请检查路径和权限。`)
    },
  )
  if (!written.ok) stop(tableFailureText(file, written.failure))
  progress(`${lineOf(batch)}\n已写到 ${file}。`)
  if (batch.kept < batch.rejected) progress('没有保存内容的行，是依法封存的或者已过保存期清除的，表中只有行号和原因。')
  if (batch.kept > 0) progress('个人信息已用星号遮盖；机关改好、补全后可以直接再次导入。')
}

function lineOf({ id, kind, fileName, at, rejected, kept }: RejectedBatch): string {
  return `${id}  ${dayOfInstant(at)}  ${RECORD_KIND_LABEL[kind]}  ${fileName}：未接收 ${rejected} 行，其中 ${kept} 行的内容还在`
}
