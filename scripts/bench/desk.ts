import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDeskApp } from '#api/desk-app'
import type { CaseStore } from '#usecase/case-ports'
import { runCaseClock } from '#usecase/run-case-clock'
import { openDesk } from '../lib/desk.ts'
import { makeDeskKey } from '../lib/desk-key.ts'
import { intakeOf } from '../lib/intake.ts'
import { progress } from '../lib/report.ts'
import { openWorkspace } from '../lib/workspace.ts'
import { fillWithCases } from './desk-cases.ts'
import { quantile, table } from './figures.ts'

const VIEWS = ['waiting', 'mine', 'overdue', 'open', 'closed']
const FILTERS = ['', '&kind=complaint', '&state=referred', '&organ=jiaotong-yunshu']
const PAGES = 3

/** The work list over the desk's own routes, signed in, every view with every filter and its first pages. */
export async function benchDesk({ perState, rounds }: { perState: number; rounds: number }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-desk-'))
  const env = { PLACE: 'demo', DATA_DIR: folder, ...secrets() }
  const workspace = await openWorkspace(env)
  const { deps, close } = await openDesk(workspace, env)
  try {
    const intake = intakeOf(workspace, env)
    await makeDeskKey(workspace, [])
    const agency = workspace.content.agencies.find(({ slug }) => slug === 'jiaotong-yunshu')?.slug ?? ''
    progress(`Making ${perState} cases in each state …`)
    const cases = await fillWithCases(intake, agency, perState)
    await runCaseClock({ ...intake, clock: workspace.clock })
    process.stdout.write(`${cpus().length} cores, Node ${process.version}, ${cases} cases\n\n`)
    const { app } = createDeskApp(deps)
    const signIn = await deps.signIn()
    const signedFor = await organAsked(workspace.cases)
    const rows: (string | number)[][] = []
    for (const role of ['clerk', 'organ'] as const) {
      const [account, password] = [`bench-${role}`, 'a quiet bench']
      const organSlug = role === 'organ' ? signedFor : null
      await signIn.create({ account, password, role, organSlug, name: account, isDemo: true })
      const me = await deps.staff().then((staff) => staff.findAccount(account))
      if (role === 'clerk' && me) await assignSome(workspace.cases, me.id)
      const cookie = await signedIn(app, account, password)
      for (const view of VIEWS) {
        const answers: { ms: number; items: number }[] = []
        for (let round = 0; round < rounds; round++) {
          for (const filter of FILTERS) answers.push(...(await pages(app, cookie, `view=${view}${filter}`)))
        }
        const at = (share: number) =>
          quantile(
            answers.map(({ ms }) => ms),
            share,
          ).toFixed(1)
        const items = Math.max(...answers.map((it) => it.items))
        rows.push([role, view, answers.length, items, at(0.5), at(0.95), at(1)])
      }
    }
    process.stdout.write(table(['role', 'view', 'answers', 'longest page', 'p50 ms', 'p95 ms', 'longest ms'], rows))
  } finally {
    await close()
    await workspace.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const EVERYTHING = {
  ...{ sight: { organ: null }, isClosed: false, assignee: null, kind: null, about: null, dueBefore: null, after: null },
}

/** The organ that most cases were referred to. */
async function organAsked(cases: CaseStore): Promise<string> {
  const { items } = await cases.workPage({ ...EVERYTHING, states: ['referred'], limit: 50 })
  return items.find(({ handlerSlug }) => handlerSlug !== null)?.handlerSlug ?? ''
}

async function assignSome(cases: CaseStore, to: string): Promise<void> {
  const { items } = await cases.workPage({ ...EVERYTHING, states: null, limit: 200 })
  for (const { receipt } of items) await cases.assign({ receipt, assignee: to, by: to, at: Date.now() })
}

type App = ReturnType<typeof createDeskApp>['app']

const BASE = '/api/desk'

/** The first pages of a list. */
async function pages(app: App, cookie: string, query: string): Promise<{ ms: number; items: number }[]> {
  const answers: { ms: number; items: number }[] = []
  let after = ''
  for (let page = 0; page < PAGES; page++) {
    const startedAt = performance.now()
    const response = await app.request(`${BASE}/cases?${query}&after=${after}`, { headers: { Cookie: cookie } })
    // Safe: the contract's own shape.
    const body = (await response.json()) as { next: string | null; items: unknown[] }
    answers.push({ ms: performance.now() - startedAt, items: body.items.length })
    if (response.status !== 200) throw new Error(`${query} answered ${response.status}.`)
    if (body.next === null) break
    after = body.next
  }
  return answers
}

async function signedIn(app: App, account: string, password: string): Promise<string> {
  const response = await app.request(`${BASE}/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Client-Address': '192.0.2.1' },
    body: JSON.stringify({ account, password }),
  })
  if (response.status !== 200) throw new Error(`Signing in answered ${response.status}.`)
  return response.headers
    .getSetCookie()
    .map((it) => it.split(';', 1)[0])
    .join('; ')
}

function secrets() {
  const secret = () => randomBytes(32).toString('hex')
  return { PLACE_SECRET: secret(), INTAKE_SECRET: secret(), DESK_SECRET: secret() }
}
