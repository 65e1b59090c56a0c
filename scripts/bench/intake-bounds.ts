import { createNodeIntakeSecrets } from '#adapters/node-intake-secrets'
import { tokenText } from '#domain/form-token'
import { createClient, preparePlainPost, preparePost } from '../submit-load/client.ts'
import { type LoadPlace, makeLoadPlace } from '../submit-load/place.ts'
import { type ApiProcess, startApi } from '../submit-load/server-process.ts'
import { quantile, table } from './figures.ts'

const LOOK_UPS = 400
/** Below the limit of misses of an address. */
const MISSES_AN_ADDRESS = 20

/**
 * What a wrong code and an unknown number tell by their time, asked in turns; and how much a script without proof of work
 * gets in within an hour, tried until nothing more is taken.
 */
export async function benchIntakeBounds(): Promise<void> {
  const place = await makeLoadPlace()
  const api = await startApi(place.env)
  try {
    process.stdout.write(`\n${await lookUpTimes(place, api)}\n${await boundWithoutScript(place, api)}`)
  } finally {
    await api.kill()
    await place.clean()
  }
}

async function lookUpTimes(place: LoadPlace, api: ApiProcess): Promise<string> {
  const given = await createClient(0).post(api.port, '/api/v1/objections', await preparePost(place, 0, true))
  const receipt = String(given.body.receipt)
  const times = { 'wrong code': [] as number[], 'unknown number': [] as number[] }
  const asked = { 'wrong code': receipt, 'unknown number': 'YY-00000-00000-0' }
  for (let n = 0; n < LOOK_UPS; n++) {
    const client = createClient(100 + Math.floor((2 * n) / MISSES_AN_ADDRESS))
    for (const name of n % 2 === 0 ? NAMES : [...NAMES].reverse()) {
      const body = JSON.stringify({ receipt: asked[name], code: '0000000-0000000-0000000' })
      const at = performance.now()
      const { status } = await client.post(api.port, '/api/v1/look-ups', { key: '', body })
      times[name].push(performance.now() - at)
      if (status !== 404) throw new Error(`A look-up that must miss was answered ${status}.`)
    }
    client.close()
  }
  const rows = NAMES.map((name) => [
    ...[name, LOOK_UPS],
    ...[0.05, 0.5, 0.95, 0.99].map((share) => quantile(times[name], share).toFixed(2)),
  ])
  const slower = shareSlower(times['wrong code'], times['unknown number'])
  return `${table(['look-up that misses', 'asked', 'p5 ms', 'p50 ms', 'p95 ms', 'p99 ms'], rows)}\nA wrong code takes longer than an unknown number in ${(100 * slower).toFixed(1)} % of all pairs (50 % tells nothing).\n`
}

const NAMES = ['wrong code', 'unknown number'] as const

/** How often a figure of the first is above one of the second, over all pairs. */
function shareSlower(first: readonly number[], second: readonly number[]): number {
  let above = 0
  for (const a of first) for (const b of second) above += a > b ? 1 : a === b ? 0.5 : 0
  return above / (first.length * second.length)
}

async function boundWithoutScript(place: LoadPlace, api: ApiProcess): Promise<string> {
  const fromOne = await takenFrom(place, api, [1], 60)
  const fromMany = await takenFrom(
    place,
    api,
    Array.from({ length: 200 }, (_, n) => 300 + n),
    3,
  )
  return `Without proof of work, from one address: ${fromOne} taken within the hour, then refused; from 200 addresses ${fromOne + fromMany} in all, then refused.\n`
}

async function takenFrom(
  place: LoadPlace,
  api: ApiProcess,
  addresses: readonly number[],
  tries: number,
): Promise<number> {
  const secrets = createNodeIntakeSecrets(() => place.secret)
  let taken = 0
  for (const address of addresses) {
    const client = createClient(address)
    for (let n = 0; n < tries; n++) {
      const text = tokenText('objection', Date.now() - 60_000, secrets.random(16))
      const post = preparePlainPost(place, n, `${text}.${await secrets.mac(`token:${text}`)}`)
      const { status } = await client.post(api.port, '/api/v1/objections', post)
      if (status === 201) taken += 1
      else if (status !== 429) throw new Error(`A submission was answered ${status}.`)
    }
    client.close()
  }
  return taken
}
