import { stop } from './report.ts'

/** For commands that work on the file itself. */
export function stopIfRemote(what: '备份' | '恢复'): void {
  if (!process.env.DATABASE_URL) return
  stop(
    `数据库在 DATABASE_URL 指定的服务器上，不是本机的文件，不能用这个命令${what}。请用数据库服务器自己的${what}办法（sqld 的快照，或者 Turso 的时间点恢复）；密钥文件和 imports 文件夹另外复制。没有${what}。`,
    2,
  )
}
