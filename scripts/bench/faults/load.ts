import { type Post, preparePost, type Sending } from '../../submit-load/client.ts'

export type Seen = { what: string; ms: number; status: number }
/** `writes`: submissions and look-ups, each attempt; `retryAfter` as the answer has it. */
export type Phase = { name: string; reads: Seen[]; writes: (Seen & { retryAfter: string | null })[] }
export type Given = { receipt: string; code: string }
export type LoadReport = { phases: Phase[]; given: Given[]; trouble: string[] }

export type LoadOptions = {
  origin: string
  place: Sending
  /** What readers ask for, in turn. */
  paths: readonly string[]
  readers: number
  writers: number
}

/** An address may send 400 in an hour, and a form is not filled in faster. */
const WRITER_PAUSE_MS = 200
/** So that a slow answer is the server's and not that of a load that leaves it no processor. */
const READER_PAUSE_MS = 25
const RETRY_MS = 100

export type Load = { phase: (name: string) => void; stop: () => Promise<LoadReport> }

/** Readers who read on, and writers who repeat a post under its key until it is answered, as a browser does. */
export function startLoad(options: LoadOptions): Load {
  const phases: Phase[] = []
  const given: Given[] = []
  const trouble: string[] = []
  let isOver = false
  let current: Phase = { name: '', reads: [], writes: [] }

  async function read(n: number): Promise<void> {
    const { origin, paths } = options
    for (let at = n; !isOver; at++) {
      const path = paths[at % paths.length] ?? '/'
      const phase = current
      const startedAt = performance.now()
      const status = await fetch(`${origin}${path}`).then(statusOf, () => 0)
      phase.reads.push({ what: path, ms: performance.now() - startedAt, status })
      await pause(READER_PAUSE_MS)
    }
  }

  async function send(path: string, post: Post): Promise<{ status: number; body: Record<string, unknown> }> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': post.key }
    const phase = current
    const startedAt = performance.now()
    const init = { method: 'POST', headers, body: post.body }
    const response = await fetch(`${options.origin}/api/v1/${path}`, init).catch(() => null)
    const text = (await response?.text().catch(() => '')) ?? ''
    const seen = { what: path, ms: performance.now() - startedAt, status: response?.status ?? 0 }
    phase.writes.push({ ...seen, retryAfter: response?.headers.get('Retry-After') ?? null })
    if (seen.status === 503 && !response?.headers.get('Content-Type')?.startsWith('application/problem+json'))
      trouble.push('A 503 is no problem document.')
    return { status: seen.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
  }

  /** Told to come again, it comes again with the same. */
  async function untilAnswered(path: string, post: Post) {
    for (;;) {
      const reply = await send(path, post)
      if (reply.status !== 503) return reply
      await pause(RETRY_MS)
    }
  }

  async function write(n: number): Promise<void> {
    for (let round = 0; !isOver; round++) {
      const post = await preparePost(options.place, n + round, round % 2 === 0)
      const first = await untilAnswered('objections', post)
      if (first.status !== 201) {
        trouble.push(`A submission was answered ${first.status} ${String(first.body.code)}.`)
        return
      }
      const again = await untilAnswered('objections', post)
      if (JSON.stringify(again.body) !== JSON.stringify(first.body)) trouble.push('The same post had another answer.')
      const [receipt, code] = [String(first.body.receipt), String(first.body.code)]
      given.push({ receipt, code })
      const found = await untilAnswered('look-ups', { key: post.key, body: JSON.stringify({ receipt, code }) })
      if (found.status !== 200) trouble.push(`${receipt} was given and is not found: ${found.status}.`)
      await pause(WRITER_PAUSE_MS)
    }
  }

  const running = [
    ...Array.from({ length: options.readers }, (_, n) => read(n)),
    ...Array.from({ length: options.writers }, (_, n) => write(n * 100)),
  ]
  return {
    phase(name) {
      current = { name, reads: [], writes: [] }
      phases.push(current)
    },
    async stop() {
      isOver = true
      await Promise.all(running)
      return { phases, given, trouble }
    },
  }
}

async function statusOf(response: Response): Promise<number> {
  await response.arrayBuffer()
  return response.status
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
