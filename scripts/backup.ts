import { existsSync } from 'node:fs'
import { forgetBackups, makeBackup } from '#adapters/backup-folder'
import { copyDatabase } from '#db/copy-database'
import { readOptions } from './lib/command.ts'
import { stopIfRemote } from './lib/remote-database.ts'
import { progress, stop } from './lib/report.ts'
import { checkFolder, databaseFileOf, dataFolderOf, placeOf } from './lib/workspace.ts'

const USAGE = `用法：npm run backup -- --to 文件夹 [--days 天数]
  --to    备份放到哪里；每次一个新的文件夹，包括数据库、密钥和待批准的上传文件
  --days  删去这个地区多少天以前的备份，默认 30；备份里有之后销毁的内容，不要久留
数据库在使用中也可以备份。备份含本站的密钥，请另行加密、限制访问。`

const { values } = readOptions({ options: { to: { type: 'string' }, days: { type: 'string', default: '30' } } }, USAGE)
const { to } = values
const days = Number(values.days)
if (to === undefined) stop(`--to 没有填写\n${USAGE}`, 2)
if (!Number.isInteger(days) || days < 1) stop(`--days 写的是 ${values.days}；应为正整数`, 2)
const [dataFolder, place] = [dataFolderOf(process.env), placeOf(process.env)]
await checkFolder(dataFolder, place).catch((error: unknown) =>
  stop(error instanceof Error ? error.message : String(error)),
)
stopIfRemote('备份')
const now = new Date()
const file = databaseFileOf(dataFolder)
const copyTo = (path: string) => copyDatabase(file, path)
if (!existsSync(file)) stop(`${dataFolder} 里没有数据库，没有备份。请核对 DATA_DIR。`, 2)
const made = await makeBackup({ dataFolder, place, now, copyTo }, to).catch((error: unknown) =>
  stop(
    `没有备份成：${error instanceof Error ? error.message : String(error)}。请检查 ${to} 的权限和剩余空间，以及 DATA_DIR。`,
  ),
)
progress(`已备份到 ${made}。`)
const gone = await forgetBackups(to, place, new Date(now.getTime() - days * 86_400_000))
if (gone.length > 0) progress(`已删去 ${days} 天以前的备份：${gone.join('、')}。`)
