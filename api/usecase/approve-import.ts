import { canonicalJson } from '#domain/canonical-json'
import type { ImportDeskFailure } from '#domain/failure'
import { foldHeader } from '#domain/header-mapping'
import { scanPersonalData } from '#domain/masking'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import { checkOf, choiceMap, findWaiting, type ImportDeskDeps, openTable, runImport } from './check-import.ts'
import type { DeskImport, SeenImport } from './import-desk-ports.ts'
import type { BatchSummary } from './ports.ts'

/**
 * Makes an import real: by somebody who had no hand in it, and only as they saw it. Where day, rules or records have moved
 * meanwhile and the counts with them, they are shown the new ones first. Records and approval are one transaction.
 */
export async function approveImport(
  deps: ImportDeskDeps,
  staff: Staff,
  seen: SeenImport,
): Promise<Result<BatchSummary, ImportDeskFailure>> {
  const found = await findWaiting(deps, staff, seen.id, seen.revision)
  if (!found.ok) return found
  const it = found.value
  if ((await deps.imports.hands(it.id)).includes(staff.id)) return fail({ code: 'import-same-person' })
  if (it.summary === null) return fail({ code: 'import-unchecked' })
  const again = await runImport(deps, it, { staff: staff.id })
  const check = checkOf(again)
  if (!again.ok || countsOf(again.value) !== countsOf(it.summary)) {
    await deps.imports.saveCheck(seen, check)
    return fail({ code: 'import-changed' })
  }
  const columns = await confirmedColumns(deps, it)
  const approval = { ...seen, by: staff.id }
  const done = await runImport(deps, { ...it, batchId: check.batchId }, { staff: staff.id, approval })
  if (!done.ok) return done.failure.code === 'records-busy' ? fail({ code: 'import-changed' }) : done
  await deps.store.saveHeaderMap(it.organSlug, it.kind, columns, deps.clock())
  await deps.files.remove(it.id)
  return done
}

function countsOf({ batch, ...counts }: BatchSummary): string {
  return canonicalJson(counts)
}

/** What a person said, and what was guessed and approved: next time it is no guess any more. */
async function confirmedColumns(
  deps: ImportDeskDeps,
  it: DeskImport,
): Promise<{ header: string; field: string | null }[]> {
  const opened = await openTable(deps, it)
  if (!opened.ok) return []
  const { mapping, close } = opened.value
  await close()
  const said = choiceMap(it.kind, it.choices)
  const guessed = mapping.columns.filter(({ by }) => by === 'score')
  return [
    ...[...said].map(([header, field]) => ({ header, field })),
    ...guessed.map(({ header, field }) => ({ header: foldHeader(header), field })),
  ]
}

/** Back to the organ, with what it has to mend; its marked sheet can be fetched for a week. */
export async function returnImport(
  deps: ImportDeskDeps,
  staff: Staff,
  seen: SeenImport,
  reason: string,
): Promise<Result<void, ImportDeskFailure>> {
  if (reason === '') return fail({ code: 'note-missing' })
  if (scanPersonalData(reason).length > 0) return fail({ code: 'note-personal-data' })
  return end(deps, staff, seen, { state: 'returned', note: reason, verb: 'import-return' })
}

/** Nothing of it is wanted any more. */
export function discardImport(
  deps: ImportDeskDeps,
  staff: Staff,
  seen: SeenImport,
): Promise<Result<void, ImportDeskFailure>> {
  return end(deps, staff, seen, { state: 'discarded', note: null, verb: 'import-discard' })
}

type Ending = { state: 'returned' | 'discarded'; note: string | null; verb: string }

async function end(
  deps: ImportDeskDeps,
  staff: Staff,
  seen: SeenImport,
  { state, note, verb }: Ending,
): Promise<Result<void, ImportDeskFailure>> {
  const found = await findWaiting(deps, staff, seen.id, seen.revision)
  if (!found.ok) return found
  const at = deps.clock()
  const detail = { rejected: found.value.summary?.rejected ?? 0 }
  const isClosed = await deps.imports.close(seen, { state, note }, { verb, by: staff.id, at, detail })
  if (!isClosed) return fail({ code: 'import-changed' })
  const { batchId } = found.value
  if (state === 'discarded' && batchId !== null) await deps.store.discardBatch(batchId, at)
  await deps.files.remove(seen.id)
  return ok(undefined)
}
