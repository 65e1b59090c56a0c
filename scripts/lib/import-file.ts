import { type OpenedFile, openTables } from '#adapters/table-reader'
import type { Day } from '#domain/day'
import type { ImportFailure } from '#domain/failure'
import { type HeaderMap, type HeaderMapping, mapHeaders } from '#domain/header-mapping'
import { headerCounter } from '#domain/header-recognition'
import type { Result } from '#domain/result'
import type { Table } from '#domain/table'
import type { ActorKind, RecordKind } from '#domain/vocabulary'
import { importBatch } from '#usecase/import-batch'
import type { BatchSummary } from '#usecase/ports'
import type { Content } from './content.ts'
import { ticker } from './report.ts'
import type { Workspace } from './workspace.ts'

export type TableToImport = {
  kind: RecordKind
  fileName: string
  fileHash: string
  table: Table
  mapping: HeaderMapping
  organ: string | null
  today: Day
  actor: ActorKind
  dryRun: boolean
}

/** Opens a file; a header row is the one with most headers that the place's dictionaries know. */
export function openFile(content: Content, path: string): Promise<Result<OpenedFile, ImportFailure>> {
  return openTables(path, headerCounter(content.dictionaries))
}

/** What the headers mean: as a person confirmed them, else as the dictionaries say. */
export function mapTable(content: Content, table: Table, kind: RecordKind, confirmed?: HeaderMap): HeaderMapping {
  return mapHeaders(table.headers, content.dictionaries[kind], kind, confirmed)
}

/** Hands a table to the verb with the place's dictionaries. */
export function importTable(workspace: Workspace, input: TableToImport): Promise<Result<BatchSummary, ImportFailure>> {
  const { content } = workspace
  const { table, ...rest } = input
  const show = { reading: ticker('读取', () => table.fraction()), planning: ticker('核对', () => null) }
  return importBatch(workspace, {
    ...rest,
    sheet: table.sheet,
    rows: table.rows,
    words: content.words,
    penaltyWords: content.penaltyWords,
    showRepresentative: content.place.showLegalRepresentative,
    onProgress: (step, rows) => show[step](rows),
  })
}
