import { CASE_KIND_LABEL, caseStateLabel } from '#domain/case-labels.zh'
import { allowedCommands, CASE_COMMANDS, type CaseCommand } from '#domain/case-life'
import { dayOfInstant, parseDay } from '#domain/day'
import { parseReceipt } from '#domain/receipt'
import { CASE_ROLES, type CaseRole } from '#domain/vocabulary'
import { type StaffStep, stepCase } from '#usecase/change-case'
import { publishStatistics } from '#usecase/publish-statistics'
import { publishSummary } from '#usecase/publish-summary'
import { caseFailureText } from './lib/case-failure-text.ts'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { intakeOf } from './lib/intake.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress, stop } from './lib/report.ts'

const USAGE = `用法：npm run case -- list
      npm run case -- step 受理编号 步骤 --as 角色 [--note 告知提交人的话] [--until 日期]
      npm run case -- summary 受理编号 --summary 摘要 --reply 机关的答复
  step     办理一步：${CASE_COMMANDS.filter((it) => it !== 'supplement' && it !== 'withdraw').join('、')}
  summary  公开已办结投诉的摘要和答复；要有投诉人同意，不写个人信息
  --as     ${CASE_ROLES.filter((it) => it !== 'filer').join('、')}
  --note   提交人凭查询码可以看到，不要写个人信息
  --until  ask：材料最迟哪一天补齐`

const { values, positionals } = readOptions(
  {
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      note: { type: 'string' },
      until: { type: 'string' },
      summary: { type: 'string' },
      reply: { type: 'string' },
    },
  },
  USAGE,
)
const [verb, receipt = '', command] = positionals
if (verb !== 'list' && verb !== 'step' && verb !== 'summary') stop(USAGE, 2)
const workspace = await openWorkspaceOrStop(process.env)
if (verb === 'list') await showList()
if (verb === 'step') await takeStep(numberOf(receipt), stepOf(command), roleOf(values.as))
if (verb === 'summary') await showSummary(numberOf(receipt), values.summary ?? '', values.reply ?? '')
await workspace.close()

async function showList(): Promise<void> {
  for (const it of await workspace.cases.list(200)) {
    const about = it.organSlug ?? it.recordId ?? ''
    const words = [CASE_KIND_LABEL[it.kind], caseStateLabel(it.kind, it.state), about]
    process.stdout.write(`${it.receipt}  ${dayOfInstant(it.submittedAt)}  ${words.join('  ')}\n`)
  }
}

async function takeStep(number: string, step: StaffStep['command'], role: CaseRole): Promise<void> {
  const until = values.until === undefined ? null : (parseDay(values.until) ?? null)
  if (step === 'ask' && until === null) stop('要求补充材料时，用 --until 写明最迟哪一天，如 2026-12-10。', 2)
  const done = await stepCase(intakeOf(workspace, process.env), {
    ...{ receipt: number, command: step, role, actor: 'operator', note: values.note ?? null, until },
  })
  if (!done.ok) {
    const found = await workspace.cases.find(number)
    const next = found ? allowedCommands(found.kind, found.state, role).join('、') || '没有' : ''
    stop(`${caseFailureText(done.failure)}${found ? `这个角色现在可以办的步骤：${next}。` : ''}`)
  }
  progress(`${number}：${caseStateLabel(done.value.found.kind, done.value.found.state)}`)
  await publishWaiting(workspace)
  await publishStatistics({ ...workspace, intake: intakeOf(workspace, process.env) })
}

async function showSummary(number: string, summary: string, reply: string): Promise<void> {
  if (summary.trim() === '' || reply.trim() === '') stop(USAGE, 2)
  const done = await publishSummary(workspace, { receipt: number, summary: summary.trim(), reply: reply.trim() })
  if (!done.ok) stop(caseFailureText(done.failure))
  await publishStatistics({ ...workspace, intake: intakeOf(workspace, process.env) })
  progress(`${number}：摘要和答复已公开。`)
}

function numberOf(text: string): string {
  const parsed = parseReceipt(text)
  return parsed.ok ? parsed.value : stop('受理编号不对：校验位不符。没有改动。', 2)
}

function stepOf(text: string | undefined): StaffStep['command'] {
  const known = CASE_COMMANDS.find((it): it is CaseCommand => it === text)
  return known === undefined || known === 'supplement' || known === 'withdraw' ? stop(USAGE, 2) : known
}

function roleOf(text: string | undefined): CaseRole {
  return CASE_ROLES.find((it) => it === text && it !== 'filer') ?? stop(USAGE, 2)
}
