import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobSink } from '#usecase/ports'
import { escapeXml, type S3Requests, textOf } from './s3-requests.ts'

/** All parts but the last have this size, as R2 wants it; S3 takes none below 5 MiB. */
const PART = 8 * 1024 * 1024
/** Parts that are in memory at once, however many files are being written. */
const PARTS_AT_ONCE = 4

/**
 * Files that are sent while they are written. Hundreds may be open at once, so what waits to be a part lies on disk, in
 * a file without a name that goes with the process, and is in memory only while it is sent.
 */
export function createS3Sinks(requests: S3Requests, spoolFolder: string) {
  const inTurn = createTurns(PARTS_AT_ONCE)
  return async (name: string): Promise<BlobSink> => {
    const spool = await openSpool(spoolFolder)
    const upload = createUpload(requests, name)
    const digest = createHash('sha256')
    let [waiting, bytes] = [0, 0]

    async function sendPart(): Promise<void> {
      await inTurn(async () => upload.part(await readStart(spool, waiting)))
      waiting = 0
    }

    async function guarded<T>(work: () => Promise<T>): Promise<T> {
      try {
        return await work()
      } catch (error) {
        await spool.close().catch(() => undefined)
        await upload.abort()
        throw error
      }
    }

    return {
      write: (piece) =>
        guarded(async () => {
          digest.update(piece)
          bytes += piece.length
          for (let from = 0; from < piece.length; ) {
            const some = piece.subarray(from, from + PART - waiting)
            await writeAt(spool, some, waiting)
            waiting += some.length
            from += some.length
            if (waiting === PART) await sendPart()
          }
        }),
      close: () =>
        guarded(async () => {
          if (!upload.isBegun()) {
            await inTurn(async () => {
              await requests.send({ method: 'PUT', name, body: await readStart(spool, waiting) })
            })
          } else {
            if (waiting > 0) await sendPart()
            await upload.complete()
          }
          await spool.close()
          return { bytes, sha256: digest.digest('hex') }
        }),
    }
  }
}

function createUpload(requests: S3Requests, name: string) {
  let id = ''
  let isDone = false
  const tags: string[] = []

  return {
    isBegun: () => id !== '',
    async part(body: Uint8Array): Promise<void> {
      if (id === '')
        id = textOf(
          await requests.xml('InitiateMultipartUploadResult', { method: 'POST', name, query: { uploads: '' } }),
          'UploadId',
        )
      const tag = await requests.tag({
        method: 'PUT',
        name,
        query: { partNumber: String(tags.length + 1), uploadId: id },
        body,
      })
      tags.push(tag)
    },
    async complete(): Promise<void> {
      const parts = tags.map(
        (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(tag)}</ETag></Part>`,
      )
      const body = new TextEncoder().encode(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`)
      await requests.xml('CompleteMultipartUploadResult', { method: 'POST', name, query: { uploadId: id }, body })
      isDone = true
    },
    /** What cannot be taken back now is, with everything else, when the folder is removed. */
    async abort(): Promise<void> {
      if (id === '' || isDone) return
      await requests.send({ method: 'DELETE', name, query: { uploadId: id } }).catch(() => undefined)
    },
  }
}

async function openSpool(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, randomBytes(9).toString('hex'))
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    from += (await file.write(bytes, from, bytes.length - from, position + from)).bytesWritten
  }
}

async function readStart(file: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  for (let from = 0; from < length; ) {
    const { bytesRead } = await file.read(bytes, from, length - from, from)
    if (bytesRead === 0) throw new Error('A file that waits to be sent is shorter than what was written to it.')
    from += bytesRead
  }
  return bytes
}

/** At most so many at once; the others wait in line. */
function createTurns(places: number) {
  let free = places
  const line: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>((next) => line.push(next))
    else free -= 1
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else free += 1
    }
  }
}
