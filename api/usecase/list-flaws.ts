import { type FoundFlaw, flawsOf } from '#domain/data-flaw'
import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { DataFlaw, RecordKind } from '#domain/vocabulary'
import type { FiledRecord, FlawStore } from './flaw-ports.ts'
import type { DeskImport, DeskImportStore } from './import-desk-ports.ts'

export type FlawDeps = {
  flaws: () => Promise<FlawStore>
  imports: () => Promise<Pick<DeskImportStore, 'list'>>
  agencies: ReadonlyMap<string, string>
}

export type FlawQuery = { organ: string | null; kind: RecordKind | null; flaw: DataFlaw | null; after: string }
export type FlawedRecord = FiledRecord & { flaws: FoundFlaw[] }
export type FlawPage = {
  organ: string | null
  items: FlawedRecord[]
  /** Id after which to go on; null where nothing is left. Also given where so many were looked at and few were found. */
  next: string | null
  /** The latest imports of which rows were not taken in. */
  imports: DeskImport[]
}

const PAGE = 50
const CHUNK = 500
/** Records that one request looks at, so that an organ without flaws costs no more than one with many. */
const LOOKED_AT = 5000
const IMPORTS = 20

/** Rows that fail what the counts of an organ's data count. An organ's staff see their own organ; of others there is none. */
export async function listFlaws(
  { flaws, imports, agencies }: FlawDeps,
  staff: Staff,
  query: FlawQuery,
): Promise<Result<FlawPage, FailureOf<'agency-not-found'>>> {
  const organ = staff.role === 'organ' ? staff.organSlug : query.organ
  const isOthers = staff.role === 'organ' && (organ === null || (query.organ !== null && query.organ !== organ))
  if (isOthers || (organ !== null && !agencies.has(organ)))
    return fail({ code: 'agency-not-found', slug: query.organ ?? '' })
  const [store, files] = [await flaws(), await imports()]
  const items: FlawedRecord[] = []
  let after = query.after
  let isLast = false
  for (let seen = 0; seen < LOOKED_AT && items.length <= PAGE && !isLast; seen += CHUNK) {
    const some = await store.filed(organ, after, CHUNK)
    after = some.at(-1)?.id ?? after
    isLast = some.length < CHUNK
    items.push(...some.flatMap((it) => flawedAs(it, query)))
  }
  const shown = items.slice(0, PAGE)
  const next = items.length > PAGE ? (shown.at(-1)?.id ?? null) : isLast ? null : after
  const refused = (await files.list(organ, null, IMPORTS)).filter(({ summary }) => (summary?.rejected ?? 0) > 0)
  return ok({
    organ,
    items: shown,
    next,
    imports: refused.filter(({ kind }) => query.kind === null || kind === query.kind),
  })
}

function flawedAs(filed: FiledRecord, { kind, flaw }: FlawQuery): FlawedRecord[] {
  if (kind !== null && filed.kind !== kind) return []
  const found = flawsOf(filed).filter((it) => flaw === null || it.flaw === flaw)
  return found.length === 0 ? [] : [{ ...filed, flaws: found }]
}
