import { createHash, randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { BlobStore } from '#usecase/ports'
import { blobPath } from './blob-path.ts'

/** A snapshot store in a folder of this machine. Writes go to a temporary name beside and are renamed into place. */
export function createDirectoryBlobs(folder: string): BlobStore {
  const at = (path: string) => join(folder, blobPath(path))
  return {
    async read(path) {
      try {
        return await readFile(at(path))
      } catch (error) {
        if (isAbsent(error)) return undefined
        throw error
      }
    },
    stamp(path) {
      // A few microseconds without leaving the thread, where a read is a hundred and four turns of it.
      const found = statSync(at(path), { bigint: true, throwIfNoEntry: false })
      return found && `${found.ino} ${found.ctimeNs} ${found.size}`
    },
    async write(path, bytes) {
      const target = at(path)
      // Beside everything else, so that what a killed write leaves is found and removed in one place.
      const temporary = join(folder, 'tmp', randomBytes(9).toString('hex'))
      await mkdir(dirname(temporary), { recursive: true })
      await mkdir(dirname(target), { recursive: true })
      const file = await open(temporary, 'w')
      try {
        await file.writeFile(bytes)
        // The journal is what removals rest on: it survives power loss, bulk documents can be written again.
        if (!path.includes('/')) await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, target)
    },
    async remove(path) {
      await rm(at(path), { force: true })
    },
    async stream(path) {
      // Opened here, so that an absent file is told from one that breaks off.
      const file = await open(at(path)).catch((error: unknown) => {
        if (isAbsent(error)) return undefined
        throw error
      })
      return file === undefined ? undefined : bytesOf(Readable.toWeb(file.createReadStream()))
    },
    async create(path) {
      const target = at(path)
      await mkdir(dirname(target), { recursive: true })
      const file = await open(target, 'w')
      const digest = createHash('sha256')
      let bytes = 0
      return {
        async write(piece) {
          digest.update(piece)
          bytes += piece.length
          await file.writeFile(piece)
        },
        async close() {
          // What is named in a synced list must not be lost when the power is.
          await file.sync()
          await file.close()
          return { bytes, sha256: digest.digest('hex') }
        },
      }
    },
    async folders(within) {
      const entries = await readdir(within === undefined ? folder : at(within), { withFileTypes: true }).catch(() => [])
      return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    },
    async removeFolder(path) {
      // Another program may be putting a file there at this moment.
      await rm(at(path), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    },
  }
}

/** Safe: a stream of a file without an encoding gives bytes. */
function bytesOf(stream: unknown): ReadableStream<Uint8Array> {
  return stream as ReadableStream<Uint8Array>
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
