import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '#db/client'
import { openForServer } from '#db/open-database'
import { createRecordStore } from '#db/record-store'
import { dayOfInstant } from '#domain/day'
import { areCurrent } from '#domain/downloads'
import { publishPending } from '#usecase/publish-pending'
import { PublisherBusyError } from '#usecase/publisher-lease'
import { purgeDeskImports } from '#usecase/purge-desk-imports'
import { purgeImports } from '#usecase/purge-imports'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { clockFrom } from '../../site/src/runtime.ts'
import { runClock, tell } from './clock.ts'
import { type Content, loadContent } from './content.ts'
import { hasAddressAbove, reportUpward } from './upward.ts'
import { databaseAddressOf, openWorkspace, placeOf, type Workspace } from './workspace.ts'

/** A mark that an objection sets is on every output within this and the time that publishing takes. */
const LOOK_EVERY_MS = 500
const CLOCK_EVERY_MS = 600_000
const AFTER_TROUBLE_MS = 5000
/** Marks alone do not make files anew more often: anybody can object. */
const DOWNLOADS_EVERY_MS = 900_000

/** What was deleted may still lie in the log beside the database; the next turn tries again. */
class LogBlockedError extends Error {
  override name = 'LogBlockedError'
  override message = '数据库日志正被占用，没有清空：已经销毁的内容还在日志里，下一次再清空。'
}

export type Keeper = { stop: () => Promise<void> }

/**
 * Carries what was decided meanwhile into the snapshot, wherever it was decided: here, by a command, or on the edge over
 * the same database. Also what time does to cases. A database that is not there is never made.
 */
export function startKeeper(
  env: NodeJS.ProcessEnv,
  report: (error: unknown) => void,
  { clockEveryMs = CLOCK_EVERY_MS, load = () => loadContent(placeOf(env), env.BASE) } = {},
): Keeper {
  const address = databaseAddressOf(env)
  let database: Database | undefined
  let content: Content | undefined
  let isContentBroken = false
  // Whoever starts the server has just published; the first turn of the clock comes later.
  let clockedAt = Date.now()
  let publishedOn = dayOfInstant(clockFrom(env.CLOCK)())
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let madeAt = 0
  const downloads = createDownloadMaker(env, report)
  const teller = createAside(env, report, (workspace, mayGoOn) => tell(workspace, env, mayGoOn))
  const sender = createAside(env, report, (workspace) => reportUpward(workspace, report))

  async function look(): Promise<void> {
    if (address.url === undefined && !existsSync(address.file)) return drop()
    content ??= await load()
    database ??= await openForServer(address)
    const { rows } = await createRecordStore(database).pendingOutbox(1)
    const isClockDue = Date.now() - clockedAt > clockEveryMs
    if (rows > 0 || isClockDue) await work(rows > 0, isClockDue)
  }

  async function work(isPending: boolean, isClockDue: boolean): Promise<void> {
    const workspace = await openWorkspace(env, await contentNow())
    try {
      // What was decided first: nothing that time does may hold up a removal.
      const today = dayOfInstant(workspace.clock())
      if (isPending || publishedOn !== today) {
        await publishPending(workspace)
        publishedOn = today
        if (hasAddressAbove(workspace)) sender.start()
        await makeDownloads(workspace)
      }
      if (isClockDue) await runClockOn(workspace)
    } finally {
      await workspace.close()
    }
  }

  /** A content file that somebody is in the middle of changing holds up no removal: the last good ones go on, and it is said once. */
  async function contentNow(): Promise<Content | undefined> {
    try {
      content = await load()
      isContentBroken = false
    } catch (error) {
      if (content === undefined) throw error
      if (!isContentBroken) report(error)
      isContentBroken = true
    }
    return content
  }

  /** Put off before it is tried: a clock that fails is tried again in its own time, not with every look. */
  async function runClockOn(workspace: Workspace): Promise<void> {
    clockedAt = Date.now()
    const { log } = await runClock(workspace, env)
    if (log === 'blocked') report(new LogBlockedError())
    await purgeDeskImports(workspace)
    await purgeImports(workspace)
    teller.start()
    if (hasAddressAbove(workspace)) sender.start()
  }

  /** At once where the old ones are refused; else, so that marks come into them, now and then. */
  async function makeDownloads({ blobs, clock }: Workspace): Promise<void> {
    if (isStopped) return
    const reader = createSnapshotReader({ blobs, clock })
    const [at, files] = [await reader.view(), await reader.downloads()]
    const isServed = files !== undefined && areCurrent(files, at.manifest, at.journal)
    if (isServed && Date.now() - madeAt < DOWNLOADS_EVERY_MS) return
    madeAt = Date.now()
    downloads.make()
  }

  /** Forgotten before it is closed: one that cannot even be closed is looked at no more. */
  function drop(): void {
    const dropped = database
    database = undefined
    dropped?.$client.close()
  }

  /** There is always a next turn: the server of the site takes unhandled rejections, so a loop that ended would end unheard. */
  async function turn(): Promise<void> {
    let wait = LOOK_EVERY_MS
    try {
      await look()
    } catch (error) {
      wait = AFTER_TROUBLE_MS
      if (!(error instanceof PublisherBusyError)) report(error)
      try {
        drop()
      } catch (more) {
        report(more)
      }
    } finally {
      if (!isStopped) timer = setTimeout(() => void next(), wait)
    }
  }
  let running: Promise<void> = Promise.resolve()
  const next = () => {
    running = turn()
    return running
  }
  timer = setTimeout(() => void next(), LOOK_EVERY_MS)

  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
      downloads.stop()
      await Promise.all([teller.stop(), sender.stop()])
      drop()
    },
  }
}

/** Servers of others may be slow: a mark does not wait for them. One at a time, on a connection of its own. */
function createAside(
  env: NodeJS.ProcessEnv,
  report: (error: unknown) => void,
  work: (workspace: Workspace, mayGoOn: () => boolean) => Promise<unknown>,
): { start: () => void; stop: () => Promise<void> } {
  let running: Promise<void> | undefined
  let isStopped = false
  async function turn(): Promise<void> {
    const workspace = await openWorkspace(env)
    await work(workspace, () => !isStopped).finally(() => workspace.close())
  }
  return {
    start() {
      running ??= turn()
        .catch((error: unknown) => {
          if (!(error instanceof PublisherBusyError)) report(error)
        })
        .finally(() => {
          running = undefined
        })
    },
    async stop() {
      isStopped = true
      await running
    },
  }
}

/** Many files take long, so they are made in a process of their own; what is decided while it runs has another run. */
function createDownloadMaker(
  env: NodeJS.ProcessEnv,
  report: (error: unknown) => void,
): { make: () => void; stop: () => void } {
  let child: ChildProcess | undefined
  let isWanted = false
  const make = () => {
    if (child !== undefined) {
      isWanted = true
      return
    }
    child = spawn(process.execPath, [join(import.meta.dirname, '../publish.ts')], { env, stdio: 'ignore' })
    child.on('error', () => {
      child = undefined
    })
    child.on('exit', (code) => {
      child = undefined
      if (code !== 0 && code !== null)
        report(new Error(`Making the downloads ended with ${code}; they follow with the next publish.`))
      if (!isWanted) return
      isWanted = false
      make()
    })
  }
  return {
    make,
    stop() {
      isWanted = false
      child?.kill('SIGTERM')
    },
  }
}
