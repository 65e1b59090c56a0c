import { createInterface } from 'node:readline/promises'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { type Clerk, makeDeskKey } from './lib/desk-key.ts'
import { progress, stop } from './lib/report.ts'

const USAGE = `用法：npm run desk-key -- new --clerk 姓名 [--clerk 姓名…] [--recovery age1…]
  new         换一把受理台密钥：此后收到的内容都用它加密，以前的仍用旧密钥打开
  --clerk     经办人；逐个输入口令，至少 12 个字符。口令不保存，忘记了只能用恢复密钥
  --recovery  已有的恢复公钥；不给出的，新生成一把，恢复密钥只在屏幕上显示这一次，请离线保存`

const LEAST_PASSPHRASE = 12

const { values, positionals } = readOptions(
  {
    allowPositionals: true,
    options: { clerk: { type: 'string', multiple: true }, recovery: { type: 'string' } },
  },
  USAGE,
)
const names = values.clerk ?? []
if (positionals.length !== 1 || positionals[0] !== 'new' || names.length === 0) stop(USAGE, 2)
if (new Set(names).size !== names.length) stop('经办人的姓名有重复，没有改动。', 2)
if (values.recovery !== undefined && !/^age1[0-9a-z]{58}$/.test(values.recovery)) {
  stop('--recovery 应为 age1 开头的公钥，没有改动。', 2)
}

const clerks: Clerk[] = []
const prompt = createInterface({ input: process.stdin, output: process.stderr })
const lines = prompt[Symbol.asyncIterator]()
for (const name of names) {
  process.stderr.write(`${name}的口令：`)
  const { value = '' } = await lines.next()
  const passphrase = String(value)
  if ([...passphrase].length < LEAST_PASSPHRASE) stop(`\n口令至少 ${LEAST_PASSPHRASE} 个字符，没有改动。`, 2)
  clerks.push({ name, passphrase })
}
prompt.close()

const workspace = await openWorkspaceOrStop(process.env)
const made = await makeDeskKey(workspace, clerks, values.recovery)
await workspace.close()
progress(`\n受理台密钥 ${made.id} 已启用，可以打开它的经办人：${names.join('、')}`)
if (made.recoveryIdentity !== null) {
  progress('恢复密钥（只显示这一次，请抄写或打印后离线保存，不要存进任何联网的电脑）：')
  process.stdout.write(`${made.recoveryIdentity}\n`)
}
