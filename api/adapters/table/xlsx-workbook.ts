import { posix } from 'node:path'
import { isDateFormat } from 'hucre'
import { ImportFailed } from '#domain/failure'
import { unescapedText } from '#domain/typed-cell'
import { MAX_PART_BYTES, MAX_SHEETS, MAX_STRINGS_BYTES } from './limits.ts'
import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

export type Workbook = {
  sheets: { name: string; part: string; state: 'visible' | 'hidden' | 'not-a-table' }[]
  isDate1904: boolean
  strings: readonly string[]
  /** For each cell style whether numbers in it are dates. */
  dateStyles: readonly boolean[]
}

export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const root = await readRelations(zip, '')
  const main = [...root.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  if (/\.bin$/i.test(main)) throw new ImportFailed({ code: 'file-foreign', file: zip.file, found: 'xlsb' })
  if (!zip.has(main)) throw new ImportFailed({ code: 'file-damaged', file: zip.file, part: main })
  const relations = await readRelations(zip, main)
  const partOf = (type: string) => [...relations.values()].find((it) => it.type === type)?.target
  const sheets: Workbook['sheets'] = []
  let isDate1904 = false
  await readXml({ file: zip.file, part: main }, zip.read(main, MAX_PART_BYTES), {
    open(name, attributes) {
      if (name === 'workbookPr') isDate1904 = isOn(attributes.date1904)
      if (name !== 'sheet') return
      const relation = relations.get(relationId(attributes))
      const isHidden = attributes.state === 'hidden' || attributes.state === 'veryHidden'
      const state = relation?.type !== 'worksheet' ? 'not-a-table' : isHidden ? 'hidden' : 'visible'
      sheets.push({ name: attributes.name ?? '', part: relation?.target ?? '', state })
    },
    text() {},
    close() {},
  })
  if (sheets.length > MAX_SHEETS) throw new ImportFailed({ code: 'file-damaged', file: zip.file, part: main })
  return {
    sheets,
    isDate1904,
    strings: await readStrings(zip, partOf('sharedStrings')),
    dateStyles: await readDateStyles(zip, partOf('styles')),
  }
}

type Relations = Map<string, { type: string; target: string }>

/** Relations of a part by id; types differ between transitional and strict files in all but their last word. */
async function readRelations(zip: Zip, owner: string): Promise<Relations> {
  const folder = owner === '' ? '' : posix.dirname(owner)
  const part = posix.join(folder, '_rels', `${posix.basename(owner)}.rels`)
  const relations: Relations = new Map()
  if (!zip.has(part)) return relations
  await readXml({ file: zip.file, part }, zip.read(part, MAX_PART_BYTES), {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target })
    },
    text() {},
    close() {},
  })
  return relations
}

function relationId(attributes: Record<string, string>): string {
  const name = Object.keys(attributes).find((key) => /(^|:)id$/.test(key))
  return name === undefined ? '' : (attributes[name] ?? '')
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on'
}

/** Runs of rich text are joined; readings over characters (`rPh`) are left out. */
async function readStrings(zip: Zip, part: string | undefined): Promise<string[]> {
  const strings: string[] = []
  if (part === undefined || !zip.has(part)) return strings
  let text = ''
  let isText = false
  let isReading = false
  await readXml({ file: zip.file, part }, zip.read(part, MAX_STRINGS_BYTES), {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') isReading = true
      isText = name === 't' && !isReading
    },
    text(piece) {
      if (isText) text += piece
    },
    close(name) {
      isText = false
      if (name === 'rPh') isReading = false
      if (name === 'si') strings.push(unescapedText(text))
    },
  })
  return strings
}

async function readDateStyles(zip: Zip, part: string | undefined): Promise<boolean[]> {
  const formats = new Map<string, string>()
  const styles: boolean[] = []
  if (part === undefined || !zip.has(part)) return styles
  let isCellStyle = false
  await readXml({ file: zip.file, part }, zip.read(part, MAX_PART_BYTES), {
    open(name, { numFmtId = '', formatCode = '' }) {
      if (name === 'numFmt') formats.set(numFmtId, formatCode)
      if (name === 'cellXfs') isCellStyle = true
      if (name === 'xf' && isCellStyle) styles.push(isDate(formats.get(numFmtId) ?? numFmtId))
    },
    text() {},
    close(name) {
      if (name === 'cellXfs') isCellStyle = false
    },
  })
  return styles
}

/** A duration such as [h]:mm is a number of days, not a date. */
function isDate(format: string): boolean {
  return isDateFormat(format) && !/\[(?:h+|m+|s+)\]/i.test(format)
}
