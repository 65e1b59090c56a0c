import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type Account, signatureFault } from './s3-signature.ts'

/** What S3 asks of a part that is not the last. */
const LEAST_PART = 5 * 1024 * 1024

export type S3Server = {
  settings: Record<string, string>
  objects: Map<string, Buffer>
  /** Parts of files that nobody has ended yet, by name of the upload. */
  uploads: Map<string, { key: string; parts: Map<number, Buffer> }>
  requests: string[]
  /** Statuses that the next requests are answered with; 0 hangs up. */
  troubles: number[]
  /** Of the next requests only those match. */
  troubled: RegExp
  versioning: 'Enabled' | 'Suspended' | 'unknown' | ''
  close(): Promise<void>
}

type Answer = { status?: number; body?: string | Buffer; headers?: Record<string, string> }

class Refusal extends Error {
  readonly status: number
  constructor(status: number, code: string) {
    super(code)
    this.status = status
  }
}

/** S3 as the store uses it, in memory on loopback: one bucket, lists of ten, and every signature is checked. */
export async function startS3(): Promise<S3Server> {
  const account: Account = { key: 'TESTKEY', secret: randomBytes(20).toString('base64'), region: 'auto' }
  const state: Omit<S3Server, 'settings' | 'close'> = {
    ...{ objects: new Map(), uploads: new Map(), requests: [], troubles: [], troubled: /^/, versioning: '' },
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const name = `${request.method} ${url.pathname}${url.search}`
    const body = await buffer(request)
    state.requests.push(name)
    const trouble = state.troubled.test(name) ? state.troubles.shift() : undefined
    if (trouble === 0) return request.socket.destroy()
    const {
      status = 200,
      body: said = '',
      headers,
    } = trouble
      ? refused(new Refusal(trouble, trouble === 429 ? 'TooManyRequests' : 'SlowDown'))
      : answered(() => answer(state, account, request, url, body))
    response.writeHead(status, headers).end(said)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return Object.assign(state, {
    settings: {
      SNAPSHOT_S3_ENDPOINT: `http://127.0.0.1:${address.port}`,
      SNAPSHOT_S3_BUCKET: 'records',
      SNAPSHOT_S3_KEY: account.key,
      SNAPSHOT_S3_SECRET: account.secret,
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  })
}

function answered(work: () => Answer): Answer {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return refused(error)
    throw error
  }
}

function refused({ status, message }: Refusal): Answer {
  // As the real one does: a refused signature is explained with what was signed.
  return { status, body: `<Error><Code>${message}</Code><StringToSign>AWS4 …</StringToSign></Error>` }
}

type State = Omit<S3Server, 'settings' | 'close'>

function answer(state: State, account: Account, request: IncomingMessage, url: URL, body: Buffer): Answer {
  const fault = signatureFault(request, url, body, account)
  if (fault) throw new Refusal(403, fault)
  const [, bucket = '', ...rest] = url.pathname.split('/').map(decodeURIComponent)
  if (bucket !== 'records') throw new Refusal(404, 'NoSuchBucket')
  const key = rest.join('/')
  const { method = '' } = request
  return key === '' ? ofBucket(state, method, url, request, body) : ofObject(state, method, key, url, body)
}

function ofBucket(state: State, method: string, url: URL, request: IncomingMessage, body: Buffer): Answer {
  const query = url.searchParams
  if (method === 'GET' && query.has('versioning')) {
    if (state.versioning === 'unknown') throw new Refusal(501, 'NotImplemented')
    const status = state.versioning === '' ? '' : `<Status>${state.versioning}</Status>`
    return { body: `<?xml version="1.0"?><VersioningConfiguration>${status}</VersioningConfiguration>` }
  }
  if (method === 'GET' && query.has('uploads')) return listUploads(state, query)
  if (method === 'GET' && query.get('list-type') === '2') return list(state, query)
  if (method === 'POST' && query.has('delete')) {
    const sum = createHash('md5').update(body).digest('base64')
    if (request.headers['content-md5'] !== sum) throw new Refusal(400, 'InvalidRequest')
    const keys = [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => plain(match[1] ?? ''))
    if (keys.length > 1000) throw new Refusal(400, 'MalformedXML')
    for (const key of keys) state.objects.delete(key)
    return {
      body: `<DeleteResult>${keys.map((key) => `<Deleted><Key>${xml(key)}</Key></Deleted>`).join('')}</DeleteResult>`,
    }
  }
  throw new Refusal(501, 'NotImplemented')
}

function ofObject(state: State, method: string, key: string, url: URL, body: Buffer): Answer {
  const query = url.searchParams
  const uploadId = query.get('uploadId')
  if (method === 'POST' && query.has('uploads')) {
    const id = randomBytes(8).toString('hex')
    state.uploads.set(id, { key, parts: new Map() })
    return { body: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>` }
  }
  if (uploadId !== null) {
    const upload = state.uploads.get(uploadId)
    if (upload?.key !== key) throw new Refusal(404, 'NoSuchUpload')
    if (method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), body)
      return { headers: { ETag: tagOf(body) } }
    }
    state.uploads.delete(uploadId)
    if (method === 'DELETE') return { status: 204 }
    state.objects.set(
      key,
      joined(
        [...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part),
        body,
      ),
    )
    return { body: `<CompleteMultipartUploadResult><Key>${xml(key)}</Key></CompleteMultipartUploadResult>` }
  }
  if (method === 'PUT') {
    state.objects.set(key, body)
    return { headers: { ETag: tagOf(body) } }
  }
  const found = state.objects.get(key)
  if (method !== 'GET') throw new Refusal(501, 'NotImplemented')
  if (!found) throw new Refusal(404, 'NoSuchKey')
  return { body: found }
}

/** As R2 wants it: all parts but the last of one size; and as S3 does: in order, each named by its tag. */
function joined(parts: Buffer[], body: Buffer): Buffer {
  const tags = [...body.toString().matchAll(/<ETag>([^<]*)<\/ETag>/g)].map((match) => plain(match[1] ?? ''))
  if (tags.join() !== parts.map(tagOf).join()) throw new Refusal(400, 'InvalidPart')
  const full = parts.slice(0, -1)
  if (full.some((part) => part.length < LEAST_PART || part.length !== full[0]?.length)) {
    throw new Refusal(400, 'EntityTooSmall')
  }
  return Buffer.concat(parts)
}

const PAGE = 10

function list(state: State, query: URLSearchParams): Answer {
  const prefix = query.get('prefix') ?? ''
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString()
  const cut = query.get('delimiter')
  const entries = new Set<string>()
  for (const key of [...state.objects.keys()].filter((it) => it.startsWith(prefix)).sort()) {
    const end = cut ? key.indexOf(cut, prefix.length) : -1
    entries.add(end < 0 ? key : key.slice(0, end + 1))
  }
  const waiting = [...entries].filter((entry) => entry > after)
  const page = waiting.slice(0, PAGE)
  const isCut = waiting.length > PAGE
  const rows = page.map((entry) =>
    cut && entry.endsWith(cut)
      ? `<CommonPrefixes><Prefix>${xml(entry)}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${xml(entry)}</Key><Size>1</Size></Contents>`,
  )
  const next = isCut
    ? `<NextContinuationToken>${Buffer.from(page.at(-1) ?? '').toString('base64')}</NextContinuationToken>`
    : ''
  return { body: `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${next}${rows.join('')}</ListBucketResult>` }
}

function listUploads(state: State, query: URLSearchParams): Answer {
  const prefix = query.get('prefix') ?? ''
  const rows = [...state.uploads]
    .filter(([, { key }]) => key.startsWith(prefix))
    .map(([id, { key }]) => `<Upload><Key>${xml(key)}</Key><UploadId>${id}</UploadId></Upload>`)
  return {
    body: `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${rows.join('')}</ListMultipartUploadsResult>`,
  }
}

const tagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
