import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseDay } from '#domain/day'
import type { RecordKind } from '#domain/vocabulary'
import type { BatchSummary } from '#usecase/ports'
import { importTable, mapTable, openFile } from '../scripts/lib/import-file.ts'
import type { Workspace } from '../scripts/lib/workspace.ts'
import { TEST_DAY } from './test-day.ts'

/** A penalty that every rule lets out, by official header; tests change what they are about. */
export const PENALTY: Record<string, string> = {
  行政相对人名称: '澜溪县试样食品有限公司',
  行政相对人类别: '法人及非法人组织',
  '行政相对人代码_1(统一社会信用代码)': '91999001MA0000007U',
  行政处罚决定书文号: '澜市监罚〔2026〕9001号',
  违法行为类型: '经营超过保质期的食品',
  违法事实: '经查，当事人销售超过保质期的食品。',
  处罚依据: '《中华人民共和国食品安全法》第一百二十四条',
  处罚类别: '罚款',
  处罚内容: '罚款人民币5000元。',
  '罚款金额（万元）': '0.5',
  处罚决定日期: '2026-11-10',
  失信严重程度: '一般',
  程序类别: '普通程序',
  处罚机关: '澜溪县市场监督管理局',
  公示日期: '2026-11-12',
}

export const LICENCE: Record<string, string> = {
  行政相对人名称: '澜溪县试样食品有限公司',
  行政相对人类别: '法人及非法人组织',
  '行政相对人代码_1(统一社会信用代码)': '91999001MA0000007U',
  行政许可决定文书号: '澜市监许〔2026〕9001号',
  许可类别: '普通',
  许可证书名称: '食品经营许可证',
  许可内容: '食品销售',
  许可决定日期: '2026-11-10',
  有效期至: '2031-11-09',
  许可机关: '澜溪县市场监督管理局',
  公示日期: '2026-11-12',
}

let files = 0

/** Imports rows as a CSV file through the same path as the command. */
export async function importRows(
  w: Workspace & { folder: string },
  kind: RecordKind,
  rows: Record<string, string>[],
): Promise<BatchSummary> {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [headers, ...rows.map((row) => headers.map((header) => row[header] ?? ''))]
  const text = lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
  const file = join(w.folder, `test-${++files}.csv`)
  await writeFile(file, text)
  return importFile(w, kind, file)
}

/** Imports a file that holds one table. */
export async function importFile(
  w: Workspace,
  kind: RecordKind,
  file: string,
  organ: string | null = null,
): Promise<BatchSummary> {
  const opened = await openFile(w.content, file)
  if (!opened.ok) throw new Error(`The file was refused: ${opened.failure.code}`)
  const [table, ...more] = opened.value.tables
  if (!table || more.length > 0) throw new Error('The file does not hold exactly one table.')
  const today = parseDay(TEST_DAY)
  if (!today) throw new Error('TEST_DAY is not a day.')
  const result = await importTable(w, {
    kind,
    fileName: basename(file),
    fileHash: opened.value.hash,
    table,
    mapping: mapTable(w.content, table, kind),
    organ,
    today,
    actor: 'operator',
    dryRun: false,
  }).finally(() => opened.value.close())
  if (!result.ok) throw new Error(`The import was refused: ${result.failure.code}`)
  return result.value
}
