import type { Sheet } from '#adapters/sheet-reader'
import type { Day } from '#domain/day'
import { mapHeaders } from '#domain/header-mapping'
import type { ActorKind, RecordKind } from '#domain/vocabulary'
import { importBatch } from '#usecase/import-batch'
import { ticker } from './report.ts'
import type { Workspace } from './workspace.ts'

type FileToImport = {
  kind: RecordKind
  fileName: string
  fileHash: string
  sheet: Sheet
  organ: string | null
  today: Day
  actor: ActorKind
}

/** Hands a read sheet to the verb with the place's dictionaries. */
export function runImport(workspace: Workspace, file: FileToImport) {
  const { content } = workspace
  const show = { reading: ticker('读取'), planning: ticker('核对') }
  return importBatch(workspace, {
    ...file,
    sheet: null,
    mapping: mapHeaders(file.sheet.headers, content.dictionaries[file.kind], file.kind),
    rows: file.sheet.rows,
    dryRun: false,
    words: content.words,
    penaltyWords: content.penaltyWords,
    showRepresentative: content.place.showLegalRepresentative,
    onProgress: (step, rows) => show[step](rows),
  })
}
