import { env } from 'cloudflare:workers'
import { cf } from '@astrojs/cloudflare/hono'
import type { MiddlewareHandler } from 'hono'
import { createHttpBlobs } from '#adapters/http-blobs'
import { createR2Blobs, type R2Bucket } from '#adapters/r2-blobs'
import { webHash } from '#adapters/web-hash'
import { createIntakeSecrets } from '#adapters/web-secrets'
import { createCaseStore } from '#db/case-store'
import type { Database } from '#db/client'
import { createLimitedFetch, SERVER_LIMIT_MS } from '#db/limited-fetch'
import { createRecordStore } from '#db/record-store'
import { openDatabaseUrl } from '#db/remote-client'
import { createSearchIndex } from '#db/search-index'
import { StoreUnavailableError } from '#usecase/case-ports'
import type { BlobStore } from '#usecase/ports'
import { runCaseClock } from '#usecase/run-case-clock'
import {
  builtContacts as contacts,
  builtIntake as intake,
  builtPlace as place,
  builtReading as reading,
} from './build-facts.ts'
import type { BuildStamp } from './guard.ts'
import { clockFrom, createRuntime } from './runtime.ts'

/** A Worker: snapshot in R2 or over HTTP, database over Hrana. No page with record text lies in its assets. */
function binding(name: string): string | undefined {
  const value: unknown = Reflect.get(env, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An address that somebody set comes before the bucket that is always bound. */
function snapshotStore(): BlobStore {
  const url = binding('SNAPSHOT_URL')
  if (url !== undefined) return createHttpBlobs(url)
  const bucket: unknown = Reflect.get(env, 'SNAPSHOT')
  return isBucket(bucket)
    ? createR2Blobs(bucket, binding('SNAPSHOT_S3_PREFIX') ?? '')
    : createHttpBlobs('http://snapshot.invalid')
}

function isBucket(value: unknown): value is R2Bucket {
  return typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function'
}

/** One for all requests: what one has found out about a late database holds for the next. */
const ask = createLimitedFetch(SERVER_LIMIT_MS)

/** A connection a request: one may not outlive the request that made it. */
function opened(): Database {
  const url = binding('DATABASE_URL')
  if (!url) throw new Error('DATABASE_URL is not set.')
  return openDatabaseUrl(url, binding('DATABASE_TOKEN'), ask)
}

const parts = createRuntime({
  place,
  contacts,
  blobs: snapshotStore(),
  clock: clockFrom(binding('CLOCK')),
  hash: webHash,
  ping: async () => createRecordStore(opened()).ping(),
  search: async () => createSearchIndex(opened()),
  intake,
  cases: async () => createCaseStore(opened()),
  createSecrets: createIntakeSecrets,
  intakeSecret: () => {
    const secret = binding('INTAKE_SECRET')
    if (secret === undefined) throw new StoreUnavailableError('INTAKE_SECRET')
    return secret
  },
  reading,
  joinsReads: false,
  report: (error) => console.error(error),
})

const passOn: MiddlewareHandler = (_, next) => next()
const noStamp: BuildStamp | undefined = undefined

export const runtime = {
  ...parts,
  /** Clerks work on a machine of the place's own; the edge has no desk. */
  desk: null,
  /** The Cron Trigger: what time does to cases. Publishing and messages are the Node side's. */
  scheduled: async (): Promise<void> => {
    await runCaseClock({ ...parts.verbs, reader: parts.reader, hash: webHash })
  },
  digest: (body: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-1', body),
  /** Cloudflare compresses what a Worker answers. */
  compress: passOn,
  /** Cloudflare sets it, over whatever a client sent. */
  addressOf: (request: Request) => request.headers.get('CF-Connecting-IP') ?? '',
  stamp: noStamp,
  hasRecordFiles: false,
  assets: cf(),
  prerenderIds: async (): Promise<string[]> => [],
  prerenderAgencies: async (): Promise<string[]> => [],
}
