import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { writeXlsxStream } from 'hucre/xlsx'
import { EXCHANGE } from '#contract/exchange'
import type { PenaltyField } from '#domain/record-fields'
import { organisationCodeCheck, uscCheckDigit } from '#domain/uscc'

/** Columns of an ordinary penalty file, in the order of the official table. */
export const BENCH_COLUMNS = [
  ...(['subjectName', 'subjectCategory', 'subjectCode', 'legalRepresentative', 'documentNumber'] as const),
  ...(['violationType', 'facts', 'legalBasis', 'penaltyKinds', 'content', 'fineAmount', 'confiscatedAmount'] as const),
  ...(['decidedOn', 'effectUntil', 'publicUntil', 'severity', 'procedure', 'agencyName', 'disclosedOn'] as const),
] satisfies PenaltyField[]

/** Row `i` of any file of this benchmark: invented, different in number, subject, facts and amount from every other. */
export function benchRow(i: number): string[] {
  const month = String(1 + (i % 9)).padStart(2, '0')
  const day = String(1 + (i % 28)).padStart(2, '0')
  const decided = `2026-${month}-${day}`
  const fine = 1000 + (i % 9000)
  return [
    `澜溪县第${i}试样食品有限公司`,
    '法人及非法人组织',
    codeOf(i),
    '王小明',
    `澜市监罚〔2026〕${i}号`,
    '经营超过保质期的食品',
    `经查，当事人第${i}号门店于2026年${Number(month)}月销售超过保质期的预包装食品${i % 97}袋，货值金额共计${i % 1000}元，` +
      '案发后主动配合调查，及时召回，未造成危害后果，当事人系初次违法。',
    '《中华人民共和国食品安全法》第一百二十四条第一款第五项',
    '罚款;没收违法所得',
    `罚款${fine}元；没收违法所得30元`,
    String(fine / 10_000),
    '0.003',
    decided,
    '2027-11-10',
    '2027-11-10',
    '一般',
    '普通程序',
    '澜溪县市场监督管理局',
    decided,
  ]
}

/** A code whose both check digits hold. */
function codeOf(i: number): string {
  const body = `MA${String(i).padStart(6, '0')}`
  const first = `91999001${body}${organisationCodeCheck(body) ?? '0'}`
  return `${first}${uscCheckDigit(first) ?? '0'}`
}

export const BENCH_HEADERS = BENCH_COLUMNS.map((field) => EXCHANGE.penalty[field].header)

export async function writeBenchCsv(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path)
  file.write(`\ufeff${line(BENCH_HEADERS)}`)
  for (let i = 0; i < rows; i++) if (!file.write(line(benchRow(i)))) await once(file, 'drain')
  file.end()
  await finished(file)
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
}

/** One sheet, written as a stream; every cell is text, as most programs of organs write them. */
export async function writeBenchXlsx(path: string, rows: number): Promise<void> {
  await writeFile(path, writeXlsxStream(sheetRows(rows), { name: '行政处罚' }))
}

function* sheetRows(rows: number): Generator<string[]> {
  yield BENCH_HEADERS
  for (let i = 0; i < rows; i++) yield benchRow(i)
}
