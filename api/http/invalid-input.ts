import type { Hook, z } from '@hono/zod-openapi'
import type { Env } from 'hono'
import { problem } from './problem.ts'

type Issue = z.core.$ZodIssue

const HAN = /\p{Script=Han}/u

/** What a schema refuses, as one answer that names every field, and repeats nothing of what was sent. */
export const invalidInput: Hook<unknown, Env, string, unknown> = (result, c) => {
  if (result.success) return undefined
  const errors = result.error.issues.map((issue) => {
    const field = issue.path.map(String).join('.')
    return { field, message: `${field || '提交的内容'} 不符合要求：${saidOf(issue)}` }
  })
  return problem(c, 'input-invalid', { errors })
}

/** The schema's own words where it has some; the library's are English, and name members that nobody knows. */
function saidOf(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') return `有 ${issue.keys.length} 个接口说明中没有的字段`
  if (HAN.test(issue.message)) return issue.message
  return DEFAULT_WORDS[issue.code] ?? '格式不对，请对照接口说明'
}

const DEFAULT_WORDS: Partial<Record<Issue['code'], string>> = {
  invalid_type: '没有填写，或者类型不对',
  invalid_value: '不是可以选的值',
  too_big: '太长，或者太大',
  too_small: '太短，或者太小',
}
