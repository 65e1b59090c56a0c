import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export type Account = { key: string; secret: string; region: string }

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`)

/** Signature Version 4, as AWS describes it and with nothing of the library under test; the code of what is wrong. */
export function signatureFault(
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  url: URL,
  body: Uint8Array,
  account: Account,
  now = Date.now(),
): string | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (!match) return 'AccessDenied'
  const [, key = '', day = '', region = '', names = '', given = ''] = match
  const at = String(request.headers['x-amz-date'] ?? '')
  const payload = String(request.headers['x-amz-content-sha256'] ?? '')
  if (key !== account.key) return 'InvalidAccessKeyId'
  if (region !== account.region || !at.startsWith(day)) return 'AuthorizationHeaderMalformed'
  if (Math.abs(now - instantOf(at)) > 900_000) return 'RequestTimeTooSkewed'
  if (payload !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const signed = names.split(';')
  const mustSign = Object.keys(request.headers).filter((it) => it === 'host' || it.startsWith('x-amz-'))
  if (mustSign.some((it) => !signed.includes(it))) return 'AccessDenied'
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&')
  const path = url.pathname.split('/').map(decodeURIComponent).map(encoded).join('/')
  const headers = signed.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('')
  const canonical = [request.method, path, query, headers, names, payload].join('\n')
  const text = ['AWS4-HMAC-SHA256', at, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n')
  const signing = [day, region, 's3', 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${account.secret}`))
  return timingSafeEqual(Buffer.from(given, 'hex'), hmac(signing, text)) ? null : 'SignatureDoesNotMatch'
}

function instantOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}
