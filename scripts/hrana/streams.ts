import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import {
  type Batch,
  type BatchResult,
  type Condition,
  decodeValue,
  encodeValue,
  HranaFault,
  isExplain,
  mayWrite,
  type Pipeline,
  type PipelineAnswer,
  parameterNames,
  parseRequest,
  type Request,
  type Statement,
  type StatementResult,
  type StreamResult,
  type WireError,
} from './protocol.ts'

type Connection = InstanceType<typeof Database>
type Stream = { connection: Connection; texts: Map<number, string>; expiry?: NodeJS.Timeout }

const BUSY_MS = 5000

export type Streams = { run(pipeline: Pipeline): Promise<PipelineAnswer>; close(): void }

/** Streams of one database file: each is one connection, known to the client by a baton used once. */
export function createStreams(databasePath: string, idleMs: number): Streams {
  const waiting = new Map<string, Stream>()
  const gate = createWriteGate()
  let isClosed = false

  function open(): Stream {
    return { connection: openConnection(databasePath), texts: new Map() }
  }

  function take(baton: string): Stream {
    const stream = waiting.get(baton)
    if (!stream) throw new HranaFault('The stream has expired or the baton was used before.', 'STREAM_EXPIRED')
    waiting.delete(baton)
    clearTimeout(stream.expiry)
    return stream
  }

  function keep(stream: Stream): string {
    const baton = randomUUID()
    waiting.set(baton, stream)
    stream.expiry = setTimeout(() => dispose(take(baton)), idleMs).unref()
    return baton
  }

  function dispose(stream: Stream): void {
    gate.leave(stream)
    closeConnection(stream.connection)
  }

  async function answer(stream: Stream, given: unknown): Promise<StreamResult> {
    try {
      const request = parseRequest(given)
      return { type: 'ok', response: { type: request.type, ...(await respond(stream, request, gate)) } }
    } catch (error) {
      return { type: 'error', error: wireError(error) }
    }
  }

  return {
    async run({ baton, requests }) {
      if (isClosed) throw new HranaFault('The bridge is closing.', 'STREAM_EXPIRED')
      const stream = baton ? take(baton) : open()
      const results: StreamResult[] = []
      let isOpen = true
      for (const request of requests) {
        if (!isOpen) results.push({ type: 'error', error: { message: 'The stream is closed.', code: 'STREAM_CLOSED' } })
        else results.push(await answer(stream, request))
        isOpen &&= !isClose(results.at(-1))
      }
      if (isOpen && !isClosed) return { baton: keep(stream), base_url: null, results }
      dispose(stream)
      return { baton: null, base_url: null, results }
    },

    close() {
      isClosed = true
      for (const baton of [...waiting.keys()]) dispose(take(baton))
    },
  }
}

function isClose(result: StreamResult | undefined): boolean {
  return result?.type === 'ok' && result.response.type === 'close'
}

function openConnection(path: string): Connection {
  const connection = new Database(path)
  connection.exec(`PRAGMA foreign_keys = ON; PRAGMA busy_timeout = ${BUSY_MS}`)
  return connection
}

/** Statements not yet collected keep a closed connection's transaction alive, so it is ended before. */
function closeConnection(connection: Connection): void {
  try {
    if (connection.inTransaction) connection.exec('ROLLBACK')
  } catch (error) {
    console.error('A transaction of the Hrana bridge could not be rolled back.', error)
  }
  connection.close()
}

type WriteGate = { enter(stream: Stream): Promise<void>; leave(stream: Stream): void }

/**
 * One writing stream at a time. libSQL waits for a lock by blocking the thread, and the stream which holds it could
 * then never be heard: SQLite's busy timeout is left to locks of other processes.
 */
function createWriteGate(): WriteGate {
  let writer: Stream | undefined
  return {
    async enter(stream) {
      const deadline = Date.now() + BUSY_MS
      while (writer !== undefined && writer !== stream) {
        if (Date.now() > deadline) throw new HranaFault('database is locked', 'SQLITE_BUSY')
        await sleep(5)
      }
      writer = stream
    },
    leave(stream) {
      if (writer === stream) writer = undefined
    },
  }
}

async function respond(stream: Stream, request: Request, gate: WriteGate): Promise<Record<string, unknown>> {
  const { connection, texts } = stream
  switch (request.type) {
    case 'execute':
      return { result: await execute(stream, request.stmt, gate) }
    case 'batch':
      return { result: await runBatch(stream, request.batch, gate) }
    case 'sequence': {
      const sql = textOf(stream, request)
      await whenFree(stream, true, gate, () => connection.exec(sql))
      return {}
    }
    case 'describe':
      return { result: describe(connection, textOf(stream, request)) }
    case 'store_sql':
      texts.set(request.sql_id, request.sql)
      return {}
    case 'close_sql':
      texts.delete(request.sql_id)
      return {}
    case 'get_autocommit':
      return { is_autocommit: !connection.inTransaction }
    case 'close':
      return {}
  }
}

