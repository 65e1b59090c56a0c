import { answerInto, batchesIn } from '#adapters/upward-folder'
import { importFailureText } from '#domain/import-text.zh'
import type { UpwardBatch } from '#domain/upward-batch'
import { acknowledgementText } from '#domain/upward-text.zh'
import { publishQuality } from '#usecase/publish-quality'
import { PublisherBusyError } from '#usecase/publisher-lease'
import { receiveBatch } from '#usecase/receive-batch'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { publishDownloadFiles } from './lib/download-files.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress, stop } from './lib/report.ts'
import { jsonOf, openUpward, readBatch } from './lib/upward.ts'

const USAGE = `用法：npm run inbound -- --from 文件夹
收取文件夹中其他地区报送的批次，回执放在批次旁边（批次号.ack.json）。报送方须先在 place.yaml 的 senders 中登记。
同一批收几次、次序颠倒都没有关系：以每条记录最后报送的为准。`

const TRIES = 90

const { values } = readOptions({ options: { from: { type: 'string' } } }, USAGE)
const { from } = values
if (from === undefined) stop(`--from 没有填写\n${USAGE}`, 2)
const workspace = await openWorkspaceOrStop(process.env)
const { inbound, close } = await openUpward(workspace)
const files = await batchesIn(from).catch((error: NodeJS.ErrnoException) =>
  stop(`读不了文件夹 ${from}（${error.code ?? ''}）。请检查路径和权限。`),
)
let trouble: string | undefined

/** Waits for another one that takes batches in. */
async function receiving(batch: UpwardBatch) {
  for (let tries = 1; ; tries++) {
    try {
      return await receiveBatch(inbound, batch)
    } catch (error) {
      if (!(error instanceof PublisherBusyError) || tries === TRIES) throw error
      await new Promise((done) => setTimeout(done, 1000))
    }
  }
}

for (const { number, text } of files) {
  const batch = readBatch(jsonOf(text))
  if (batch === undefined) {
    progress(`${number}：不是批次文件，没有收取。`)
    continue
  }
  const said = await receiving(batch)
  if (!said.ok) {
    trouble = `${number} 没有收取：${importFailureText(said.failure, 'command')}`
    break
  }
  await answerInto(from, number, `${JSON.stringify(said.value)}\n`)
  progress(`${number}：${acknowledgementText(said.value)}`)
}
const published = await publishWaiting(workspace)
await publishQuality(workspace)
await publishDownloadFiles(workspace)
progress(`已发布：${published.changed} 条变更写入公开快照（第 ${published.version} 版）。`)
await close()
await workspace.close()
if (trouble !== undefined) stop(trouble)
