import type { DeskImportStore, ImportFiles } from './import-desk-ports.ts'
import type { Clock, RecordStore } from './ports.ts'

const HOUR_MS = 3_600_000
/** As with imports that broke off: 本站承诺. */
const LAPSES_AFTER_MS = 7 * 24 * HOUR_MS

type PurgeDeps = { imports: DeskImportStore; importFiles: ImportFiles; store: RecordStore; clock: Clock }

/**
 * Ends imports that nobody decided about in a week, and removes every file that belongs to none that waits. Safe to run
 * at any time; a file that was saved within the hour may be one that is being uploaded.
 */
export async function purgeDeskImports({ imports, importFiles, store, clock }: PurgeDeps): Promise<number> {
  const now = clock()
  const overdue = await imports.overdue(now - LAPSES_AFTER_MS)
  for (const { id, revision, batchId } of overdue) {
    const note = { verb: 'import-lapse', by: null, at: now, detail: {} }
    const isClosed = await imports.close({ id, revision }, { state: 'lapsed', note: null }, note)
    if (!isClosed) continue
    await importFiles.remove(id)
    if (batchId !== null) await store.discardBatch(batchId, now)
  }
  const waiting = new Set(await imports.waiting())
  for (const id of await importFiles.lying(now - HOUR_MS)) if (!waiting.has(id)) await importFiles.remove(id)
  return overdue.length
}
