import { mapHeaders } from '#domain/header-mapping'
import { type ReadRow, type RowNote, readRow, rowContext } from '#domain/import-row'
import type { RecordContent } from '#domain/record-content'
import type { RecordKind } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

export const { dictionaries, words } = await loadContent('demo')

export const NAME = '行政相对人名称'
export const CATEGORY = '行政相对人类别'
export const CODE = '行政相对人代码_1(统一社会信用代码)'
export const DECIDED = '处罚决定日期'
export const PENALTY: Record<string, string> = {
  [NAME]: '澜溪县试样食品有限公司',
  [CATEGORY]: '法人及非法人组织',
  [CODE]: '91999001MA0000007U',
  行政处罚决定书文号: '澜市监罚〔2026〕9001号',
  处罚类别: '罚款',
  [DECIDED]: '2026-11-10',
  处罚机关: '澜溪县市场监督管理局',
}

export function readCells(
  kind: RecordKind,
  headers: readonly string[],
  cells: readonly string[],
  showRepresentative = false,
): ReadRow {
  return readRow(
    cells,
    rowContext({ kind, mapping: mapHeaders(headers, dictionaries[kind], kind), words, showRepresentative }),
  )
}

/** One penalty row with these cells changed or added. */
export function read(changes: Record<string, string> = {}, showRepresentative = false): ReadRow {
  const row = { ...PENALTY, ...changes }
  return readCells('penalty', Object.keys(row), Object.values(row), showRepresentative)
}

export function accepted(result: ReadRow): { content: RecordContent; notes: RowNote[] } {
  if (result.verdict !== 'read') throw new Error(`The row was rejected: ${JSON.stringify(result.notes)}`)
  return result
}
