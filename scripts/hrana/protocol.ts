import { z } from 'zod'

/** The part of Hrana 2 and 3 in JSON that `@libsql/client` speaks over HTTP, without cursors. */

/** A refusal with the code that the client shows as `error.code`. */
export class HranaFault extends Error {
  override name = 'HranaFault'
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

const MIN_INTEGER = -(2n ** 63n)
const MAX_INTEGER = 2n ** 63n - 1n

const Integer = z
  .string()
  .regex(/^-?\d+$/)
  .refine((text) => BigInt(text) >= MIN_INTEGER && BigInt(text) <= MAX_INTEGER)

const Value = z.discriminatedUnion('type', [
  z.object({ type: z.literal('null') }),
  z.object({ type: z.literal('integer'), value: Integer }),
  z.object({ type: z.literal('float'), value: z.number() }),
  z.object({ type: z.literal('text'), value: z.string() }),
  z.object({ type: z.literal('blob'), base64: z.string() }),
])
export type Value = z.output<typeof Value>

const sqlText = { sql: z.string().nullish(), sql_id: z.number().nullish() }

const Statement = z.object({
  ...sqlText,
  args: z.array(Value).default([]),
  named_args: z.array(z.object({ name: z.string(), value: Value })).default([]),
  want_rows: z.boolean().nullish(),
})
export type Statement = z.output<typeof Statement>

export type Condition =
  | { type: 'ok' | 'error'; step: number }
  | { type: 'not'; cond: Condition }
  | { type: 'and' | 'or'; conds: Condition[] }
  | { type: 'is_autocommit' }

const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.enum(['ok', 'error']), step: z.number() }),
    z.object({ type: z.literal('not'), cond: Condition }),
    z.object({ type: z.enum(['and', 'or']), conds: z.array(Condition) }),
    z.object({ type: z.literal('is_autocommit') }),
  ]),
)

const Batch = z.object({ steps: z.array(z.object({ condition: Condition.nullish(), stmt: Statement })) })
export type Batch = z.output<typeof Batch>

const Request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('execute'), stmt: Statement }),
  z.object({ type: z.literal('batch'), batch: Batch }),
  z.object({ type: z.literal('sequence'), ...sqlText }),
  z.object({ type: z.literal('describe'), ...sqlText }),
  z.object({ type: z.literal('store_sql'), sql_id: z.number(), sql: z.string() }),
  z.object({ type: z.literal('close_sql'), sql_id: z.number() }),
  z.object({ type: z.literal('get_autocommit') }),
  z.object({ type: z.literal('close') }),
])
export type Request = z.output<typeof Request>

const Pipeline = z.object({ baton: z.string().nullish(), requests: z.array(z.unknown()) })
export type Pipeline = z.output<typeof Pipeline>

export type WireError = { message: string; code: string }
export type StatementResult = {
  cols: { name: string; decltype: string | null }[]
  rows: Value[][]
  affected_row_count: number
  last_insert_rowid: string | null
}
export type BatchResult = { step_results: (StatementResult | null)[]; step_errors: (WireError | null)[] }
export type StreamResult =
  | { type: 'ok'; response: { type: Request['type'] } & Record<string, unknown> }
  | { type: 'error'; error: WireError }
export type PipelineAnswer = { baton: string | null; base_url: null; results: StreamResult[] }

export function parsePipeline(body: string): Pipeline {
  return understood(Pipeline.safeParse(parseJson(body)))
}

/** One request at a time: a request nobody understands fails alone, as the protocol has it. */
export function parseRequest(request: unknown): Request {
  return understood(Request.safeParse(request))
}

function understood<T>(parsed: z.ZodSafeParseResult<T>): T {
  if (parsed.success) return parsed.data
  throw new HranaFault(`Not a Hrana message: ${z.prettifyError(parsed.error)}`, 'HRANA_PROTO_ERROR')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HranaFault('The body is not JSON.', 'HRANA_PROTO_ERROR')
  }
}

/** To what libSQL binds: a bigint becomes INTEGER, a number REAL. */
export function decodeValue(value: Value): null | bigint | number | string | Buffer {
  if (value.type === 'null') return null
  if (value.type === 'integer') return BigInt(value.value)
  if (value.type === 'blob') return Buffer.from(value.base64, 'base64')
  return value.value
}

/** From what libSQL returns with safe integers. JSON has no infinity, so a REAL that is one cannot be sent. */
export function encodeValue(value: unknown): Value {
  if (value === null) return { type: 'null' }
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) }
  if (typeof value === 'number' && Number.isFinite(value)) return { type: 'float', value }
  if (typeof value === 'string') return { type: 'text', value }
  if (value instanceof Uint8Array) return { type: 'blob', base64: Buffer.from(value).toString('base64') }
  throw new HranaFault(`The value ${String(value)} cannot be sent.`, 'RESPONSE_INVALID')
}

const LEADING_NOISE = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/
const WRITES_NOTHING = /^(?:select|values|explain|pragma|commit|end|rollback|savepoint|release)\b/i
const BEGINS_LATER = /^begin\b(?!\s+(?:immediate|exclusive))/i

/** By the first word, for libSQL tells nothing better. In doubt (WITH …) a statement counts as writing. */
export function mayWrite(sql: string): boolean {
  const start = sql.replace(LEADING_NOISE, '')
  return start !== '' && !WRITES_NOTHING.test(start) && !BEGINS_LATER.test(start)
}

export function isExplain(sql: string): boolean {
  return /^explain\b/i.test(sql.replace(LEADING_NOISE, ''))
}

const TOKENS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|(?<parameter>\?\d*|[:@$][A-Za-z_]\w*)/g

/** The parameters of a statement in order; libSQL's binding for Node does not tell them. */
export function parameterNames(sql: string): (string | null)[] {
  const found = [...sql.matchAll(TOKENS)].flatMap(({ groups }) => groups?.parameter ?? [])
  return found
    .filter((name, at) => name === '?' || found.indexOf(name) === at)
    .map((name) => (name === '?' ? null : name))
}
