import { type AgencyQuality, qualityOf } from '#domain/data-quality'
import type { QualityDocument } from '#domain/snapshot'
import { QUALITY_PATH } from '#domain/snapshot-address'
import { readQuality, writeDocument } from './journal.ts'
import type { PublishDeps } from './publish-pending.ts'
import { withPublisherLease } from './publisher-lease.ts'
import { writeShown } from './write-shown.ts'

/**
 * Carries the quality counts of every organ into the snapshot store, after an import. Only the pages of organs whose
 * counts changed are rendered anew. Counts only: nothing in it names a record or a person.
 */
export function publishQuality(deps: PublishDeps): Promise<{ agencies: number }> {
  return withPublisherLease(deps, async (renew) => {
    const before = (await readQuality(deps.blobs))?.items ?? []
    const items = (await deps.store.qualityCounts()).map(qualityOf)
    const changed = changedAgencies(before, items)
    if (changed.length === 0) return { agencies: 0 }
    const document: QualityDocument = { items }
    const pages = changed.map((slug) => `agency:${slug}`)
    const isWritten = await writeShown(deps, renew, pages, () => writeDocument(deps.blobs, QUALITY_PATH, document))
    return { agencies: isWritten ? changed.length : 0 }
  })
}

function changedAgencies(before: readonly AgencyQuality[], after: readonly AgencyQuality[]): string[] {
  const known = new Set(before.map((item) => JSON.stringify(item)))
  const same = new Set(after.map((item) => JSON.stringify(item)))
  const differing = [
    ...after.filter((item) => !known.has(JSON.stringify(item))),
    ...before.filter((item) => !same.has(JSON.stringify(item))),
  ]
  return [...new Set(differing.map(({ agency }) => agency))]
}
