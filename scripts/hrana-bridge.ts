import { readFile, realpath } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { join, resolve, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import Database from 'libsql'
import { HranaFault, parsePipeline } from './hrana/protocol.ts'
import { createStreams, type Streams, wireError } from './hrana/streams.ts'

/**
 * A development tool: lets a Worker in workerd, which opens no files, use the database file and the snapshot folder
 * of this machine over HTTP. It asks nobody for a password, so it listens on the loopback address only.
 */
export type HranaBridgeOptions = {
  databasePath: string
  port?: number | undefined
  host?: string | undefined
  snapshotFolder?: string | undefined
  /** A stream left alone for so long is rolled back and closed; Turso's ten seconds unless told. */
  idleMs?: number | undefined
}

export type HranaBridge = { url: string; close(): Promise<void> }

type Answer = { status: number; type: string; body: string | Uint8Array }

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

export async function startHranaBridge(options: HranaBridgeOptions): Promise<HranaBridge> {
  const { databasePath, port = 0, host = '127.0.0.1', snapshotFolder, idleMs = 10_000 } = options
  if (!LOOPBACK.includes(host)) throw new Error(`The bridge serves this machine only; "${host}" is not loopback.`)
  useWriteAheadLog(databasePath)
  const streams = createStreams(databasePath, idleMs)
  const server = createServer(async (request, response) => {
    const { status, type, body } = await answer(request, streams, snapshotFolder).catch(refusal)
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
  })
  await new Promise<void>((ready, fail) => server.once('error', fail).listen(port, host, ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The bridge has no port.')
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async close() {
      streams.close()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Readers beside an open write transaction, as on the Node side; the file remembers the mode. */
function useWriteAheadLog(path: string): void {
  const connection = new Database(path)
  connection.exec('PRAGMA journal_mode = WAL')
  connection.close()
}

async function answer(request: IncomingMessage, streams: Streams, snapshotFolder?: string): Promise<Answer> {
  const { method, url = '/', headers } = request
  if (!isOwnName(headers.host)) return plain(403, 'This name is not loopback.')
  const path = url.split('?', 1)[0] ?? '/'
  if (method === 'GET' && (path === '/v2' || path === '/v3')) return plain(200, 'Hrana over HTTP, JSON.')
  if (method === 'GET' && snapshotFolder !== undefined && path.startsWith('/snapshot/'))
    return snapshotFile(snapshotFolder, path.slice('/snapshot/'.length))
  if (method !== 'POST' || !/^\/v[23]\/pipeline$/.test(path)) return plain(404, 'Not found.')
  if (!headers['content-type']?.startsWith('application/json')) return plain(415, 'Only application/json is spoken.')
  return json(200, await streams.run(parsePipeline(await text(request))))
}

/** A web page open in the developer's browser can point a name of its own at 127.0.0.1, but not change its Host. */
function isOwnName(host: string | undefined): boolean {
  return LOOPBACK.includes((host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'))
}

async function snapshotFile(folder: string, path: string): Promise<Answer> {
  const segments = decodePath(path)
  if (!segments) return plain(404, 'Not found.')
  try {
    const root = await realpath(folder)
    const file = await realpath(join(root, ...segments))
    if (!file.startsWith(root + sep)) return plain(404, 'Not found.')
    return { status: 200, type: 'application/octet-stream', body: await readFile(file) }
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && ABSENT.includes(String(error.code))
    return isAbsent ? plain(404, 'Not found.') : plain(500, String(error))
  }
}

const ABSENT = ['ENOENT', 'ENOTDIR', 'EISDIR']

function decodePath(path: string): string[] | undefined {
  try {
    const segments = decodeURIComponent(path).split('/')
    const isPlain = segments.every((it) => it !== '' && it !== '.' && it !== '..' && !/[\\\0]/.test(it))
    return isPlain ? segments : undefined
  } catch {
    return undefined
  }
}

function refusal(error: unknown): Answer {
  return json(error instanceof HranaFault ? 400 : 500, wireError(error))
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) }
}

function plain(status: number, words: string): Answer {
  return { status, type: 'text/plain', body: words }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { database: { type: 'string' }, port: { type: 'string' }, snapshot: { type: 'string' } },
  })
  if (values.database === undefined)
    throw new Error('node scripts/hrana-bridge.ts --database FILE [--port N] [--snapshot DIR]')
  const bridge = await startHranaBridge({
    databasePath: resolve(values.database),
    port: values.port === undefined ? undefined : Number(values.port),
    snapshotFolder: values.snapshot,
  })
  console.log(`Hrana bridge: ${bridge.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => bridge.close())
}

if (process.argv[1] === import.meta.filename) await main()
