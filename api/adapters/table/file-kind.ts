import { type ForeignFormat, ImportFailed } from '#domain/failure'
import { MAX_PART_BYTES } from './limits.ts'
import type { Zip } from './zip.ts'

type ByteKind = 'zip' | 'compound' | 'text' | ForeignFormat

const SIGNATURES: readonly (readonly [string, ByteKind])[] = [
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['504b0708', 'zip'],
  ['d0cf11e0a1b11ae1', 'compound'],
  ['25504446', 'pdf'],
  ['89504e47', 'image'],
  ['ffd8ff', 'image'],
  ['47494638', 'image'],
  ['49492a00', 'image'],
  ['4d4d002a', 'image'],
  ['526172211a07', 'archive'],
  ['377abcaf271c', 'archive'],
  ['1f8b08', 'archive'],
  ['7b5c727466', 'word'],
]

/** What the first bytes say; the file's name is not asked. */
export function kindOfBytes(head: Buffer): ByteKind {
  const start = head.subarray(0, 8).toString('hex')
  return SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1] ?? 'text'
}

/** Which spreadsheet a package is; throws where it is something else. */
export async function kindOfZip(zip: Zip): Promise<'xlsx' | 'ods'> {
  const foreign = (found: ForeignFormat) => new ImportFailed({ code: 'file-foreign', file: zip.file, found })
  if (zip.has('word/document.xml')) throw foreign('word')
  if (zip.has('ppt/presentation.xml')) throw foreign('office-other')
  if (zip.has('[Content_Types].xml')) return 'xlsx'
  if (!zip.has('mimetype')) throw foreign('archive')
  const type = await textOf(zip, 'mimetype')
  if (/opendocument\.spreadsheet/.test(type)) return 'ods'
  throw foreign(/opendocument\.text/.test(type) ? 'word' : 'office-other')
}

async function textOf(zip: Zip, part: string): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of zip.read(part, MAX_PART_BYTES)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('latin1')
}

export type TextKind = 'delimited' | 'json' | 'ndjson' | 'web-page' | 'xml'

/** What a text is by how it begins: platforms call web pages .xls and answers .txt. */
export function kindOfText(head: string, name: string): TextKind {
  const text = head.trimStart()
  if (text.startsWith('<')) {
    if (/^<(?:!doctype html|html|head|body|meta|table|div|style)\b/i.test(text)) return 'web-page'
    if (/^<\?xml\b/i.test(text)) return /<html\b/i.test(text) ? 'web-page' : 'xml'
  }
  if (/^\[\s*(?:\{|\]\s*$)/.test(text)) return 'json'
  return /^\{\s*["}]/.test(text) ? kindOfObjects(text, name) : 'delimited'
}

/** One object a line, or one object around a list; the name decides where the first line is longer than the head. */
function kindOfObjects(text: string, name: string): 'json' | 'ndjson' {
  const [first = '', ...others] = text.split('\n').filter((line) => line.trim() !== '')
  try {
    const value: unknown = JSON.parse(first)
    const isEnvelope = Object.values(Object(value)).some((part) => Array.isArray(part) || part instanceof Object)
    return isEnvelope && others.length === 0 ? 'json' : 'ndjson'
  } catch {
    if (/\.(?:ndjson|jsonl)$/i.test(name)) return 'ndjson'
    return others.length > 0 && /^\s*\{/.test(others[0] ?? '') && /\}\s*$/.test(first) ? 'ndjson' : 'json'
  }
}
