import { readFile } from 'node:fs/promises'
import { acknowledgementsIn, clearFrom, createFolderChannel } from '#adapters/upward-folder'
import { checkBatch } from '#domain/upward-batch'
import { acknowledgementText, BATCH_TROUBLE_TEXT } from '#domain/upward-text.zh'
import {
  keepAcknowledgement,
  resendUpwardBatch,
  type SendDeps,
  type SendReport,
  sendUpwardBatches,
} from '#usecase/send-upward-batches'
import { httpChannel, readAcknowledgement } from '../site/src/upward-parts.ts'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { progress, stop } from './lib/report.ts'
import { jsonOf, openUpward, readBatch } from './lib/upward.ts'

const USAGE = `用法：npm run upward -- send [--url 地址]       按地址逐批报送（不写时用 place.yaml 的 upward.url）
      npm run upward -- drop --to 文件夹        把未确认的批次放进文件夹，并收取其中的回执
      npm run upward -- resend 批次 [--url 地址 | --to 文件夹]   重新报送一批
      npm run upward -- list                    最近的批次和回执
      npm run upward -- verify 文件             核对一个批次文件是不是本站报送的
      npm run upward -- key                     本站的签名公钥，交给接收方登记
只报送公示中的记录；撤下、停止公示和暂不公示的报送撤销。批次的编号、校验值和每次回执都有记录。`

const { values, positionals } = readOptions(
  { allowPositionals: true, options: { url: { type: 'string' }, to: { type: 'string' } } },
  USAGE,
)
const [verb, operand] = positionals
const workspace = await openWorkspaceOrStop(process.env)
const { upward: deps, close } = await openUpward(workspace)
const { upward: known } = workspace.content.place
const finish = async () => {
  await close()
  await workspace.close()
}

/** Ends the program; the database is closed first. */
async function refuse(text: string, code = 1): Promise<never> {
  await finish()
  return stop(text, code)
}

async function sendDeps(): Promise<SendDeps> {
  if (known === null) return refuse('place.yaml 的 upward 还没有登记接收方的公钥，回执无从核对，没有报送。', 2)
  const receiverKey = known.key
  if (values.to !== undefined) {
    return { ...deps, channel: createFolderChannel(values.to), receiverKey }
  }
  const url = values.url ?? known.url
  const channel = httpChannel(url)
  if (channel === null)
    return refuse(`没有写明报送到哪里：place.yaml 的 upward.url 是空的，也没有写 --url。\n${USAGE}`, 2)
  return { ...deps, channel, receiverKey }
}

async function tell({ made, delivered, refused, trouble }: SendReport): Promise<void> {
  progress(`新做 ${made} 批，送出 ${delivered} 批，被拒收 ${refused} 批。`)
  if (trouble !== null) await refuse(trouble)
  if (refused > 0) await refuse('有批次被拒收，或者其中有记录没有采用，原因见 npm run upward -- list。')
}

async function list(): Promise<void> {
  const lines = await deps.upward.list(null, 50)
  if (lines.length === 0) progress('还没有报送过。')
  for (const { number, madeAt, added, changed, revoked, checksum, delivery } of lines) {
    const said =
      delivery === null
        ? '没有送过'
        : 'note' in delivery.detail
          ? delivery.detail.note
          : acknowledgementText(delivery.detail)
    process.stdout.write(
      `${number}  ${madeAt}  新增 ${added} 变更 ${changed} 撤销 ${revoked}  ${checksum.slice(0, 16)}…  ${said}\n`,
    )
  }
}

async function collect(folder: string): Promise<void> {
  const own = { ...(await sendDeps()), channel: createFolderChannel(folder) }
  for (const { number, text } of await acknowledgementsIn(folder)) {
    const said = readAcknowledgement(jsonOf(text))
    const trouble = said === undefined ? '内容不是回执' : await keepAcknowledgement(own, said)
    // A refused one is sent again; the receiver then answers anew.
    if (trouble === null) await clearFrom(folder, number)
    progress(`回执 ${number}：${trouble ?? (said === undefined ? '' : acknowledgementText(said))}`)
  }
}

async function verify(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => refuse(`读不到 ${file}。请检查路径。`, 2))
  const batch = readBatch(jsonOf(text))
  if (batch === undefined) return refuse(`${file} 不是批次文件。`)
  const { secrets, signing, upward } = deps
  const trouble = checkBatch(batch, secrets.hash, (said, signature) => signing.verify(signing.key, said, signature))
  if (trouble !== null) return refuse(`${file} 不是本站报送的样子：${BATCH_TROUBLE_TEXT[trouble]}。`)
  const kept = await upward.batch(batch.seq)
  if (kept?.checksum !== batch.checksum) return refuse(`本站的记录里没有这一批，或者第 ${batch.seq} 批不是它。`)
  progress(
    `${batch.number} 由本站在 ${batch.madeAt} 报送，校验值、签名和每条的承诺值都相符，共 ${batch.items.length} 条。`,
  )
}

switch (verb) {
  case 'send':
    await tell(await sendUpwardBatches(await sendDeps()))
    break
  case 'drop':
    if (values.to === undefined) await refuse(`--to 没有填写\n${USAGE}`, 2)
    else {
      await collect(values.to).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
      await tell(await sendUpwardBatches(await sendDeps()))
    }
    break
  case 'resend': {
    const seq = Number(/(\d+)$/.exec(operand ?? '')?.[1] ?? Number.NaN)
    if (!Number.isInteger(seq)) await refuse(`没有写明批次\n${USAGE}`, 2)
    const report = await resendUpwardBatch(await sendDeps(), seq, null)
    if (report === undefined) await refuse(`没有第 ${seq} 批。用 npm run upward -- list 查看。`, 2)
    else await tell(report)
    break
  }
  case 'list':
    await list()
    break
  case 'verify':
    if (operand === undefined) await refuse(USAGE, 2)
    else await verify(operand)
    break
  case 'key':
    process.stdout.write(`${deps.signing.key}\n`)
    break
  default:
    await refuse(USAGE, 2)
}
await finish()
