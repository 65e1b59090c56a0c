import { publishQuality } from '#usecase/publish-quality'
import { purgeImports } from '#usecase/purge-imports'
import { runClock, tell } from './lib/clock.ts'
import { openWorkspaceOrStop } from './lib/command.ts'
import { publishDownloadFiles } from './lib/download-files.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress } from './lib/report.ts'

/** Ends what is over and carries all pending decisions into the snapshot. Run it daily, and after anything failed. */
const workspace = await openWorkspaceOrStop(process.env)
const purged = await purgeImports(workspace)
const report = await publishWaiting(workspace)
await publishQuality(workspace)
const clock = await runClock(workspace, process.env)
const told = await tell(workspace, process.env)
await publishDownloadFiles(workspace)
if (purged.rejectedRows > 0) progress(`已清除 ${purged.rejectedRows} 行保存期满的未接收内容。`)
if (clock.emptied > 0) progress(`已销毁 ${clock.emptied} 件保存期满的内容。`)
if (clock.log === 'blocked')
  progress('数据库日志正被占用，没有清空：已经销毁的内容还在日志里。请停止其他程序后再运行一次。')
if (told.failed > 0) progress(`有 ${told.failed} 个通知多次没有送达，不再发送，见审计。`)
progress(`已发布第 ${report.version} 版：变更 ${report.changed}，离开 ${report.left}，其中到期 ${report.ended}。`)
await workspace.close()
