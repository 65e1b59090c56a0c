import { extname } from 'node:path'
import { TABLE_FORMATS, type TableFormat, writeTable } from '#adapters/table-writer'
import { exchangeCells, officialWords } from '#domain/exchange-row'
import type { TableFailure } from '#domain/failure'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { isPublicField } from '#domain/public-record'
import type { Result } from '#domain/result'
import type { RecordKind } from '#domain/vocabulary'
import { exportRecords } from '#usecase/export-records'
import { officialColumns } from './header-dictionary.ts'
import type { Workspace } from './workspace.ts'

export const HEADER_STYLES = ['names', 'codes'] as const
export type HeaderStyle = (typeof HEADER_STYLES)[number]

/** `organ` null: of every organ. */
export type FileToExport = {
  file: string
  format: TableFormat
  kind: RecordKind
  organ: string | null
  headers: HeaderStyle
}

/** The format that a file's name asks for. */
export function formatOf(file: string): TableFormat | undefined {
  return TABLE_FORMATS.find((format) => extname(file).toLowerCase() === `.${format}`)
}

/** Writes what is public now as the official table, without the columns that are never public; answers the rows. */
export function exportFile(workspace: Workspace, input: FileToExport): Promise<Result<number, TableFailure>> {
  const { kind, organ } = input
  const { showRepresentative, content } = workspace
  const columns = officialColumns(kind).filter(({ field }) => isPublicField(kind, field, showRepresentative))
  const fields = columns.map(({ field }) => field)
  const words = officialWords(content.words)
  async function* rows() {
    for await (const values of exportRecords(workspace, { kind, organ })) {
      yield exchangeCells(kind, values, fields, words)
    }
  }
  return writeTable(input.file, input.format, {
    name: RECORD_KIND_LABEL[kind],
    headers: columns.map(({ code, header }) => (input.headers === 'codes' ? code : header)),
    rows: rows(),
  })
}
