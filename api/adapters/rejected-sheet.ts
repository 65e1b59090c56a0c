import type { TableFailure } from '#domain/failure'
import { REASON_HEADER, type RejectedLine, ROW_HEADER } from '#domain/rejected-line'
import type { Result } from '#domain/result'
import { writeWhole } from './whole-file.ts'
import { xlsxStream } from './xlsx-stream.ts'

const OWN_HEADERS = [REASON_HEADER, ROW_HEADER]
const OWN_WIDTHS = [48, 8]

/** As `writeRejectedSheet`, as bytes to be sent. */
export function rejectedSheet(
  headers: readonly string[],
  lines: AsyncIterable<RejectedLine>,
): AsyncGenerator<Uint8Array> {
  async function* rows() {
    for await (const { n, reason, cells, marked } of lines) {
      yield {
        cells: [reason, String(n), ...cells],
        marked: marked.map((place) => place + OWN_HEADERS.length),
      }
    }
  }
  return xlsxStream({ name: '未接收的行', headers: [...OWN_HEADERS, ...headers], widths: OWN_WIDTHS, rows: rows() })
}

/**
 * Rejected rows as an .xlsx file for the organ to mend and send back: our reason and the row's number, then its own
 * columns in their order. Cells beyond the last header keep their place without one, so that none passes for content.
 */
export function writeRejectedSheet(
  file: string,
  headers: readonly string[],
  lines: AsyncIterable<RejectedLine>,
): Promise<Result<void, TableFailure>> {
  return writeWhole(file, rejectedSheet(headers, lines))
}
