import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { damagedIn, layBackup, stampOf } from '#adapters/backup-folder'
import { createDirectoryBlobs } from '#adapters/directory-blobs'
import { webHash } from '#adapters/web-hash'
import { dayOfInstant } from '#domain/day'
import { keepAway } from '#usecase/keep-away'
import { publishQuality } from '#usecase/publish-quality'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { runClock } from './lib/clock.ts'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { publishDownloadFiles } from './lib/download-files.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress, stop } from './lib/report.ts'
import { dataFolderOf, placeOf } from './lib/workspace.ts'

const USAGE = `用法：npm run restore -- --from 备份文件夹 [--snapshot 文件夹]
  --from      npm run backup 做成的一个文件夹
  --snapshot  还在的公开快照，默认 DATA_DIR 下的 snapshot；备份之后停止公示的，凭它保持停止
恢复到 DATA_DIR，那里不能已有数据库。恢复以后重新生成公开快照；备份之后的受理和决定要凭其他记录补办。`

const { values } = readOptions({ options: { from: { type: 'string' }, snapshot: { type: 'string' } } }, USAGE)
const { from } = values
if (from === undefined) stop(`--from 没有填写\n${USAGE}`, 2)
const stamp = await stampOf(from)
if (stamp === undefined) stop(`${from} 不是备份文件夹：里面没有 backup.json。`, 2)
const [dataFolder, place] = [dataFolderOf(process.env), placeOf(process.env)]
if (stamp.place !== place) stop(`这是地区“${stamp.place}”的备份，PLACE 是“${place}”。没有恢复。`, 2)
const damaged = await damagedIn(from, stamp)
if (damaged.length > 0) stop(`备份有损坏：${damaged.join('、')} 缺失或者和备份时不同。没有恢复。`)
if (!(await layBackup(from, stamp, dataFolder))) {
  stop(`${dataFolder} 已有数据库，没有恢复。确认不要的，先把 gongxin.db、gongxin.db-wal、gongxin.db-shm 移到别处。`)
}

const workspace = await openWorkspaceOrStop(process.env)
const snapshot = resolve(values.snapshot ?? join(dataFolder, 'snapshot'))
const reader = createSnapshotReader({ blobs: createDirectoryBlobs(snapshot), clock: workspace.clock })
const since = dayOfInstant(Date.parse(stamp.at))
const held = await keepAway({ ...workspace, reader, hash: webHash }, since).catch(() => null)
if (held === null) {
  progress('没有找到可读的公开快照：备份之后停止公示的，要凭其他记录核对，再次停止。')
} else if (held.length > 0) {
  progress(`备份之后停止公示的 ${held.length} 条保持停止，请在受理台重新办理：${held.join('、')}`)
}
// Documents in it may be newer than the database, and so may built pages: all of them are made anew.
await workspace.store.forgetLineage()
await rm(join(dataFolder, 'snapshot'), { recursive: true, force: true })
const report = await publishWaiting(workspace)
await publishQuality(workspace)
await runClock(workspace, process.env)
await publishDownloadFiles(workspace)
progress(
  `已恢复 ${stamp.at} 的备份，公开快照第 ${report.version} 版，${report.changed} 条。请重新生成页面：npm run build。`,
)
await workspace.close()
