// Runs on any Node that npm brought along; everything after it runs on the Node of package.json.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const INSTALLED = 'node_modules/.package-lock.json'

export function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1
}

/** Installs what is missing; ends the program where that fails. */
export function ensureInstalled() {
  if (isInstalled()) return
  process.stderr.write('安装依赖（第一次约一两分钟）……\n')
  // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, which not every registry has.
  const status = run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])
  if (status === 0) return
  process.stderr.write('依赖没有装好。请检查网络后重试。\n')
  process.exit(status)
}

/** Installed, and from this very lock file. */
function isInstalled() {
  if (!existsSync(INSTALLED) || !existsSync('node_modules/.bin/node')) return false
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  const have = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages
  return Object.entries(wanted).every(([path, it]) => path === '' || it.optional || have[path]?.version === it.version)
}
