import { Document, isScalar } from 'yaml'
import { type FieldNames, headerMapSchema, NO_FIELD } from '#content/schema/header-map'
import { type Parsed, parseContent } from '#content/schema/problem'
import { foldHeader, type HeaderMap, type HeaderMapping } from '#domain/header-mapping'
import { remarkOn } from '#domain/import-text.zh'
import { byKind } from '#domain/kind-groups'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import type { RecordKind } from '#domain/vocabulary'
import { officialColumns } from './header-dictionary.ts'

/** `headers`: those of the map as it was written. */
export type HeaderMapFile = { kind: RecordKind; map: HeaderMap; headers: string[] }

const NAMES: FieldNames = byKind(namesOf)

function namesOf(kind: RecordKind) {
  return new Map(
    officialColumns(kind).flatMap(({ field, code, header }) =>
      [field, code, header].map((name) => [foldHeader(name), field] as const),
    ),
  )
}

/** Reads a map in YAML or JSON. Problems name file, line, header, what stands there and what is allowed. */
export function readHeaderMap(file: string, text: string): Parsed<HeaderMapFile> {
  return parseContent(file, text, headerMapSchema(NAMES))
}

/** Headers of the map that the file does not have: most likely mistyped, or the map of another file. */
export function headersNotIn(map: HeaderMapFile, headers: readonly string[]): string[] {
  const known = new Set(headers.map(foldHeader))
  return map.headers.filter((header) => !known.has(foldHeader(header)))
}

/** The map file of a mapping, for a person to confirm by editing: each column with what speaks for it and against it. */
export function headerMapText(kind: RecordKind, mapping: HeaderMapping): string {
  const seen = new Set<string>()
  const columns = mapping.columns.filter(({ header }) => {
    const folded = foldHeader(header)
    const isNew = folded !== '' && !seen.has(folded)
    seen.add(folded)
    return isNew
  })
  const document = new Document({
    kind,
    columns: new Map(columns.map(({ header, field }) => [header, field ?? NO_FIELD])),
  })
  document.commentBefore = ` ${RECORD_KIND_LABEL[kind]}文件的表头对照。核对每一行，改好后随导入命令一起使用。\n 右边可以写字段名、官方代码或官方中文表头；不采用的列写 "${NO_FIELD}"。`
  for (const column of columns) {
    const value: unknown = document.getIn(['columns', column.header], true)
    if (isScalar(value)) value.comment = ` ${remarkOn(kind, column)}`
  }
  return document.toString({ lineWidth: 0 })
}
