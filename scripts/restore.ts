import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { adoptLaid, damagedIn, hasDatabase, layBackup, stampOf } from '#adapters/backup-folder'
import { createDirectoryBlobs } from '#adapters/directory-blobs'
import { createSnapshotStore } from '#adapters/snapshot-store'
import { readManifest } from '#usecase/journal'
import { keepAway } from '#usecase/keep-away'
import { publishQuality } from '#usecase/publish-quality'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { runClock } from './lib/clock.ts'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { publishDownloadFiles } from './lib/download-files.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { stopIfRemote } from './lib/remote-database.ts'
import { progress, stop } from './lib/report.ts'
import { openUpward } from './lib/upward.ts'
import { dataFolderOf, placeOf } from './lib/workspace.ts'

const USAGE = `用法：npm run restore -- --from 备份文件夹 [--snapshot 文件夹 | --without-snapshot]
  --from              npm run backup 做成的一个文件夹
  --snapshot          还在的公开快照，默认 DATA_DIR 下的 snapshot，设了存储桶的是桶里的；备份之后撤下、停止、更正的，凭它暂停公示
  --without-snapshot  没有公开快照：备份之后停止公示的会重新公示，要凭其他记录逐条办理
恢复到 DATA_DIR，那里不能已有数据库。备份之后的受理和决定要凭其他记录补办。`

const { values } = readOptions(
  {
    options: {
      from: { type: 'string' },
      snapshot: { type: 'string' },
      'without-snapshot': { type: 'boolean', default: false },
    },
  },
  USAGE,
)
stopIfRemote('恢复')
const { from } = values
if (from === undefined) stop(`--from 没有填写\n${USAGE}`, 2)
const stamp = await stampOf(from)
if (stamp === undefined) stop(`${from} 不是备份文件夹：里面没有 backup.json。`, 2)
const [dataFolder, place] = [dataFolderOf(process.env), placeOf(process.env)]
if (stamp.place !== place) stop(`这是地区“${stamp.place}”的备份，PLACE 是“${place}”。没有恢复。`, 2)
if (await hasDatabase(dataFolder)) {
  stop(
    `${dataFolder} 已有数据库或者它的日志，没有恢复。确认不要的，先把 gongxin.db、gongxin.db-wal、gongxin.db-shm 移到别处。`,
  )
}
const blobs =
  values.snapshot === undefined
    ? createSnapshotStore(process.env, dataFolder)
    : createDirectoryBlobs(resolve(values.snapshot))
const manifest = values['without-snapshot'] ? undefined : await readManifest(blobs).catch(() => undefined)
if (!values['without-snapshot'] && manifest === undefined) {
  stop('没有找到可读的公开快照，没有恢复。用 --snapshot 写明它在哪里；确实没有的，加上 --without-snapshot。')
}
const damaged = await damagedIn(from, stamp)
if (damaged.length > 0) stop(`备份有损坏：${damaged.join('、')} 缺失或者和备份时不同。没有恢复。`)

// Looked through apart: a database that nobody has compared with the snapshot is never where a server would find it.
const laid = join(dataFolder, 'restoring')
await layBackup(from, stamp, laid)
const apart = await openWorkspaceOrStop({ ...process.env, DATA_DIR: laid, SITE_BUILD: join(laid, 'no-pages') })
const reader = createSnapshotReader({ blobs, clock: apart.clock, joinsReads: true })
try {
  const held = manifest === undefined ? [] : await keepAway({ ...apart, reader })
  if (held.length > 0) {
    progress(`备份之后有过改变的 ${held.length} 条暂停公示，请凭当时的决定逐条重新办理：${held.join('、')}`)
  }
  // The line of snapshots and that of reports begin anew: what the old ones said may be newer than this database.
  await apart.store.forgetLineage()
  const { upward, close } = await openUpward(apart)
  await upward.upward.forget()
  await close()
} catch (error) {
  await apart.close()
  await rm(laid, { recursive: true, force: true })
  stop(`没有恢复：${error instanceof Error ? error.message : String(error)}`)
}
await apart.close()
await adoptLaid(laid, stamp, dataFolder)

const workspace = await openWorkspaceOrStop(process.env)
const report = await publishWaiting(workspace)
await publishQuality(workspace)
await runClock(workspace, process.env)
await publishDownloadFiles(workspace)
progress(
  `已恢复 ${stamp.at} 的备份，公开快照第 ${report.version} 版，${report.changed} 条。请重新生成页面：npm run build。`,
)
await workspace.close()
