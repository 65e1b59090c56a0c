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
    problems: result.error.issues.map((issue) => ({
      file,
      line: lineOf(document, issue.path, lines),
      field: issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : String(step))).join('.'),
      value: shown(issue.input),
      allowed: allowedBy(issue),
    })),
  }
}

/** The message an editor reads, one line a problem. */
export function formatProblems(problems: readonly ContentProblem[]): string {
  const files = new Set(problems.map((problem) => problem.file))
  const lines = problems.map(
    ({ file, line, field, value, allowed }) =>
      `${file}${line === null ? '' : `:${line}`}  ${field}  写的是 ${value}；应为 ${allowed}`,
  )
  return `${lines.join('\n')}\n${problems.length} 处问题，${files.size} 个文件。改好后再运行：npm run check:content`
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
    case 'unrecognized_keys':
      return `没有“${issue.keys.join('、')}”这一项；请删去或改成已有的字段名`
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

const TYPE_WORD: Record<string, string> = {
  string: '文字',
  number: '数字',
  boolean: 'true 或 false',
  array: '列表（每项以 - 开头）',
  object: '一组“字段: 值”',
}
