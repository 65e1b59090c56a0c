import type { Hook } from '@hono/zod-openapi'
import type { Env } from 'hono'
import { problem } from './problem.ts'

/** What a schema refuses, as one answer that names every field. */
export const invalidInput: Hook<unknown, Env, string, unknown> = (result, c) => {
  if (result.success) return undefined
  const errors = result.error.issues.map((issue) => ({
    field: issue.path.map(String).join('.'),
    message: `${issue.path.map(String).join('.')} 不符合要求：${issue.message}`,
  }))
  return problem(c, 'input-invalid', { errors })
}
