import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { Parser } from 'htmlparser2'

export type Bucket = {
  /** Address of the service. Where its name begins with that of the bucket, the bucket is not in the path again. */
  endpoint: string
  bucket: string
  key: string
  secret: string
  region: string
}

export type S3Request = {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Of the object; none for the bucket itself. */
  name?: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: Uint8Array
}

export type S3Requests = {
  /** The whole answer. Undefined where there is no such object; throws what else is not a success. */
  send(request: S3Request): Promise<Uint8Array | undefined>
  /** An answer of this kind; another one is not understood, so that nothing is taken for empty that is not. */
  xml(kind: string, request: S3Request): Promise<XmlNode>
  stream(request: S3Request): Promise<ReadableStream<Uint8Array> | undefined>
  /** What the service names a part that was sent. */
  tag(request: S3Request): Promise<string>
}

/** Says the code and the object, and never what was signed or with which key. */
export class S3Error extends Error {
  override name = 'S3Error'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, { method, name }: S3Request) {
    super(`对象存储没有完成 ${method} ${name ?? '（桶）'}：${status} ${code}。${ADVICE[code] ?? ''}`)
    this.status = status
    this.code = code
  }
}

const CHECK_KEY = '请检查 SNAPSHOT_S3_KEY、SNAPSHOT_S3_SECRET 和这个密钥对桶的权限。'
const ADVICE: Record<string, string> = {
  AccessDenied: CHECK_KEY,
  InvalidAccessKeyId: CHECK_KEY,
  SignatureDoesNotMatch: CHECK_KEY,
  Unauthorized: CHECK_KEY,
  NoSuchBucket: '请检查 SNAPSHOT_S3_BUCKET。',
  RequestTimeTooSkewed: '请校准这台机器的时钟。',
  NotUnderstood: '答复的不是 S3 接口的内容，请检查 SNAPSHOT_S3_ENDPOINT。',
}

/** A reader waits for an answer, so soon it is told that there is none; a write may take its time. */
const READING = { tries: 3, limitMs: 5000 }
const WRITING = { tries: 6, limitMs: 60_000 }
const NOTHING = new Uint8Array()

/** Signed requests to one bucket, tried again with growing pauses where the service or the line is in trouble. */
export function createS3Requests({ endpoint, bucket, key, secret, region }: Bucket, pauseMs = 100): S3Requests {
  const base = new URL(endpoint)
  const root = base.pathname.replace(/\/$/, '')
  const folder = base.hostname.startsWith(`${bucket}.`) ? root : `${root}/${bucket}`
  const signer = new AwsClient({ accessKeyId: key, secretAccessKey: secret, region, service: 's3', retries: 0 })

  function addressOf({ name, query }: S3Request): URL {
    const url = new URL(base)
    url.pathname = name === undefined ? folder || '/' : `${folder}/${name}`
    for (const [word, value] of Object.entries(query ?? {})) url.searchParams.set(word, value)
    return url
  }

  function signed(request: S3Request): Promise<Request> {
    const { method, headers, body = NOTHING } = request
    const digest = createHash('sha256').update(body).digest('hex')
    return signer.sign(addressOf(request).href, {
      method,
      headers: { ...headers, 'X-Amz-Content-Sha256': digest },
      ...(body.length > 0 ? { body: bytesOf(body) } : {}),
    })
  }

  async function once<T>(request: S3Request, take: (response: Response) => Promise<T>, limitMs: number) {
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), limitMs)
    try {
      const response = await fetch(await signed(request), { signal: limit.signal, redirect: 'manual' })
      if (response.ok) return await take(response)
      const code = codeOf(await response.text())
      if (response.status === 404 && code === 'NoSuchKey') return undefined
      throw new S3Error(response.status, code, request)
    } catch (error) {
      if (error instanceof S3Error) throw error
      throw new S3Error(0, limit.signal.aborted ? 'Timeout' : lineTrouble(error), request)
    } finally {
      clearTimeout(timer)
    }
  }

  async function tried<T>(request: S3Request, take: (response: Response) => Promise<T>): Promise<T | undefined> {
    const { tries, limitMs } = request.method === 'GET' ? READING : WRITING
    for (let n = 1; ; n++) {
      try {
        return await once(request, take, limitMs)
      } catch (error) {
        if (n === tries || !(error instanceof S3Error) || !mayPass(error)) throw error
        await new Promise((done) => setTimeout(done, pauseMs * 2 ** (n - 1) * (0.5 + Math.random())))
      }
    }
  }

  return {
    send: (request) => tried(request, async (response) => new Uint8Array(await response.arrayBuffer())),
    async xml(kind, request) {
      const text = await tried(request, async (response) => {
        const answer = await response.text()
        // A long task is answered 200 before it is done, and its failure stands in the body.
        if (/<Error[\s>]/.test(answer) && !/<DeleteResult[\s>]/.test(answer)) {
          throw new S3Error(500, codeOf(answer), request)
        }
        return answer
      })
      if (text === undefined) throw new S3Error(404, 'NoSuchKey', request)
      const answer = parseXml(text)
      if (answer.name !== kind) throw new S3Error(200, 'NotUnderstood', request)
      return answer
    },
    stream: async (request) => (await tried(request, async (response) => response.body)) ?? undefined,
    tag: async (request) => (await tried(request, async (response) => response.headers.get('ETag'))) ?? '',
  }
}

function mayPass({ status }: S3Error): boolean {
  return status === 0 || status === 429 || [500, 502, 503, 504].includes(status)
}

/** Such as ECONNREFUSED or a certificate that is not trusted. */
function lineTrouble(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^[A-Z_0-9]+$/.test(code) ? code : 'ConnectionFailed'
}

function codeOf(answer: string): string {
  return /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(answer)?.[1] ?? 'Unexplained'
}

/** Safe: bodies are made by this program, never over shared memory. */
function bytesOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}

export type XmlNode = { name: string; text: string; children: XmlNode[] }

function parseXml(text: string): XmlNode {
  const root: XmlNode = { name: '', text: '', children: [] }
  const open = [root]
  const parser = new Parser(
    {
      onopentag(name) {
        const node: XmlNode = { name, text: '', children: [] }
        open.at(-1)?.children.push(node)
        open.push(node)
      },
      ontext(piece) {
        const node = open.at(-1)
        if (node) node.text += piece
      },
      onclosetag() {
        open.pop()
      },
    },
    { xmlMode: true },
  )
  parser.end(text)
  const [top] = root.children.filter(({ name }) => !name.startsWith('?'))
  return top ?? root
}

/** Elements of a name directly below, and the text of the first one. */
export const childrenOf = (node: XmlNode, name: string) => node.children.filter((child) => child.name === name)
export const textOf = (node: XmlNode, name: string) => childrenOf(node, name)[0]?.text ?? ''

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
