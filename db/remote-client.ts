import { createClient } from '@libsql/client/web'
import { drizzle } from 'drizzle-orm/libsql/web'
import type { Database } from './client.ts'

/** A remote libSQL (sqld, Turso, or the local bridge) over HTTP; for machines that open no files. */
export function openDatabaseUrl(url: string, authToken: string | undefined): Database {
  return drizzle(createClient(authToken === undefined ? { url } : { url, authToken }))
}
