import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

/** What one pass over all bytes of a file tells. */
export type FileScan = {
  /** SHA-256, hex. */
  hash: string
  bytes: number
  /** The first bytes, 64 KB at most. */
  head: Buffer
  isUtf8: boolean
  isAscii: boolean
  /** In UTF-8: whether anything from U+0800 on occurs, as any Chinese does. */
  hasWide: boolean
  /** NUL bytes at even and at odd places: text has them in UTF-16 only, on one side. */
  nuls: { even: number; odd: number }
}

export const READ_BYTES = 262144
const HEAD_BYTES = 65_536

export async function scanFile(handle: FileHandle): Promise<FileScan> {
  const hash = createHash('sha256')
  const utf8 = createUtf8Check()
  const scan = { bytes: 0, isAscii: true, hasWide: false, nuls: { even: 0, odd: 0 } }
  const head: Buffer[] = []
  for await (const chunk of readBytes(handle)) {
    hash.update(chunk)
    utf8.push(chunk)
    if (scan.bytes < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - scan.bytes))
    if (!isAscii(chunk)) {
      scan.isAscii = false
      scan.hasWide ||= chunk.some((byte) => byte >= 0xe0)
    }
    if (chunk.includes(0)) countNuls(chunk, scan.bytes, scan.nuls)
    scan.bytes += chunk.length
  }
  return { ...scan, hash: hash.digest('hex'), head: Buffer.concat(head), isUtf8: utf8.end() }
}

/** The file's bytes from the start; the handle stays open. */
export async function* readBytes(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

function countNuls(chunk: Buffer, offset: number, nuls: FileScan['nuls']): void {
  for (let at = chunk.indexOf(0); at !== -1; at = chunk.indexOf(0, at + 1)) {
    if ((offset + at) % 2 === 0) nuls.even += 1
    else nuls.odd += 1
  }
}

/** Checks in pieces; a character that a piece cuts in two waits for the next. */
function createUtf8Check(): { push(chunk: Buffer): void; end(): boolean } {
  let isValid = true
  let rest: Buffer = Buffer.alloc(0)
  return {
    push(chunk) {
      if (!isValid) return
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const cut = bytes.length - unfinished(bytes)
      isValid = isUtf8(bytes.subarray(0, cut))
      rest = Buffer.from(bytes.subarray(cut))
    },
    end: () => isValid && rest.length === 0,
  }
}

/** How many last bytes begin a character that does not end here. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
