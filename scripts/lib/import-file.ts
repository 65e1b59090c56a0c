import { type OpenedFile, openTables } from '#adapters/table-reader'
import type { Day } from '#domain/day'
import type { ImportFailure } from '#domain/failure'
import { mapHeaders } from '#domain/header-mapping'
import { fail, ok, type Result } from '#domain/result'
import type { Table, TableRow } from '#domain/table'
import type { ActorKind, RecordKind } from '#domain/vocabulary'
import { importBatch } from '#usecase/import-batch'
import { ticker } from './report.ts'
import type { Workspace } from './workspace.ts'

type FileToImport = {
  kind: RecordKind
  fileName: string
  fileHash: string
  sheet: Table
  organ: string | null
  today: Day
  actor: ActorKind
}

/** Hands a read sheet to the verb with the place's dictionaries. */
export function runImport(workspace: Workspace, file: FileToImport) {
  const { content } = workspace
  const show = { reading: ticker('读取'), applying: ticker('写入') }
  return importBatch(workspace, {
    ...file,
    headers: file.sheet.headers,
    rows: oneByOne(file.sheet.rows),
    dictionary: content.dictionaries[file.kind],
    words: content.words,
    penaltyWords: content.penaltyWords,
    showRepresentative: content.place.showLegalRepresentative,
    onProgress: (step, rows) => show[step](rows),
  })
}

export type OpenedTable = { table: Table; hash: string; close: OpenedFile['close'] }

/** Opens a file that has one table of this kind. */
export async function openOneTable(
  { content }: Workspace,
  kind: RecordKind,
  path: string,
): Promise<Result<OpenedTable, ImportFailure>> {
  const recognise = (headers: readonly string[]) =>
    mapHeaders(headers, content.dictionaries[kind]).columns.filter(({ field }) => field !== null).length
  const opened = await openTables(path, recognise)
  if (!opened.ok) return opened
  const { tables, hash, close } = opened.value
  const [table, ...more] = tables
  if (table && more.length === 0) return ok({ table, hash, close })
  await close()
  const detail = `有 ${tables.length} 张带表头的工作表；请每次只导入一张，把其余的另存为别的文件。`
  return fail({ code: 'file-unreadable', file: path, detail })
}

async function* oneByOne(chunks: AsyncIterable<TableRow[]>): AsyncGenerator<TableRow> {
  for await (const chunk of chunks) yield* chunk
}
