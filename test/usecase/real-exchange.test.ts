import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openTables } from '#adapters/table-reader'
import { guardText } from '#domain/cell-text'
import { exchangeCells, officialWords } from '#domain/exchange-row'
import { mapHeaders } from '#domain/header-mapping'
import { headerCounter } from '#domain/header-recognition'
import { readRow, rowContext } from '#domain/import-row'
import type { RecordKind } from '#domain/vocabulary'
import { officialColumns } from '../../scripts/lib/header-dictionary.ts'
import { accepted, dictionaries, readCells, words } from '../domain/row-reading.ts'

const DATA = process.env.GONGXIN_DATA ?? '../shared/data'
const FILES: [RecordKind, string, number][] = [
  ['licence', 'licences-anhui/licences-anhui.xlsx', 2925],
  ['penalty', 'penalties-finlaw/penalties.csv', 100],
]
const isAbsent = FILES.some(([, file]) => !existsSync(join(DATA, file)))
if (isAbsent) process.stderr.write(`SKIPPED: the real files are not in ${DATA}; set GONGXIN_DATA to run on them.\n`)

describe.skipIf(isAbsent)('files that organs really sent', () => {
  test.each(FILES)('every %s in %s reads the same from its official cells', async (kind, file, rows) => {
    const opened = await openTables(join(DATA, file), headerCounter(dictionaries))
    if (!opened.ok) throw new Error(opened.failure.code)
    const [table] = opened.value.tables
    const mapping = mapHeaders(table?.headers ?? [], dictionaries[kind], kind)
    const context = rowContext({ kind, mapping, words, showRepresentative: false })
    const columns = officialColumns(kind)
    const fields = columns.map(({ field }) => field)
    let read = 0

    for await (const chunk of table?.rows ?? []) {
      for (const { cells } of chunk) {
        const { content } = accepted(readRow(cells, context))
        const written = exchangeCells(kind, content.open, fields, officialWords(words)).map(guardText)
        const headers = columns.map(({ header }) => header)
        read += 1

        expect(accepted(readCells(kind, headers, written)).content.open).toEqual(content.open)
      }
    }
    await opened.value.close()

    expect(read).toBe(rows)
  })
})
