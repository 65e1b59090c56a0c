/** Columns of a record by key: text as it is, numbers as they are written, nested values as JSON, null as ''. */
export function recordOfJson(text: string): Map<string, string> | undefined {
  const value: unknown = parseWithSources(text)
  if (!isRecord(value)) return undefined
  return new Map(Object.entries(value).map(([key, cell]) => [key, cellOfJson(cell)]))
}

/** Keys of a record, undefined where the text is no object. */
export function keysOfJson(text: string): string[] | undefined {
  const value: unknown = JSON.parse(text)
  return isRecord(value) ? Object.keys(value) : undefined
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRaw(value)
}

function cellOfJson(value: unknown): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return isRaw(value) ? value.rawJSON : JSON.stringify(value)
}

type Raw = { rawJSON: string }

/** Safe: the functions are part of the language (ES2026) and of the Node that `engines` names; the types lag behind. */
const Json = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown
  rawJSON(text: string): Raw
  isRawJSON(value: unknown): boolean
}

/** Numbers keep the digits they are written with: 18-digit codes do not fit into a float. */
function parseWithSources(text: string): unknown {
  const plain: unknown = JSON.parse(text)
  const isExact = (value: unknown) => typeof value === 'string' || typeof value === 'boolean' || value === null
  if (typeof plain === 'object' && plain !== null && Object.values(plain).every(isExact)) return plain
  return Json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? Json.rawJSON(source) : value,
  )
}

function isRaw(value: unknown): value is Raw {
  return Json.isRawJSON(value)
}
