import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** One thing an editor has to mend: where, what stands there, what is allowed. */
export type ContentProblem = { file: string; line: number | null; field: string; value: string; allowed: string }

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: ContentProblem[] }

/** Reads YAML text and checks it; every problem names file, line, field, value and what is allowed. */
export function parseContent<S extends z.ZodType>(file: string, text: string, schema: S): Parsed<z.output<S>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        field: '（YAML 格式）',
        value: text.slice(error.pos[0], error.pos[0] + 40).split('\n')[0] ?? '',
        allowed: `合法的 YAML：${error.message}`,
      })),
    }
  }
  const raw: unknown = document.toJS()
  const result = schema.safeParse(raw, { reportInput: true })
  if (result.success) return { ok: true, value: result.data }
  return {
    ok: false,
    problems: result.error.issues.flatMap(byKey).map(({ path, input, allowed }) => ({
      file,
      line: lineOf(document, path, lines),
      field: path.map((step) => (typeof step === 'number' ? `[${step}]` : String(step))).join('.'),
      value: shown(input),
      allowed,
    })),
  }
}

type Finding = { path: PropertyKey[]; input: unknown; allowed: string }

/** Unknown fields are one finding each, at their own line. */
function byKey(issue: z.core.$ZodIssue): Finding[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, input: issue.input, allowed: allowedBy(issue) }]
  const values: unknown = issue.input
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    input: typeof values === 'object' && values !== null ? Reflect.get(values, key) : undefined,
    allowed: '没有这一项；请删去或改成已有的字段名',
  }))
}

/** The message an editor reads, one line a problem; `next` says what to do once all are mended. */
export function formatProblems(
  problems: readonly ContentProblem[],
  next = '改好后再运行：npm run check:content',
): string {
  const files = new Set(problems.map((problem) => problem.file))
  const lines = problems.map(
    ({ file, line, field, value, allowed }) =>
      `${file}${line === null ? '' : `:${line}`}  ${field}  写的是 ${value}；应为 ${allowed}`,
  )
  return `${lines.join('\n')}\n${problems.length} 处问题，${files.size} 个文件。${next}`
}

function lineOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[], lines: LineCounter) {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line
    }
  }
  return null
}

function shown(value: unknown): string {
  if (value === undefined) return '（没有填写）'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function allowedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join('、')
    case 'invalid_format':
      if (!issue.message.startsWith('Invalid')) return issue.message
      if (issue.format === 'url') return '完整的网址，如 https://www.example.gov.cn；没有就写 null'
      return `符合格式 ${issue.pattern ?? issue.format} 的文字`
    case 'invalid_union':
      return issue.message.startsWith('Invalid') ? unionWords(issue) : issue.message
    case 'invalid_type':
      return `${TYPE_WORD[issue.expected] ?? issue.expected}`
    case 'too_small':
      return `不少于 ${issue.minimum}`
    case 'too_big':
      return `不多于 ${issue.maximum}`
    default:
      return issue.message
  }
}

/** What each way of writing it would have allowed. */
function unionWords(issue: z.core.$ZodIssueInvalidUnion): string {
  const ways = issue.errors.map((issues) =>
    issues.map((inner) => `${inner.path.map(String).join('.')} ${allowedBy(inner)}`.trim()),
  )
  const words = [...new Set(ways.map((way) => way.join('，')).filter((way) => way !== ''))]
  return words.length > 0 ? words.join('；或者 ') : '已有的一种写法，见同一文件中的其他条目'
}

const TYPE_WORD: Record<string, string> = {
  string: '文字',
  number: '数字',
  boolean: 'true 或 false',
  array: '列表（每项以 - 开头）',
  object: '一组“字段: 值”',
}
