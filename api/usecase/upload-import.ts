import type { ImportDeskFailure } from '#domain/failure'
import { headerCounter, recogniseKind } from '#domain/header-recognition'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { Table } from '#domain/table'
import type { RecordKind } from '#domain/vocabulary'
import { checkOf, type ImportDeskDeps, runImport } from './check-import.ts'
import type { DeskImport } from './import-desk-ports.ts'

export type UploadedFile = { name: string; bytes: Uint8Array; organ: string | null; kind: RecordKind | null }

const MOST_SHEETS = 20

/**
 * Takes a file in: each of its tables becomes an import of its own, is checked at once and waits. What cannot be read at
 * all is refused, and nothing of it stays.
 */
export async function uploadImport(
  deps: ImportDeskDeps,
  staff: Staff,
  { name, bytes, organ: asked, kind }: UploadedFile,
): Promise<Result<DeskImport[], ImportDeskFailure>> {
  if (staff.role === 'organ' && asked !== null && asked !== staff.organSlug) {
    return fail({ code: 'import-organ-other', organ: asked })
  }
  const organ = staff.role === 'organ' ? staff.organSlug : asked
  const known = (await deps.store.organs()).map(({ slug }) => slug)
  if (organ !== null && !known.includes(organ)) return fail({ code: 'organ-not-found', slug: organ, known })
  const first = newId(deps)
  await deps.files.save(first, name, bytes)
  const taken = await take(deps, staff, { name, bytes, organ, kind }, first).catch(async (error: unknown) => {
    await deps.files.remove(first)
    throw error
  })
  if (!taken.ok) await deps.files.remove(first)
  return taken
}

async function take(
  deps: ImportDeskDeps,
  staff: Staff,
  file: UploadedFile,
  first: string,
): Promise<Result<DeskImport[], ImportDeskFailure>> {
  const opened = await deps.files.open(first, file.name, headerCounter(deps.dictionaries))
  if (!opened.ok) return opened
  const { hash, tables } = opened.value
  await opened.value.close()
  if (tables.length > MOST_SHEETS) {
    return fail({ code: 'import-sheets-many', sheets: tables.length, limit: MOST_SHEETS })
  }
  const planned: { table: Table; kind: RecordKind }[] = []
  for (const table of tables) {
    const kind = file.kind ?? recogniseKind(table.headers, deps.dictionaries)
    if (kind === undefined) return fail({ code: 'import-kind-unclear', sheet: table.sheet })
    const twin = await deps.imports.waitingTwin(hash, table.sheet, file.organ)
    if (twin !== undefined) return fail({ code: 'import-known', id: twin })
    planned.push({ table, kind })
  }
  const made: DeskImport[] = []
  for (const [index, { table, kind }] of planned.entries()) {
    const id = index === 0 ? first : newId(deps)
    if (index > 0) await deps.files.save(id, file.name, file.bytes)
    const opening = await open(deps, staff, { id, hash, table, kind, organ: file.organ, name: file.name })
    if (!opening.ok) {
      await deps.files.remove(id)
      // Those before it are there and can be worked on; their pages say so.
      return made.length > 0 ? ok(made) : opening
    }
    made.push(opening.value)
  }
  return ok(made)
}

type Opening = { id: string; hash: string; table: Table; kind: RecordKind; organ: string | null; name: string }

async function open(
  deps: ImportDeskDeps,
  staff: Staff,
  { id, hash, table, kind, organ, name }: Opening,
): Promise<Result<DeskImport, ImportDeskFailure>> {
  const at = deps.clock()
  const remembered = await deps.store.headerMap(organ, kind)
  const made = {
    ...{ id, kind, organSlug: organ, fileName: name, fileHash: hash, sheet: table.sheet, headers: table.headers },
    ...{ choices: [...remembered], uploadedBy: staff.id, uploadedAt: at },
    ...{ batchId: null, summary: null, trouble: null },
  }
  const waiting = { n: 0, revision: 1, state: 'waiting' as const, decidedBy: null, decidedAt: null, note: null }
  const done = await runImport(deps, { ...made, ...waiting }, { staff: staff.id })
  // Which column is which a person can say; a file that breaks off further down nobody can mend here.
  if (!done.ok && done.failure.code !== 'headers-unknown') return done
  const check = checkOf(done)
  const detail = { kind, organ: organ ?? '', rows: check.summary?.read ?? 0 }
  const isOpened = await deps.imports.open({ ...made, ...check }, { verb: 'import-upload', by: staff.id, at, detail })
  if (isOpened) return ok({ ...made, ...waiting, ...check })
  if (check.batchId !== null) await deps.store.discardBatch(check.batchId, at)
  const twin = await deps.imports.waitingTwin(hash, table.sheet, organ)
  return fail({ code: 'import-known', id: twin ?? '' })
}

function newId({ secrets }: ImportDeskDeps): string {
  return `i-${secrets.random(8)}`
}
