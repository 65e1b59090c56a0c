import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { problem } from './problem.ts'

/** Sealed text and its frame; a form with every field filled stays below it. */
export const JSON_BYTES = 256 * 1024
/** 20 MB, sealed. */
export const UPLOAD_BYTES = 21 * 1024 * 1024

/** Refuses what nobody would read: another format, a compressed body, too much of it. */
export function onlyBodies(type: string, maxSize: number): MiddlewareHandler {
  const limit = bodyLimit({ maxSize, onError: (c) => problem(c, 'body-too-large') })
  return async (c, next) => {
    if (c.req.method !== 'POST') return next()
    const given = (c.req.header('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
    if (given !== type || c.req.header('Content-Encoding') !== undefined) return problem(c, 'content-type-unknown')
    return limit(c, next)
  }
}
