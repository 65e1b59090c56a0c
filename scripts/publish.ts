import { publishQuality } from '#usecase/publish-quality'
import { publishStatistics } from '#usecase/publish-statistics'
import { purgeImports } from '#usecase/purge-imports'
import { runCaseClock } from '#usecase/run-case-clock'
import { openWorkspaceOrStop } from './lib/command.ts'
import { publishDownloadFiles } from './lib/download-files.ts'
import { intakeOf } from './lib/intake.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress } from './lib/report.ts'

/** Ends what is over and carries all pending decisions into the snapshot. Run it daily, and after anything failed. */
const workspace = await openWorkspaceOrStop(process.env)
const purged = await purgeImports(workspace)
const report = await publishWaiting(workspace)
await publishQuality(workspace)
const intake = intakeOf(workspace, process.env)
await runCaseClock(intake)
await publishStatistics({ ...workspace, intake })
await publishDownloadFiles(workspace)
if (purged.rejectedRows > 0) progress(`已清除 ${purged.rejectedRows} 行保存期满的未接收内容。`)
progress(`已发布第 ${report.version} 版：变更 ${report.changed}，离开 ${report.left}，其中到期 ${report.ended}。`)
await workspace.close()
