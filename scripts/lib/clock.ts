import { publishStatistics } from '#usecase/publish-statistics'
import { runAlarms } from '#usecase/run-alarms'
import { type ClockReport, runCaseClock } from '#usecase/run-case-clock'
import { type MessageReport, runMessages } from '#usecase/send-messages'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { taskEntries } from '../../site/src/lib/task-entries.ts'
import { intakeOf } from './intake.ts'
import { messagesOf } from './messages.ts'
import type { Workspace } from './workspace.ts'

/** What time does to cases, and their counts; records that are over are ended by the publisher. */
export async function runClock(workspace: Workspace, env: NodeJS.ProcessEnv): Promise<ClockReport> {
  const intake = intakeOf(workspace, env)
  const report = await runCaseClock(intake)
  // Before what needs a publisher's lease, which somebody else may have.
  await lookForAlarms(workspace)
  await publishStatistics({ ...workspace, intake })
  return report
}

/** What is late, due or unanswered today, for the desk. */
export function lookForAlarms(workspace: Workspace): Promise<{ raised: number; settled: number }> {
  const { content, blobs, clock } = workspace
  const reader = createSnapshotReader({ blobs, clock, joinsReads: true })
  const { place, reading } = content
  return runAlarms({ ...workspace, reader, tasks: taskEntries(place.slug, reading), duties: reading.duties })
}

/** Afterwards, what is to be told of how things stand. It waits for servers of others, so nothing should wait for it. */
export function tell(workspace: Workspace, env: NodeJS.ProcessEnv, mayGoOn?: () => boolean): Promise<MessageReport> {
  return runMessages(messagesOf(workspace, env, mayGoOn), intakeOf(workspace, env))
}
