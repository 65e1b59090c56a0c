import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll } from 'vitest'
import { type OpenedFile, openTables } from '#adapters/table-reader'
import { type ForeignFormat, ImportFailed, type ImportFailure } from '#domain/failure'
import { mapHeaders } from '#domain/header-mapping'
import type { Aside, SkippedSheet, Table } from '#domain/table'
import { loadContent } from '../../scripts/lib/content.ts'

const { dictionaries } = await loadContent('demo')
const folder = mkdtempSync(join(tmpdir(), 'gongxin-tables-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

/** Headers of penalties that the demo county knows. */
export function recognise(headers: readonly string[]): number {
  return mapHeaders(headers, dictionaries.penalty, 'penalty').columns.filter(({ field }) => field !== null).length
}

export async function saved(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${++files}-${name}`)
  await writeFile(path, content)
  return path
}

/** A table with all its rows; blank cells at the end of a row say nothing and are cut. */
export type ReadTable = Omit<Table, 'rows' | 'fraction'> & {
  rows: { n: number; cells: string[] }[]
  fraction: number | null
}
export type ReadFile = { tables: ReadTable[]; skipped: SkippedSheet[]; hash: string; bytes: number }

/** All that a file gives, or why it was refused, at once or on the way. Other errors are thrown. */
export async function read(path: string): Promise<ReadFile | { failure: ImportFailure }> {
  const opened = await openTables(path, recognise)
  if (!opened.ok) return { failure: opened.failure }
  try {
    const { hash, bytes, skipped } = opened.value
    return { hash, bytes, skipped, tables: await readAll(opened.value) }
  } catch (error) {
    if (error instanceof ImportFailed) return { failure: error.failure }
    throw error
  } finally {
    await opened.value.close()
  }
}

async function readAll({ tables }: OpenedFile): Promise<ReadTable[]> {
  const all: ReadTable[] = []
  for (const table of tables) {
    const rows: ReadTable['rows'] = []
    for await (const chunk of table.rows) for (const row of chunk) rows.push({ n: row.n, cells: trimmedEnd(row.cells) })
    all.push({ ...table, rows, fraction: table.fraction() })
  }
  return all
}

export function trimmedEnd(cells: readonly string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
}

/** The one table of content that is accepted. */
export async function tableOf(name: string, content: string | Uint8Array): Promise<ReadTable> {
  const file = await read(await saved(name, content))
  if ('failure' in file) throw new Error(`The file was refused: ${JSON.stringify(file.failure)}`)
  const [table] = file.tables
  if (!table || file.tables.length > 1) throw new Error(`The file has ${file.tables.length} tables.`)
  return table
}

/** Why content is refused, without the path. */
export async function refusalOf(name: string, content: string | Uint8Array): Promise<Record<string, unknown>> {
  const file = await read(await saved(name, content))
  if (!('failure' in file)) throw new Error('The file was accepted.')
  const { file: _, ...failure } = { file: '', ...file.failure }
  return failure
}

export const foreign = (found: ForeignFormat) => ({ code: 'file-foreign', found })
export const asidesOf = ({ asides }: { asides: Aside[] }) => asides.map(({ n, kind }) => `${n} ${kind}`)

type Part = { name: string; content: string | Uint8Array; declaredSize?: number }

/** A zip file made by hand, for packages that no writer would make. */
export function zipOf(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, declaredSize } of parts) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const sizes = Buffer.alloc(16)
    sizes.writeUInt32LE(crc32(bytes), 0)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(declaredSize ?? bytes.length, 8)
    sizes.writeUInt16LE(Buffer.byteLength(name), 12)
    const common = Buffer.concat([Buffer.from('14000008080000000000', 'hex'), sizes])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    bodies.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(Buffer.concat(directory).length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\x05\x06'), end])
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook of one sheet given as the XML inside of `<worksheet>`, with what else it needs. */
export function xlsxOf(sheet: string, more: { strings?: string; styles?: string; workbookPr?: string } = {}): Buffer {
  return zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: '_rels/.rels',
      content: `<Relationships><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook><workbookPr ${more.workbookPr ?? ''}/><sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    { name: 'xl/sharedStrings.xml', content: `<sst>${more.strings ?? ''}</sst>` },
    { name: 'xl/styles.xml', content: `<styleSheet>${more.styles ?? ''}</styleSheet>` },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet>${sheet}</worksheet>` },
  ])
}

/** The two headers without which nothing is imported, as a row of inline text. */
export const HEADER_ROW =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>行政相对人名称</t></is></c><c r="B1" t="inlineStr"><is><t>处罚决定日期</t></is></c></row>'
