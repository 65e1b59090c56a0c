import { uploadType } from '#domain/upload-type'
import { FILE_TOO_LARGE, filesTrouble } from './file-rules.ts'
import { needsContacts, type ProblemSaid, problemText } from './problem-words.ts'

type Sealer = typeof import('./seal.ts')

/** No answer, or one that says to come again: what was to be sent has not arrived. */
export class NotDelivered extends Error {
  override name = 'NotDelivered'
}

/** What the desk refused, in words for visitors, and whether they want to know whom to turn to. */
export class Refused extends Error {
  override name = 'Refused'
  readonly needsContacts: boolean
  constructor(said: ProblemSaid) {
    super(problemText(said))
    this.needsContacts = needsContacts(said.code)
  }
}

/** Talks to the desk for one page. Null where this browser cannot seal: then the server does, on arrival. */
export async function openDesk(base: string): Promise<Desk | null> {
  try {
    if (!isSecureContext || typeof TransformStream === 'undefined') return null
    const sealer = await import('./seal.ts')
    const recipients = await recipientsOf(base).catch(() => null)
    // What cannot seal one letter now could not seal a form later.
    if (recipients !== null) await sealer.seal('1', recipients)
    return createDesk(base, sealer, recipients)
  } catch {
    return null
  }
}

export type Desk = {
  sealText: (text: string) => Promise<string>
  work: (form: string) => Promise<string>
  /** Seals each file and hands it over; the ids of what arrived. Called again, it goes on where it stopped. */
  upload: (form: string, files: readonly File[], work: string) => Promise<string[]>
  /** Once their form is decided on, the same files would have to be handed over anew. */
  forgetFiles: () => void
}

/** A file on its way: sealed once, under one key, so that a repeat is the same upload. */
type Handed = { key: string; body: Blob; id: string | null }

function createDesk(base: string, sealer: Sealer, known: string[] | null): Desk {
  let recipients = known
  let handed = new WeakMap<File, Handed>()
  const toDesk = async () => {
    recipients ??= await recipientsOf(base)
    return recipients
  }
  const sealFile = async (file: File): Promise<Handed> => {
    const sealed = await sealer.seal(new Uint8Array(await file.arrayBuffer()), await toDesk())
    return { key: randomKey(), body: new Blob([copyOf(sealed)]), id: null }
  }
  const handOver = async ({ key, body }: Handed, query: URLSearchParams) => {
    const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': key }
    const answer = await ask(`${base}api/v1/uploads?${query}`, { method: 'POST', headers, body })
    const found: unknown = await answer.json().catch(() => {
      throw new NotDelivered(base)
    })
    return String(Reflect.get(Object(found), 'id'))
  }
  return {
    sealText: async (text) => sealer.toBase64(await sealer.seal(text, await toDesk())),
    work: async (form) => sealer.solve(await getJson(`${base}api/v1/challenges?form=${form}`)),
    async upload(form, files, work) {
      const ids: string[] = []
      for (const file of files) {
        const own = handed.get(file) ?? (await sealFile(file))
        handed.set(file, own)
        own.id ??= await handOver(own, new URLSearchParams({ form, sealed: 'yes', work }))
        ids.push(own.id)
      }
      return ids
    },
    forgetFiles() {
      handed = new WeakMap()
    },
  }
}

async function recipientsOf(base: string): Promise<string[]> {
  const found: unknown = Reflect.get(Object(await getJson(`${base}api/v1/desk-key`)), 'recipients')
  if (!Array.isArray(found) || found.length === 0) throw new Error('The desk has no key.')
  return found.map(String)
}

async function getJson(address: string): Promise<unknown> {
  return (await ask(address)).json()
}

/** A good answer, or an error that says whether trying again may help. */
async function ask(address: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(address, { ...init, headers: { Accept: 'application/json', ...init.headers } }).catch(
    () => {
      throw new NotDelivered(address)
    },
  )
  if ([502, 503, 504].includes(response.status)) throw new NotDelivered(address)
  if (response.ok) return response
  throw new Refused(saidBy(await response.json().catch(() => ({})), response.headers.get('Retry-After')))
}

export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Of a problem document only what is words. */
function saidBy(problem: unknown, retryAfter: string | null): ProblemSaid {
  const of = (holder: unknown, name: string): unknown => Reflect.get(Object(holder), name)
  const text = (name: string) => String(of(problem, name) ?? '')
  const errors = of(problem, 'errors')
  const messages = Array.isArray(errors) ? errors.map((it) => String(of(it, 'message') ?? '')) : []
  const seconds = Number(retryAfter)
  return {
    ...{ code: text('code'), why: text('why'), detail: text('detail'), messages },
    retryAfter: seconds > 0 ? seconds : null,
  }
}

/** Safe for Blob: bytes that lie in a buffer of their own. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  return copy
}

const TROUBLE = {
  empty: '是空的',
  'too-large': FILE_TOO_LARGE,
  'type-unknown': '不是可以接收的文件：只接收 PDF、JPEG、PNG、Word（.docx）、Excel（.xlsx）和 OFD 文件',
  inflates: '打开后会异常地大，不能接收，请另存后重新选择',
} as const

/** Looked at here, because the server gets them sealed. */
export async function fileTrouble(files: readonly File[]): Promise<string | null> {
  const trouble = filesTrouble(files)
  if (trouble !== null) return trouble
  for (const file of files) {
    const type = uploadType(new Uint8Array(await file.arrayBuffer()))
    if (!type.ok) return `“${file.name}”${TROUBLE[type.failure]}`
  }
  return null
}
