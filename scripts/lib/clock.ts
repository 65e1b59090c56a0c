import type { IntakeDeps } from '#usecase/intake'
import { publishCases } from '#usecase/publish-cases'
import { type ClockReport, runCaseClock } from '#usecase/run-case-clock'
import { type MessageReport, runMessages } from '#usecase/send-messages'
import { intakeOf } from './intake.ts'
import { messagesOf } from './messages.ts'
import type { Workspace } from './workspace.ts'

/**
 * The one clock beside the publisher's, which ends records: cases, their counts, and then what is to be told of how they
 * stand. For the keeper and for `npm run publish`.
 */
export async function runClock(workspace: Workspace, env: NodeJS.ProcessEnv): Promise<ClockReport & MessageReport> {
  const intake: IntakeDeps = intakeOf(workspace, env)
  const report = await runCaseClock(intake)
  await publishCases({ ...workspace, agencies: intake.agencies })
  return { ...report, ...(await runMessages(messagesOf(workspace, env), intake)) }
}
