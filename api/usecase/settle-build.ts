import { JOURNAL_PATH } from '#domain/snapshot-address'
import { readJournal, startedJournal, writeDocument } from './journal.ts'
import type { BlobStore, PageFiles } from './ports.ts'
import { withPublisherLease } from './publisher-lease.ts'

type SettleDeps = Parameters<typeof withPublisherLease>[0] & { blobs: BlobStore; pages: PageFiles }

/**
 * After pages were built from version `builtFrom`: what left or changed while the build ran is taken out of its files,
 * and what the build already shows need not be remembered any more.
 */
export function settleBuild(deps: SettleDeps, builtFrom: number): Promise<void> {
  return withPublisherLease(deps, async (renew) => {
    const journal = await readJournal(deps.blobs)
    if (!journal) return
    if (journal.version > builtFrom) {
      const isGone = (key: string) => journal.removed[key.split(':')[2] ?? ''] !== undefined
      await deps.pages.refresh(
        journal.changed.filter((key) => !isGone(key)),
        journal.changed.filter(isGone),
      )
      return
    }
    await renew()
    const { version, lastLeft = version } = journal
    await writeDocument(deps.blobs, JOURNAL_PATH, { ...startedJournal(builtFrom), version, lastLeft })
  })
}
