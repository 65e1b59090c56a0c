import { CASE_STEPS, type CaseCommand, FIRST_STATE, takeCaseStep } from '#domain/case-life'
import { addDays, dayOfInstant } from '#domain/day'
import { CASE_STATES, type CaseRole, type CaseState } from '#domain/vocabulary'
import { type StaffStep, stepCase, withdrawCase } from '#usecase/change-case'
import type { IntakeDeps } from '#usecase/intake'
import { type Submission, submitCase } from '#usecase/submit-case'

const DAY_MS = 86_400_000
const KINDS = ['complaint', 'repair', 'correction'] as const
type Kind = (typeof KINDS)[number]

type Move = { command: CaseCommand; role: CaseRole }

/** Cases in every state, by the verbs that everybody uses, handed in over the last hundred days. */
export async function fillWithCases(deps: IntakeDeps, agency: string, perState: number): Promise<number> {
  let made = 0
  for (const state of CASE_STATES) {
    const kinds = KINDS.flatMap((kind) => {
      const moves = movesTo(kind, state)
      return moves === undefined ? [] : [{ kind, moves }]
    })
    for (let n = 0; n < perState; n++) {
      const chosen = kinds[n % kinds.length]
      if (chosen === undefined) throw new Error(`No kind of case gets to ${state}.`)
      await makeCase(deps, chosen, agency, made)
      made += 1
    }
  }
  return made
}

async function makeCase(deps: IntakeDeps, { kind, moves }: { kind: Kind; moves: Move[] }, agency: string, n: number) {
  let now = deps.clock() - (n % 100) * DAY_MS
  const at: IntakeDeps = { ...deps, clock: () => now }
  const key = { idempotencyKey: `bench-${String(n).padStart(26, '0')}`, address: `bench:${Math.floor(n / 20)}` }
  const taken = await submitCase(at, submissionOf(kind, agency), key)
  if (!taken.ok) throw new Error(`${kind}: ${taken.failure.code}`)
  const { receipt, code } = taken.value
  for (const { command, role } of moves) {
    now += 60_000
    const step = { receipt, role, actor: 'operator', note: null, until: addDays(dayOfInstant(now), 7) } as const
    const done =
      command === 'withdraw'
        ? await withdrawCase(at, { receipt, code }, key.address)
        : // Safe: what only a filer does was taken out above and below.
          await stepCase(at, { ...step, command: command as StaffStep['command'] })
    if (!done.ok) throw new Error(`${kind} ${command}: ${done.failure.code}`)
  }
}

function submissionOf(kind: Kind, agency: string): Submission {
  const shared = { uploads: [], proof: { clerk: 'bench' }, content: { part: { facts: '演示数据' } } }
  if (kind === 'complaint') {
    const clear = { agency, domain: 'other', creditor: null, isAboutBody: true, isNamed: true } as const
    return { ...shared, kind, clear: { ...clear, mayPublishSummary: false } }
  }
  if (kind === 'repair') {
    return { ...shared, kind, clear: { record: null, agency, hasPromised: true, isDutyDone: true } }
  }
  return { ...shared, kind, clear: { page: '/', what: 'typo' } }
}

/** The shortest way to a state; undefined where this kind never gets there. */
function movesTo(kind: Kind, wanted: CaseState): Move[] | undefined {
  let ways: { state: CaseState; moves: Move[] }[] = [{ state: FIRST_STATE, moves: [] }]
  for (let round = 0; round < 6; round++) {
    const there = ways.find(({ state }) => state === wanted)
    if (there !== undefined) return there.moves
    ways = ways.flatMap(({ state, moves }) => next(kind, state).map((it) => ({ ...it, moves: [...moves, it.move] })))
  }
  return undefined
}

function next(kind: Kind, from: CaseState): { state: CaseState; move: Move }[] {
  return Object.entries(CASE_STEPS[kind]).flatMap(([name, { by }]) => {
    const [role] = by
    // Safe: the names are those of the table.
    const command = name as CaseCommand
    const reached = role === undefined ? undefined : takeCaseStep(kind, from, command, role)
    if (role === undefined || command === 'supplement' || !reached?.ok) return []
    return [{ state: reached.value, move: { command, role } }]
  })
}
