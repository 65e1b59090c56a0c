import { ImportFailed } from '#domain/failure'
import type { TableRow } from '#domain/table'
import { MAX_PART_BYTES, MAX_SHEET_BYTES, MAX_SHEETS } from './limits.ts'
import { createOdsRows } from './ods-rows.ts'
import type { RowSource } from './row-source.ts'
import { parseXml, readXml, type XmlHandler } from './xml.ts'
import type { Zip } from './zip.ts'

const CONTENT = 'content.xml'

export type OdsSheet = { name: string; isHidden: boolean; source: RowSource }

/** All sheets stand in one part: a first pass names them, and each is read by a pass that skips the others. */
export async function readOdsSheets(zip: Zip): Promise<OdsSheet[]> {
  await refuseEncrypted(zip)
  const hiddenStyles = new Set<string>()
  const sheets: { name: string; isHidden: boolean }[] = []
  let style = ''
  let depth = 0
  await readXml({ file: zip.file, part: CONTENT }, zip.read(CONTENT, MAX_SHEET_BYTES), {
    open(name, attributes) {
      if (name === 'style') style = attributes['style:name'] ?? ''
      if (name === 'table-properties' && attributes['table:display'] === 'false') hiddenStyles.add(style)
      if (name !== 'table' || depth++ > 0) return
      const isHidden = hiddenStyles.has(attributes['table:style-name'] ?? '')
      sheets.push({ name: attributes['table:name'] ?? '', isHidden: isHidden || isLinkCache(attributes) })
      if (sheets.length > MAX_SHEETS) throw new ImportFailed({ code: 'file-damaged', file: zip.file, part: CONTENT })
    },
    text() {},
    close(name) {
      if (name === 'table') depth -= 1
    },
  })
  return sheets.map(({ name, isHidden }, index) => ({
    name,
    isHidden,
    source: {
      sheet: name,
      format: 'ods',
      encoding: null,
      delimiter: null,
      open: (report) => readRows(zip, index, name, report),
    },
  }))
}

/** Copies of other files' sheets, kept for links, are not this file's. */
function isLinkCache(attributes: Record<string, string>): boolean {
  return /^'file:/.test(attributes['table:name'] ?? '')
}

async function* readRows(
  zip: Zip,
  index: number,
  sheet: string,
  report: (share: number) => void,
): AsyncGenerator<TableRow[]> {
  const reader = createOdsRows(zip.file, sheet)
  let current = -1
  let depth = 0
  const handler: XmlHandler = {
    open(name, attributes) {
      if (name === 'table' && depth++ === 0) current += 1
      if (current === index && depth === 1) reader.open(name, attributes)
    },
    text(text) {
      if (current === index && depth === 1) reader.text(text)
    },
    close(name) {
      if (name === 'table') depth -= 1
      else if (current === index && depth === 1) reader.close(name)
    },
  }
  const size = zip.size(CONTENT)
  let read = 0
  for await (const bytes of parseXml({ file: zip.file, part: CONTENT }, zip.read(CONTENT, MAX_SHEET_BYTES), handler)) {
    read += bytes
    report(Math.min(1, read / size))
    yield* reader.take()
    if (current > index) return
  }
}

async function refuseEncrypted(zip: Zip): Promise<void> {
  const part = 'META-INF/manifest.xml'
  if (!zip.has(part)) return
  await readXml({ file: zip.file, part }, zip.read(part, MAX_PART_BYTES), {
    open(name) {
      if (name === 'encryption-data') throw new ImportFailed({ code: 'file-encrypted', file: zip.file })
    },
    text() {},
    close() {},
  })
}
