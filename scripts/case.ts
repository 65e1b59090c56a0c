import { CASE_KIND_LABEL, caseStateLabel } from '#domain/case-labels.zh'
import { allowedCommands, CASE_COMMANDS, type CaseCommand } from '#domain/case-life'
import { dayOfInstant, parseDay } from '#domain/day'
import { parseReceipt } from '#domain/receipt'
import { CASE_ROLES, type CaseRole } from '#domain/vocabulary'
import { type StaffStep, stepCase } from '#usecase/change-case'
import { caseFailureText } from './lib/case-failure-text.ts'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { intakeOf } from './lib/intake.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress, stop } from './lib/report.ts'

const USAGE = `用法：npm run case -- list
      npm run case -- step 受理编号 步骤 --as 角色 [--note 告知提交人的话] [--until 日期]
  步骤     ${CASE_COMMANDS.filter((it) => it !== 'supplement' && it !== 'withdraw').join('、')}
  --as     ${CASE_ROLES.filter((it) => it !== 'filer').join('、')}
  --note   提交人凭查询码可以看到，不要写个人信息
  --until  ask：材料最迟哪一天补齐`

const { values, positionals } = readOptions(
  {
    allowPositionals: true,
    options: { as: { type: 'string' }, note: { type: 'string' }, until: { type: 'string' } },
  },
  USAGE,
)
const [verb, receipt, command] = positionals
const workspace = await openWorkspaceOrStop(process.env)
if (verb === 'list') {
  for (const it of await workspace.cases.list(200)) {
    const about = it.organSlug ?? it.recordId ?? ''
    const words = [CASE_KIND_LABEL[it.kind], caseStateLabel(it.kind, it.state), about]
    process.stdout.write(`${it.receipt}  ${dayOfInstant(it.submittedAt)}  ${words.join('  ')}\n`)
  }
  await workspace.close()
} else if (verb === 'step' && receipt !== undefined) {
  const parsed = parseReceipt(receipt)
  if (!parsed.ok) stop('受理编号不对：校验位不符。没有改动。', 2)
  const step = stepOf(command)
  const role = roleOf(values.as)
  const until = values.until === undefined ? null : (parseDay(values.until) ?? null)
  if (step === 'ask' && until === null) stop('要求补充材料时，用 --until 写明最迟哪一天，如 2026-12-10。', 2)
  const done = await stepCase(intakeOf(workspace, process.env), {
    ...{ receipt: parsed.value, command: step, role, actor: 'operator', note: values.note ?? null, until },
  })
  if (!done.ok) {
    const found = await workspace.cases.find(parsed.value)
    const next = found ? allowedCommands(found.kind, found.state, role).join('、') || '没有' : ''
    stop(`${caseFailureText(done.failure)}${found ? `这个角色现在可以办的步骤：${next}。` : ''}`)
  }
  progress(`${parsed.value}：${caseStateLabel(done.value.found.kind, done.value.found.state)}`)
  await publishWaiting(workspace)
  await workspace.close()
} else {
  await workspace.close()
  stop(USAGE, 2)
}

function stepOf(text: string | undefined): StaffStep['command'] {
  const known = CASE_COMMANDS.find((it): it is CaseCommand => it === text)
  return known === undefined || known === 'supplement' || known === 'withdraw' ? stop(USAGE, 2) : known
}

function roleOf(text: string | undefined): CaseRole {
  return CASE_ROLES.find((it) => it === text && it !== 'filer') ?? stop(USAGE, 2)
}
