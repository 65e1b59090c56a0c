import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { ImportFailed } from '#domain/failure'
import { INFLATION_FREE_BYTES, MAX_INFLATION, MAX_ZIP_ENTRIES } from './limits.ts'

/** The parts of a package; names without a leading stroke, compared without case, as Excel does. */
export type Zip = {
  file: string
  has(part: string): boolean
  /** Unpacked size as declared; reading stops where a part turns out larger. */
  size(part: string): number
  /** The part's bytes, checked against its checksum at the end; a part over `limit` bytes is refused unread. */
  read(part: string, limit: number): AsyncGenerator<Buffer>
}

export async function openZip(file: string, handle: FileHandle): Promise<Zip> {
  const entries = new Map<string, Entry>()
  const zip = await guarded(file, null, async () => {
    const opened = await yauzl.fromFdPromise(handle.fd, { autoClose: false, lazyEntries: true })
    if (opened.entryCount > MAX_ZIP_ENTRIES) throw new Error(`${opened.entryCount} parts`)
    for await (const entry of opened.eachEntry()) entries.set(keyOf(entry.fileName), entry)
    return opened
  })
  return {
    file,
    has: (part) => entries.has(keyOf(part)),
    size: (part) => entries.get(keyOf(part))?.uncompressedSize ?? 0,
    read: (part, limit) => readPart(file, zip, entries.get(keyOf(part)), part, limit),
  }
}

function keyOf(part: string): string {
  return part.replace(/^\//, '').toLowerCase()
}

async function* readPart(
  file: string,
  zip: ZipFile,
  entry: Entry | undefined,
  part: string,
  limit: number,
): AsyncGenerator<Buffer> {
  if (!entry) throw new ImportFailed({ code: 'file-damaged', file, part })
  if (entry.isEncrypted()) throw new ImportFailed({ code: 'file-encrypted', file })
  const { uncompressedSize: bytes, compressedSize } = entry
  if (bytes > limit) throw new ImportFailed({ code: 'file-too-large', file, part, bytes, limit })
  if (bytes > INFLATION_FREE_BYTES && bytes > compressedSize * MAX_INFLATION) {
    throw new ImportFailed({ code: 'file-inflates', file, part })
  }
  const stream = await guarded(file, part, () => zip.openReadStreamPromise(entry))
  const chunks = stream[Symbol.asyncIterator]()
  let checksum = 0
  try {
    for (;;) {
      const next: IteratorResult<Buffer> = await guarded(file, part, () => chunks.next())
      if (next.done) break
      checksum = crc32(next.value, checksum)
      yield next.value
    }
    if (checksum !== entry.crc32) throw new ImportFailed({ code: 'file-damaged', file, part })
  } finally {
    stream.destroy()
  }
}

/** Whatever the archive library or zlib finds wrong is damage; what the disk refuses is not. */
async function guarded<T>(file: string, part: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ImportFailed || (error instanceof Error && 'syscall' in error)) throw error
    throw new ImportFailed({ code: 'file-damaged', file, part }, error)
  }
}
