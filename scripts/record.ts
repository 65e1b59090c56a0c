import { dayOfInstant } from '#domain/day'
import { diffFields } from '#domain/field-diff'
import { fieldLabel } from '#domain/labels.zh'
import type { FieldValues } from '#domain/record-content'
import { ENDING_GROUNDS, WITHDRAWAL_GROUNDS } from '#domain/vocabulary'
import { publishQuality } from '#usecase/publish-quality'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { publishDownloadFiles } from './lib/download-files.ts'
import { recordFailureText } from './lib/failure-text.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress, stop } from './lib/report.ts'
import type { Workspace } from './lib/workspace.ts'

const USAGE = `用法：npm run record -- withdraw|end 编号 --reason 理由 [--ground 情形]
      npm run record -- history 编号
  withdraw  撤下：原决定被变更、撤销、确认违法或者确认无效；原地址显示撤下说明
  end       停止公示：期限届满或者已修复；原地址不再显示任何内容
  history   列出各版本之间的变化
  --reason  4 至 300 个字；撤下时会公开，不得出现相对人名称和个人信息
  --ground  withdraw：${WITHDRAWAL_GROUNDS.join('、')}（必填）；end：${ENDING_GROUNDS.join('、')}（默认 repaired）`

const { values, positionals } = readOptions(
  {
    allowPositionals: true,
    options: { reason: { type: 'string' }, ground: { type: 'string' } },
  },
  USAGE,
)
const [step, id, ...more] = positionals
if (more.length > 0) stop(`多出的内容：${more.join(' ')}。没有改动。\n${USAGE}`, 2)
if (step === 'history' && id !== undefined) await showHistory(id)
if ((step !== 'withdraw' && step !== 'end') || id === undefined || values.reason === undefined) stop(USAGE, 2)

const startedAt = Date.now()
const workspace = await openWorkspaceOrStop(process.env)
const head = await workspace.store.head(id)
const done = await run(workspace, step, id, values.reason, values.ground)
if (!done.ok) stop(recordFailureText(done.failure))
const { place } = workspace.content
const section = head?.kind === 'licence' ? 'licences' : 'penalties'
progress(
  `${step === 'withdraw' ? '已撤下' : '已停止公示'}：${head?.documentNumber ?? ''}（地址 ${place.base}${section}/${id}/）`,
)
await publishWaiting(workspace, (stage, count) => {
  if (stage === 'journal') progress(`已生效：${count} 条记录不再公开（${Date.now() - startedAt} 毫秒）`)
  if (stage === 'pages') progress(`已清除：快照和页面文件中不再有其内容（${Date.now() - startedAt} 毫秒）`)
})
await publishQuality(workspace)
await publishDownloadFiles(workspace)
await workspace.close()

function run(deps: Workspace, command: 'withdraw' | 'end', record: string, reason: string, given: string | undefined) {
  if (command === 'withdraw') {
    const ground = WITHDRAWAL_GROUNDS.find((known) => known === given)
    if (!ground)
      stop(
        recordFailureText({ code: 'ground-unknown', ground: given ?? '（没有填写）', allowed: WITHDRAWAL_GROUNDS }),
        2,
      )
    return withdrawRecord(deps, { id: record, ground, reason, actor: 'operator' })
  }
  const ground = ENDING_GROUNDS.find((known) => known === (given ?? 'repaired'))
  if (!ground) stop(recordFailureText({ code: 'ground-unknown', ground: given ?? '', allowed: ENDING_GROUNDS }), 2)
  return endRecord(deps, { id: record, ground, reason, actor: 'operator' })
}

/** Each version with what it changed, for staff. Sealed fields are not shown, not even here. */
async function showHistory(recordId: string): Promise<never> {
  const opened = await openWorkspaceOrStop(process.env)
  const found = await opened.store.head(recordId)
  if (!found) stop(recordFailureText({ code: 'record-not-found', id: recordId }))
  let before: FieldValues = {}
  for (const { n, at, open } of await opened.store.openVersions(recordId)) {
    process.stdout.write(`第 ${n} 版，${dayOfInstant(at)}${n === 1 ? '，首次导入' : ''}\n`)
    const changes = n === 1 ? [] : diffFields(found.kind, before, open)
    for (const { field, before: old, after } of changes) {
      process.stdout.write(`  ${fieldLabel(found.kind, field) ?? field}：${old ?? '（空）'} → ${after ?? '（空）'}\n`)
    }
    if (n > 1 && changes.length === 0) process.stdout.write('  只有不公开的内容有变化\n')
    before = open
  }
  await opened.close()
  process.exit(0)
}
