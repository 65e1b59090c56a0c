import type { Calendar } from '#domain/calendar'
import { canonicalJson } from '#domain/canonical-json'
import type { Day } from '#domain/day'
import { ImportFailed, type ImportFailure } from '#domain/failure'
import type { HeaderMapping } from '#domain/header-mapping'
import { indispensableFields, type WordLists } from '#domain/import-row'
import type { PenaltyWords } from '#domain/record-facts'
import type { FieldId } from '#domain/record-fields'
import { fail, ok, type Result } from '#domain/result'
import type { Rules } from '#domain/rules'
import type { TableRow } from '#domain/table'
import type { ActorKind, RecordKind } from '#domain/vocabulary'
import { planBatch } from './plan-batch.ts'
import type { BatchSummary, Clock, ImportApproval, OrganRow, RecordStore, Secrets, UnfinishedBatch } from './ports.ts'
import { stageRows } from './stage-rows.ts'

export type ImportDeps = { store: RecordStore; secrets: Secrets; clock: Clock; rules: Rules; calendar: Calendar }

/** `masked`: fields in which that place covered personal data. */
export type ReportedRow = { record: string; revision: number; masked: readonly FieldId[] }

export type ImportInput = {
  kind: RecordKind
  fileName: string
  fileHash: string
  /** Worksheet of a file with several. */
  sheet: string | null
  mapping: HeaderMapping
  /** In chunks, to be read once; throws `ImportFailed` where the file turns out to be broken further down. */
  rows: AsyncIterable<readonly TableRow[]>
  words: WordLists
  penaltyWords: PenaltyWords
  /** Organ the whole file is from, for rows that name none. */
  organ: string | null
  /** The rows were reported by another place: each is the record that it is there, whatever its number says. */
  reported?: { sender: string; records: ReadonlyMap<number, ReportedRow> }
  /** The file is `organ`'s alone: rows that name another one are not taken in. */
  isOrgansOwn?: boolean
  showRepresentative: boolean
  /** The day on which lateness is counted. */
  today: Day
  actor: ActorKind
  /** Who at the desk runs it. */
  staff?: string
  /** The decision at the desk that makes it real: both happen in one transaction, or neither. */
  approval?: ImportApproval
  /** Reads, judges and plans, and makes nothing real: the batch waits for `discardBatch` or for a true run. */
  dryRun: boolean
  onProgress?: (step: 'reading' | 'planning', rows: number) => void
}

const TRIES = 5
/** Rejected rows are kept for the organ to mend, then purged: 本站承诺 90 days. */
const REJECTED_KEPT_MS = 90 * 86_400_000

/**
 * Takes a file in. Rows are staged, then planned against what is known, then the whole batch becomes real in one
 * transaction: it is there or it is not. A rerun of the same file and options resumes where staging stopped.
 */
export async function importBatch(deps: ImportDeps, input: ImportInput): Promise<Result<BatchSummary, ImportFailure>> {
  const { columns } = input.mapping
  const missing = indispensableFields(input.kind).filter((field) => !columns.some((it) => it.field === field))
  if (missing.length > 0) {
    const headers = columns.map(({ header }) => header)
    return fail({ code: 'headers-unknown', file: input.fileName, headers, missing })
  }
  const organs = await deps.store.organs()
  if (input.organ !== null && !organs.some((organ) => organ.slug === input.organ)) {
    return fail({ code: 'organ-not-found', slug: input.organ, known: organs.map((organ) => organ.slug) })
  }
  const batch = await openOrResume(deps, input, organs)
  if (batch.state === 'reading') {
    const staged = await stageRows(deps, input, batch.id, { lastRow: batch.lastRow, organs }).catch(failureOf)
    const broken = staged === 0 ? { code: 'file-without-rows' as const, file: input.fileName } : staged
    if (typeof broken !== 'number') {
      await deps.store.discardBatch(batch.id, deps.clock())
      return fail(broken)
    }
    const isOurs = await deps.store.startApplying(batch.id)
    if (!isOurs) {
      await deps.store.discardBatch(batch.id, deps.clock())
      return fail({ code: 'records-busy', file: input.fileName })
    }
  }
  return applyPlanned(deps, input, batch.id, organs)
}

/** A file that is broken half-way leaves nothing behind; any other fault leaves a batch that resumes. */
function failureOf(error: unknown): ImportFailure {
  if (error instanceof ImportFailed) return error.failure
  throw error
}

/** Rows were judged by these: with another rule, word or organ they are judged again. */
function fingerprint(
  { rules, secrets }: ImportDeps,
  { words, penaltyWords }: ImportInput,
  organs: readonly OrganRow[],
) {
  const lists = Object.entries(words).map(([field, list]) => [field, [...list]])
  return secrets.hash(JSON.stringify([{ ...rules, confirmed: [...rules.confirmed] }, lists, [...penaltyWords], organs]))
}

async function openOrResume(
  deps: ImportDeps,
  input: ImportInput,
  organs: readonly OrganRow[],
): Promise<UnfinishedBatch> {
  const { kind, organ, today, showRepresentative } = input
  const isOrgansOwn = input.isOrgansOwn ?? false
  const columns = input.mapping.columns.map(({ header, field }) => ({ header, field }))
  const optionsHash = deps.secrets.hash(
    canonicalJson({
      kind,
      organ,
      isOrgansOwn,
      today,
      showRepresentative,
      columns,
      law: fingerprint(deps, input, organs),
    }),
  )
  const before = await deps.store.unfinishedBatch(input.fileHash, input.sheet)
  if (before?.optionsHash === optionsHash) return before
  if (before) await deps.store.discardBatch(before.id, deps.clock())
  const batch = { id: `b-${deps.secrets.random(8)}`, state: 'reading' as const, lastRow: 0, optionsHash }
  await deps.store.openBatch({
    id: batch.id,
    actor: input.actor,
    staff: input.staff ?? null,
    kind,
    fileName: input.fileName,
    fileHash: input.fileHash,
    sheet: input.sheet,
    optionsHash,
    mapping: columns,
    at: deps.clock(),
  })
  return batch
}

/** Someone may withdraw a record between plan and application; then the plan is made anew. */
async function applyPlanned(
  deps: ImportDeps,
  input: ImportInput,
  batchId: string,
  organs: readonly OrganRow[],
): Promise<Result<BatchSummary, ImportFailure>> {
  for (let tries = 1; tries <= TRIES; tries++) {
    await planBatch(deps, input, batchId, organs)
    const summary = await deps.store.summary(batchId)
    if (input.dryRun) return ok(summary)
    const at = deps.clock()
    const isApplied = await deps.store.applyBatch({
      batchId,
      kind: input.kind,
      summary,
      actor: input.actor,
      staff: input.staff ?? null,
      approval: input.approval ?? null,
      at,
      purgeRejectedAt: at + REJECTED_KEPT_MS,
    })
    if (!isApplied) continue
    // The batch is real: what cannot be cleared away now is by the next purge.
    await deps.store.clearStaging().catch(() => undefined)
    return ok(summary)
  }
  return fail({ code: 'records-busy', file: input.fileName })
}
