import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { startEdge } from './lib/edge.ts'
import { progress, stop } from './lib/report.ts'
import { databaseFileOf, dataFolderOf } from './lib/workspace.ts'

/** Serves the edge build in real workerd against this machine's data: `npm run build:edge` first. */
const dataFolder = dataFolderOf(process.env)
const builtFolder = resolve('dist/edge')
if (!existsSync(builtFolder)) stop('还没有边缘版本。请先运行 npm run build:edge。')
if (!existsSync(databaseFileOf(dataFolder))) stop('还没有数据。请先运行 npm start。')

const edge = await startEdge({
  builtFolder,
  dataFolder,
  port: Number(process.env.PORT ?? 8787),
  variables: process.env.CLOCK ? { CLOCK: process.env.CLOCK } : {},
  onLog: (line) => process.stderr.write(line),
})
progress(`边缘版本已启动：${edge.origin}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => edge.close().then(() => process.exit(0)))
}
