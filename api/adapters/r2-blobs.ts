import type { BlobStore } from '#usecase/ports'
import { blobPath } from './blob-path.ts'

/** What is used of a Worker's R2 binding. */
export type R2Bucket = {
  get(name: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer>; body: ReadableStream<Uint8Array> } | null>
}

/** A snapshot store in an R2 bucket, read only: a Worker reads what a Node machine put there over the S3 API. */
export function createR2Blobs(bucket: R2Bucket, prefix: string): BlobStore {
  const refuse = () => Promise.reject(new Error('The snapshot store of a Worker can only be read.'))
  const root = prefix === '' ? '' : `${prefix.replace(/^\/+|\/+$/g, '')}/`
  const get = (path: string) => bucket.get(`${root}${blobPath(path)}`)
  return {
    async read(path) {
      const object = await get(path)
      return object === null ? undefined : new Uint8Array(await object.arrayBuffer())
    },
    stream: async (path) => (await get(path))?.body,
    write: refuse,
    create: refuse,
    remove: refuse,
    removeFolder: refuse,
    folders: refuse,
  }
}
