import { exactKey, splitTarget, suggestionsFor } from '#domain/exact-key'
import type { ShardTarget } from '#domain/snapshot'
import { SHARD_PREFIX_DIGITS, shardEntryKey } from '#domain/snapshot-address'

/** The JSON at a path below the base; rejects where there is none. */
export type AskJson = (path: string) => Promise<unknown>

/** `targets`: as `splitTarget` has them. `meant`: another spelling that leads somewhere where what was typed does not. */
export type ExactFinding = { targets: string[][]; meant: string | null }

/** Shorter than any whole number, code or name that is worth a request. */
const SHORTEST_KEY = 4

/**
 * Looks a whole number, code or name up in the shards, of which only the first digits of a hash are asked for. Nothing is
 * found where the browser has no `subtle`: it withholds it from pages that come over plain HTTP.
 */
export async function findExact(
  query: string,
  ask: AskJson,
  subtle: SubtleCrypto | null = globalThis.crypto?.subtle ?? null,
): Promise<ExactFinding> {
  if (subtle === null) return { targets: [], meant: null }
  const targets = await targetsOf(query, ask, subtle)
  if (targets.length > 0) return { targets, meant: null }
  for (const meant of suggestionsFor(query)) {
    if ((await targetsOf(meant, ask, subtle)).length > 0) return { targets, meant }
  }
  return { targets, meant: null }
}

async function targetsOf(text: string, ask: AskJson, subtle: SubtleCrypto): Promise<string[][]> {
  const key = exactKey(text)
  if (key.length < SHORTEST_KEY) return []
  const hash = hexOf(await subtle.digest('SHA-256', new TextEncoder().encode(key)))
  const shard = await ask(`exact/${hash.slice(0, SHARD_PREFIX_DIGITS)}.json`)
  return entryOf(shard, shardEntryKey(hash)).map(splitTarget)
}

function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Safe: shards are written from `ShardDocument` alone; whatever else answers has no such entry. */
function entryOf(shard: unknown, entry: string): ShardTarget[] {
  return (shard as { keys?: Record<string, ShardTarget[]> } | null)?.keys?.[entry] ?? []
}