async function whenFree<T>(stream: Stream, writes: boolean, gate: WriteGate, work: () => T): Promise<T> {
  if (writes) await gate.enter(stream)
  try {
    return work()
  } finally {
    if (!stream.connection.inTransaction) gate.leave(stream)
  }
}

function execute(stream: Stream, statement: Statement, gate: WriteGate): Promise<StatementResult> {
  const sql = textOf(stream, statement)
  return whenFree(stream, mayWrite(sql), gate, () => executeNow(stream.connection, sql, statement))
}

function executeNow(connection: Connection, sql: string, statement: Statement): StatementResult {
  const prepared = connection.prepare(sql).safeIntegers(true)
  const before = mayWrite(sql) ? readCounters(connection) : undefined
  const bound = bindings(statement)
  const rows = prepared.reader ? prepared.raw(true).all(bound) : []
  if (!prepared.reader) prepared.run(bound)
  const after = before && readCounters(connection)
  return {
    cols: prepared.columns().map(({ name, type }) => ({ name, decltype: type })),
    rows: statement.want_rows === false ? [] : rows.map((row) => cells(row).map(encodeValue)),
    affected_row_count: before?.total === after?.total ? 0 : Number(after?.changes ?? 0),
    last_insert_rowid: after ? String(after.rowid) : null,
  }
}

/** The binding's own row id is a rounded number, and it counts nothing where rows are returned. */
function readCounters(connection: Connection): { changes: unknown; total: unknown; rowid: unknown } {
  const counters = connection.prepare('SELECT changes(), total_changes(), last_insert_rowid()')
  const [changes, total, rowid] = cells(counters.safeIntegers(true).raw(true).get([]))
  return { changes, total, rowid }
}

function cells(row: unknown): unknown[] {
  return Array.isArray(row) ? row : []
}

function bindings({ args, named_args: named }: Statement): unknown {
  if (args.length > 0 && named.length > 0)
    throw new HranaFault('Arguments are positional or named, not both.', 'ARGS_BOTH_POSITIONAL_AND_NAMED')
  if (named.length === 0) return args.map(decodeValue)
  return Object.fromEntries(named.map(({ name, value }) => [name.replace(/^[:@$?]/, ''), decodeValue(value)]))
}

async function runBatch(stream: Stream, batch: Batch, gate: WriteGate): Promise<BatchResult> {
  const done: BatchResult = { step_results: [], step_errors: [] }
  for (const { condition, stmt } of batch.steps) {
    let result: StatementResult | null = null
    let error: WireError | null = null
    try {
      if (!condition || holds(condition, done, stream.connection)) result = await execute(stream, stmt, gate)
    } catch (fault) {
      error = wireError(fault)
    }
    done.step_results.push(result)
    done.step_errors.push(error)
  }
  return done
}

function holds(condition: Condition, done: BatchResult, connection: Connection): boolean {
  switch (condition.type) {
    case 'ok':
      return Boolean(done.step_results[condition.step])
    case 'error':
      return Boolean(done.step_errors[condition.step])
    case 'not':
      return !holds(condition.cond, done, connection)
    case 'and':
      return condition.conds.every((it) => holds(it, done, connection))
    case 'or':
      return condition.conds.some((it) => holds(it, done, connection))
    case 'is_autocommit':
      return !connection.inTransaction
  }
}

function describe(connection: Connection, sql: string): Record<string, unknown> {
  const columns = connection.prepare(sql).columns()
  return {
    params: parameterNames(sql).map((name) => ({ name })),
    cols: columns.map(({ name, type }) => ({ name, decltype: type })),
    is_explain: isExplain(sql),
    is_readonly: !mayWrite(sql),
  }
}

type SqlText = { sql?: string | null | undefined; sql_id?: number | null | undefined }

function textOf({ texts }: Stream, { sql, sql_id: id }: SqlText): string {
  const text = sql ?? (id == null ? undefined : texts.get(id))
  if (text === undefined) throw new HranaFault(`No SQL text ${id ?? ''} is stored.`, 'SQL_NOT_FOUND')
  return text
}

/** SQLite's extended codes are sent as their family: the client knows SQLITE_CONSTRAINT, the message says which. */
export function wireError(error: unknown): WireError {
  if (error instanceof HranaFault) return { message: error.message, code: error.code }
  if (!(error instanceof Database.SqliteError)) return { message: String(error), code: 'INTERNAL_ERROR' }
  if (error.code === 'SQLITE_OK') return { message: 'There is no statement in the SQL.', code: 'SQL_NO_STATEMENT' }
  return { message: error.message, code: /^SQLITE_[A-Z]+/.exec(error.code)?.[0] ?? 'SQLITE_ERROR' }
}
