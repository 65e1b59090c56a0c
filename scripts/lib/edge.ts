import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { startHranaBridge } from '../hrana-bridge.ts'
import { databaseFileOf, intakeSecret } from './workspace.ts'

/** `pid`: of wrangler, below which workerd runs. */
export type EdgeServer = { origin: string; pid: number; close: () => Promise<void> }

/**
 * Runs the built Worker in real workerd on loopback. workerd opens no files, so database and snapshot reach it over HTTP
 * from this machine.
 */
export async function startEdge(input: {
  builtFolder: string
  dataFolder: string
  port: number
  variables?: Record<string, string>
  onLog?: (line: string) => void
}): Promise<EdgeServer> {
  const bridge = await startHranaBridge({
    databasePath: databaseFileOf(input.dataFolder),
    snapshotFolder: join(input.dataFolder, 'snapshot'),
  })
  const variables = {
    SNAPSHOT_URL: `${bridge.url}/snapshot`,
    DATABASE_URL: bridge.url,
    INTAKE_SECRET: intakeSecret(process.env, input.dataFolder),
    ...input.variables,
  }
  const child = spawn(
    'wrangler',
    [
      'dev',
      '--local',
      ...['--config', join(input.builtFolder, 'server/wrangler.json')],
      ...['--ip', '127.0.0.1', '--port', String(input.port), '--inspector-port', '0'],
      ...['--persist-to', join(input.dataFolder, 'edge-state')],
      '--show-interactive-dev-session=false',
      ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
    ],
    { env: edgeEnvironment(input.dataFolder), stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log = `${log}${chunk.toString()}`.slice(-8000)
      input.onLog?.(chunk.toString())
    })
  }
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  const close = async () => {
    process.off('exit', end)
    end()
    await ended
    await bridge.close()
  }
  const origin = `http://127.0.0.1:${input.port}`
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) break
    const isUp = await fetch(`${origin}/about/`).then(
      (response) => response.body?.cancel().then(() => true) ?? true,
      () => false,
    )
    if (isUp && child.pid !== undefined) return { origin, pid: child.pid, close }
    await new Promise((done) => setTimeout(done, 250))
  }
  await close()
  throw new Error(`workerd did not start:\n${log}`)
}

/** The local trace store would keep every address asked for, and addresses hold what people search for. */
function edgeEnvironment(dataFolder: string): NodeJS.ProcessEnv {
  const quiet = { WRANGLER_SEND_METRICS: 'false', X_LOCAL_OBSERVABILITY: 'false', CI: 'true' }
  return { ...process.env, ...quiet, XDG_CONFIG_HOME: join(dataFolder, 'edge-state') }
}
