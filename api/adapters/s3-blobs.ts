import { createHash } from 'node:crypto'
import type { BlobStore } from '#usecase/ports'
import { blobPath } from './blob-path.ts'
import {
  type Bucket,
  childrenOf,
  createS3Requests,
  escapeXml,
  S3Error,
  type S3Requests,
  textOf,
  type XmlNode,
} from './s3-requests.ts'
import { createS3Sinks } from './s3-sink.ts'

export type BucketStore = Bucket & {
  /** Folder of the bucket that the store lies in; empty for all of it. */
  prefix: string
  /** On this machine, for what waits to be sent. */
  spoolFolder: string
}

/** A bucket that keeps what was deleted or written over is no place for records that must leave. */
export class VersionedBucketError extends Error {
  override name = 'VersionedBucketError'
  override message =
    '这个桶开启过版本控制，删除和覆盖的内容还会留在里面，撤下的公示就删不掉，不能用来存放公开快照。请换一个从未开启版本控制的桶。'
}

/**
 * A snapshot store in a bucket behind the S3 API: AWS, R2, MinIO, Ceph. A write there is one object or none and is seen
 * by whoever reads after it, so no name for the time being is needed. Nothing is cached: each read asks the bucket.
 */
export function createS3Blobs({ prefix, spoolFolder, ...bucket }: BucketStore, pauseMs?: number): BlobStore {
  const requests = createS3Requests(bucket, pauseMs)
  const root = prefix === '' ? '' : `${prefix.replace(/^\/+|\/+$/g, '')}/`
  const at = (path: string) => `${root}${blobPath(path)}`
  const sink = createS3Sinks(requests, spoolFolder)
  let checked: Promise<void> | undefined

  /** Once, before anything is changed. */
  function checkBucket(): Promise<void> {
    checked ??= refuseVersions(requests).catch((error: unknown) => {
      checked = undefined
      throw error
    })
    return checked
  }

  return {
    read: (path) => requests.send({ method: 'GET', name: at(path) }),
    stream: (path) => requests.stream({ method: 'GET', name: at(path) }),
    async write(path, bytes) {
      const name = at(path)
      await checkBucket()
      await requests.send({ method: 'PUT', name, body: bytes })
    },
    async create(path) {
      const name = at(path)
      await checkBucket()
      return sink(name)
    },
    async remove(path) {
      const name = at(path)
      await checkBucket()
      await removeObjects(requests, [name])
    },
    async removeFolder(path) {
      const folder = `${at(path)}/`
      await checkBucket()
      for await (const { name, id } of uploadsIn(requests, folder)) {
        await requests.send({ method: 'DELETE', name, query: { uploadId: id } }).catch(ignoreGone)
      }
      // From the beginning each time: another program may be putting an object there at this moment.
      for (;;) {
        const { keys } = await listPage(requests, { prefix: folder })
        if (keys.length === 0) return
        await removeObjects(requests, keys)
      }
    },
    async folders(within) {
      const folder = within === undefined ? root : `${at(within)}/`
      const names = new Set<string>()
      for (let token: string | undefined; ; ) {
        const page = await listPage(requests, { prefix: folder, delimiter: '/', ...(token ? { token } : {}) })
        for (const found of page.folders) names.add(found.slice(folder.length, -1))
        token = page.next
        if (token === undefined) break
      }
      // A file that broke off is bytes in a bucket, too, though no list of objects names it.
      for await (const { name } of uploadsIn(requests, folder)) {
        const [first, ...rest] = name.slice(folder.length).split('/')
        if (first && rest.length > 0) names.add(first)
      }
      return [...names].sort()
    },
  }
}

const CANNOT_SAY = ['NotImplemented', 'NotUnderstood', 'AccessDenied']

/** R2 has no versions and says that it does not know the question; a key may not be allowed to ask it. */
async function refuseVersions(requests: S3Requests): Promise<void> {
  const answer = await requests
    .xml('VersioningConfiguration', { method: 'GET', query: { versioning: '' } })
    .catch((error: unknown) => {
      if (error instanceof S3Error && CANNOT_SAY.includes(error.code)) return undefined
      throw error
    })
  if (answer !== undefined && textOf(answer, 'Status') !== '') throw new VersionedBucketError()
}

type Page = { keys: string[]; folders: string[]; next: string | undefined }

async function listPage(
  requests: S3Requests,
  { prefix, delimiter, token }: { prefix: string; delimiter?: string; token?: string },
): Promise<Page> {
  const list = await requests.xml('ListBucketResult', {
    method: 'GET',
    query: {
      'list-type': '2',
      prefix,
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(token === undefined ? {} : { 'continuation-token': token }),
    },
  })
  const isCut = textOf(list, 'IsTruncated') === 'true'
  return {
    keys: childrenOf(list, 'Contents').map((it) => textOf(it, 'Key')),
    folders: childrenOf(list, 'CommonPrefixes').map((it) => textOf(it, 'Prefix')),
    next: isCut ? textOf(list, 'NextContinuationToken') : undefined,
  }
}

async function* uploadsIn(requests: S3Requests, prefix: string): AsyncGenerator<{ name: string; id: string }> {
  for (let marker: Record<string, string> = {}; ; ) {
    const list = await requests
      .xml('ListMultipartUploadsResult', { method: 'GET', query: { uploads: '', prefix, ...marker } })
      .catch(unknownHere)
    if (list === undefined) return
    for (const upload of childrenOf(list, 'Upload')) {
      yield { name: textOf(upload, 'Key'), id: textOf(upload, 'UploadId') }
    }
    if (textOf(list, 'IsTruncated') !== 'true') return
    marker = {
      'key-marker': textOf(list, 'NextKeyMarker'),
      'upload-id-marker': textOf(list, 'NextUploadIdMarker'),
    }
  }
}

function unknownHere(error: unknown): undefined {
  if (error instanceof S3Error && error.code === 'NotImplemented') return undefined
  throw error
}

/** Whoever wrote it has ended it in between. */
function ignoreGone(error: unknown): undefined {
  if (error instanceof S3Error && error.code === 'NoSuchUpload') return undefined
  throw error
}

/** One request for up to a thousand, the most that a page of a list names. */
async function removeObjects(requests: S3Requests, names: readonly string[]): Promise<void> {
  const objects = names.map((name) => `<Object><Key>${escapeXml(name)}</Key></Object>`).join('')
  const body = new TextEncoder().encode(`<Delete>${objects}</Delete>`)
  const request = {
    method: 'POST' as const,
    query: { delete: '' },
    headers: { 'Content-MD5': createHash('md5').update(body).digest('base64') },
    body,
  }
  const result = await requests.xml('DeleteResult', request)
  refuseFailures(result, request)
}

function refuseFailures(result: XmlNode, request: { method: 'POST' }): void {
  const failed = childrenOf(result, 'Error').find((it) => textOf(it, 'Code') !== 'NoSuchKey')
  if (failed) throw new S3Error(500, textOf(failed, 'Code'), { ...request, name: textOf(failed, 'Key') })
  // Not deleted but hidden: the key was not allowed to say that the bucket keeps versions.
  if (childrenOf(result, 'Deleted').some((it) => textOf(it, 'DeleteMarker') === 'true'))
    throw new VersionedBucketError()
}
