import { openWorkspace } from '../lib/workspace.ts'
import { type Client, createClient, type Post, preparePost, prepareSupplement, type Reply } from './client.ts'
import { type LoadPlace, makeLoadPlace } from './place.ts'
import { type ApiProcess, startApi } from './server-process.ts'

/** `trouble`: what must not be, one sentence each; empty where everything held. */
export type SoakReport = {
  acknowledged: number
  cases: number
  repeated: number
  supplements: number
  trouble: string[]
}

type Given = { receipt: string; code: string; parts: number }

/** The server lives so long at most between two kills. */
const LONGEST_LIFE_MS = 700
/** One round in which each client sends this often may not come near the limits of an hour. */
const PAUSE_MS = 20

/**
 * Submissions and supplements from several clients, while the server is killed at random moments and started again. A
 * client repeats a post under its key until it is answered, as a browser does. In the end the database has to hold exactly
 * what was acknowledged.
 */
export async function soakSubmissions({ kills, clients }: { kills: number; clients: number }): Promise<SoakReport> {
  const place = await makeLoadPlace()
  const state = { api: await startApi(place.env), isOver: false, repeated: 0, supplements: 0 }
  const given = new Map<string, Given>()
  const trouble: string[] = []
  try {
    const sending = Array.from({ length: clients }, (_, n) => keepSending(place, n, state, given, trouble))
    for (let done = 0; done < kills; done++) {
      await pause(Math.random() * LONGEST_LIFE_MS)
      await state.api.kill()
      trouble.push(...state.api.faults)
      state.api = await startApi(place.env)
    }
    state.isOver = true
    await Promise.all(sending)
    await state.api.kill()
    trouble.push(...(await compare(place, given)))
    const { repeated, supplements } = state
    return { acknowledged: given.size, cases: await countCases(place), repeated, supplements, trouble }
  } finally {
    state.isOver = true
    await state.api.kill()
    await place.clean()
  }
}

type State = { api: ApiProcess; isOver: boolean; repeated: number; supplements: number }

async function keepSending(
  place: LoadPlace,
  n: number,
  state: State,
  given: Map<string, Given>,
  trouble: string[],
): Promise<void> {
  for (let round = 0; !state.isOver; round++) {
    // An address has a limit of an hour, so each client moves on to another one.
    const client = createClient(n * 20 + Math.floor(round / 150))
    const post = await preparePost(place, n + round, round % 2 === 0)
    const first = await untilAnswered(client, state, '/api/v1/objections', post)
    if (first.status !== 201) {
      trouble.push(`A submission was answered ${first.status} ${String(first.body.code)}.`)
      return
    }
    const again = await untilAnswered(client, state, '/api/v1/objections', post)
    if (JSON.stringify(again.body) !== JSON.stringify(first.body)) trouble.push('The same post had another answer.')
    const known = { receipt: String(first.body.receipt), code: String(first.body.code), parts: 1 }
    given.set(post.key, known)
    if (round % 3 === 0) {
      const more = await prepareSupplement(place, known.code)
      const added = await untilAnswered(client, state, `/api/v1/cases/${known.receipt}/supplements`, more)
      if (added.status === 201) known.parts += 1
      else trouble.push(`A supplement was answered ${added.status} ${String(added.body.code)}.`)
      state.supplements += 1
    }
    client.close()
    await pause(PAUSE_MS)
  }
}

/** A broken connection and a 503 say nothing of whether it was taken in, so it is sent again as it is. */
async function untilAnswered(client: Client, state: State, path: string, post: Post): Promise<Reply> {
  for (;;) {
    const reply = await client.post(state.api.port, path, post).catch(() => undefined)
    if (reply !== undefined && reply.status !== 503) return reply
    state.repeated += 1
    await pause(30)
  }
}

/** By the server that answers last, as a filer would ask it; and by counting. */
async function compare(place: LoadPlace, given: ReadonlyMap<string, Given>): Promise<string[]> {
  const trouble: string[] = []
  const receipts = new Set([...given.values()].map(({ receipt }) => receipt))
  if (receipts.size !== given.size) trouble.push('Two posts have one receipt.')
  const stored = await countCases(place)
  if (stored !== given.size) trouble.push(`${given.size} receipts were given, but ${stored} cases are stored.`)
  const api = await startApi(place.env)
  const client = createClient(1)
  for (const { receipt, code } of given.values()) {
    const body = JSON.stringify({ receipt, code })
    const found = await client.post(api.port, '/api/v1/look-ups', { key: '', body })
    if (found.status !== 200) trouble.push(`${receipt} was given and is not found: ${found.status}.`)
  }
  client.close()
  await api.kill()
  const workspace = await openWorkspace(place.env)
  for (const { receipt, parts } of given.values()) {
    const sealed = await workspace.cases.sealedParts(receipt)
    if (sealed.length !== parts) trouble.push(`${receipt} has ${sealed.length} sealed parts instead of ${parts}.`)
  }
  await workspace.close()
  return trouble
}

async function countCases(place: LoadPlace): Promise<number> {
  const workspace = await openWorkspace(place.env)
  const counts = await workspace.cases.countCases()
  await workspace.close()
  return counts.reduce((sum, { cases }) => sum + cases, 0)
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
