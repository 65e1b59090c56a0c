import type { Journal } from '#domain/snapshot'
import { JOURNAL_PATH } from '#domain/snapshot-address'
import { readJournal, readManifest, startedJournal, writeDocument } from './journal.ts'
import type { PublishDeps } from './publish-pending.ts'
import type { Renew } from './publisher-lease.ts'

export type WriteShownDeps = Pick<PublishDeps, 'blobs' | 'pages'>

/**
 * Writes a document that built pages show, and has those pages rendered anew. The journal comes first, so that no built
 * page is served that shows less than the document. False: nothing was published yet, and nothing was written.
 */
export async function writeShown(
  { blobs, pages }: WriteShownDeps,
  renew: Renew,
  changed: readonly string[],
  write: () => Promise<void>,
): Promise<boolean> {
  const manifest = await readManifest(blobs)
  if (!manifest) return false
  const journal: Journal = (await readJournal(blobs)) ?? startedJournal(manifest.version)
  journal.changed = [...new Set([...journal.changed, ...changed])].sort()
  await renew()
  await writeDocument(blobs, JOURNAL_PATH, journal)
  await write()
  await pages.refresh([...changed], [])
  return true
}
