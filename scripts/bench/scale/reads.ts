import { recordPath } from '#domain/addresses'
import type { PublicRecord } from '#domain/public-record'
import { quantile } from '../figures.ts'
import type { MixQuery } from '../search/server-mix.ts'

/** Milliseconds as a client on the same machine sees them, body read to its end. */
export type ReadFigures = { count: number; p50: number; p95: number; p99: number; failed: number }

/** Each address once, one after the other, over kept-alive connections. `ok`: statuses that answer what was asked. */
export async function timeReads(origin: string, paths: readonly string[], ok: readonly number[]): Promise<ReadFigures> {
  const taken: number[] = []
  let failed = 0
  for (const path of paths) {
    const startedAt = performance.now()
    const response = await fetch(`${origin}${path}`)
    await response.arrayBuffer()
    taken.push(performance.now() - startedAt)
    if (!ok.includes(response.status)) failed += 1
  }
  return {
    ...{ count: taken.length, p50: quantile(taken, 0.5), p95: quantile(taken, 0.95), p99: quantile(taken, 0.99) },
    failed,
  }
}

export const pagePaths = (records: readonly PublicRecord[]) => records.map(({ kind, id }) => `/${recordPath(kind, id)}`)

/** Number, code and name in turn. */
export function lookUpPaths(records: readonly PublicRecord[]): string[] {
  return records.map(({ documentNumber, subject }, at) => {
    const asked = [documentNumber, subject.uscc, subject.name][at % 3] ?? subject.name
    return `/api/v1/exact?q=${encodeURIComponent(asked)}`
  })
}

export function searchPaths(queries: readonly MixQuery[]): string[] {
  return queries.map(({ q, filter, order }) => {
    const asked = new URLSearchParams({ q, order })
    for (const [name, value] of Object.entries(filter)) if (typeof value === 'string') asked.set(name, value)
    return `/api/v1/search?${asked}`
  })
}
