import type { BatchItem } from 'drizzle-orm/batch'
import type { Database } from './client.ts'

/** One atomic batch; an empty one is nothing. */
export async function runBatch(database: Database, items: readonly BatchItem<'sqlite'>[]): Promise<void> {
  const [first, ...rest] = items
  if (first) await database.batch([first, ...rest])
}
