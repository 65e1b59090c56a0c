import type { FileHandle } from 'node:fs/promises'
import { chooseDelimiter, splitRecords } from '#domain/delimiter'
import { findHeader } from '#domain/header-search'
import { countLetters, readsAsSimplified, type TextCount } from '#domain/simplified-text'
import type { Recognise, TextEncoding } from '#domain/table'
import { type FileScan, readBytes } from './file-scan.ts'

const NUL_SHARE = 0.02
/** A stretch with this many letters has to read as simplified Chinese, too, or the file is a mixture. */
const STRETCH_LETTERS = 100
const STRETCH_SHARE = 0.1

/**
 * The encoding that the whole file is valid and plausible in. Null where it is unsure: Big5 decodes as GB18030 without
 * an error, so no error is not enough.
 */
export async function detectEncoding(
  handle: FileHandle,
  scan: FileScan,
  recognise: Recognise,
): Promise<TextEncoding | null> {
  const marked = byteOrderMark(scan.head)
  if (marked === 'utf-8') return scan.isUtf8 ? 'utf-8' : null
  if (marked) return (await readAs(marked, handle)) ? marked : null
  const { nuls, head } = scan
  if (nuls.even + nuls.odd > 0) {
    const wide = nuls.odd > nuls.even * 10 ? 'utf-16le' : nuls.even > nuls.odd * 10 ? 'utf-16be' : null
    if (!wide || nuls.even + nuls.odd < scan.bytes * NUL_SHARE) return null
    return (await isPlausible(wide, { handle, head, recognise })) ? wide : null
  }
  if (scan.isUtf8 && (scan.isAscii || scan.hasWide)) return 'utf-8'
  const isGb = await isPlausible('gb18030', { handle, head, recognise })
  if (scan.isUtf8) return isGb ? null : 'utf-8'
  return isGb ? 'gb18030' : null
}

function byteOrderMark(head: Buffer): TextEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

type Trial = { handle: FileHandle; head: Buffer; recognise: Recognise }

/** Chinese by its letters; or with too few of them, by a header in Chinese; or for UTF-16, without any letter. */
async function isPlausible(encoding: TextEncoding, { handle, head, recognise }: Trial): Promise<boolean> {
  const read = await readAs(encoding, handle)
  if (!read || read.hasForeignStretch) return false
  if (readsAsSimplified(read.count)) return true
  if (encoding !== 'gb18030' && read.count.letters === 0) return true
  return hasChineseHeader(headText(head, encoding), recognise)
}

/** Letters of the whole file, or null where it is not valid in this encoding. */
async function readAs(
  encoding: TextEncoding,
  handle: FileHandle,
): Promise<{ count: TextCount; hasForeignStretch: boolean } | null> {
  const count = { letters: 0, common: 0 }
  let stretch = { letters: 0, common: 0 }
  let hasForeignStretch = false
  const decoder = new TextDecoder(encoding, { fatal: true })
  const add = (text: string) => {
    for (let at = 0; at < text.length; at += STRETCH_LETTERS) {
      countLetters(text.slice(at, at + STRETCH_LETTERS), stretch)
      if (stretch.letters < STRETCH_LETTERS) continue
      hasForeignStretch ||= stretch.common < stretch.letters * STRETCH_SHARE
      count.letters += stretch.letters
      count.common += stretch.common
      stretch = { letters: 0, common: 0 }
    }
  }
  try {
    for await (const chunk of readBytes(handle)) add(decoder.decode(chunk, { stream: true }))
    add(decoder.decode())
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
  count.letters += stretch.letters
  count.common += stretch.common
  return { count, hasForeignStretch }
}

function hasChineseHeader(text: string, recognise: Recognise): boolean {
  const header = findHeader(splitRecords(text, chooseDelimiter(text, recognise)), recognise)
  return recognise((header?.headers ?? []).filter((cell) => /\p{Script=Han}/u.test(cell))) >= 2
}

/** The first whole lines. */
export function headText(head: Buffer, encoding: TextEncoding): string {
  const text = new TextDecoder(encoding).decode(head)
  const lastBreak = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  return lastBreak > 0 && head.length >= 65_536 ? text.slice(0, lastBreak + 1) : text
}

/** The file's text in pieces, and after each the share of bytes that has been read. */
export async function* readText(
  handle: FileHandle,
  encoding: TextEncoding,
  bytes: number,
  report: (share: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let read = 0
  for await (const chunk of readBytes(handle)) {
    read += chunk.length
    report(read / bytes)
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}
