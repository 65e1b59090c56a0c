import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allowedCommands,
  CASE_COMMANDS,
  CASE_STEPS,
  type CaseCommand,
  FIRST_STATE,
  isOpen,
  isSuspended,
  takeCaseStep,
} from '#domain/case-life'
import { CASE_KINDS, CASE_ROLES, CASE_STATES, type CaseKind, type CaseRole, type CaseState } from '#domain/vocabulary'

type Attempt = { command: CaseCommand; role: CaseRole }

const attempts = fc.array(
  fc.record({ command: fc.constantFrom(...CASE_COMMANDS), role: fc.constantFrom(...CASE_ROLES) }),
  { maxLength: 20 },
)
const kinds = fc.constantFrom(...CASE_KINDS)
const states = fc.constantFrom(...CASE_STATES)

/** Steps that were taken, out of those that were tried, and where they led. */
function played(kind: CaseKind, tried: readonly Attempt[]): { state: CaseState; trail: Attempt[] } {
  let state: CaseState = FIRST_STATE
  const trail: Attempt[] = []
  for (const attempt of tried) {
    const next = takeCaseStep(kind, state, attempt.command, attempt.role)
    if (!next.ok) continue
    state = next.value
    trail.push(attempt)
  }
  return { state, trail }
}

/** Every way on, as `state · command · role|role → state`. */
function table(kind: CaseKind): string {
  const lines = CASE_STATES.flatMap((state) =>
    CASE_COMMANDS.flatMap((command) => {
      const roles = CASE_ROLES.filter((role) => takeCaseStep(kind, state, command, role).ok)
      const [role] = roles
      if (role === undefined) return []
      const next = takeCaseStep(kind, state, command, role)
      return next.ok ? [`${state} · ${command} · ${roles.join('|')} → ${next.value}`] : []
    }),
  )
  return `\n${lines.join('\n')}\n`
}

describe('the whole life of', () => {
  test('an objection', () => {
    expect(table('objection')).toMatchInlineSnapshot(`
      "
      submitted · accept · clerk → accepted
      submitted · ask · clerk → papers-asked
      submitted · supplement · filer → submitted
      submitted · return · clerk → returned
      submitted · withdraw · filer → withdrawn
      papers-asked · supplement · filer → submitted
      papers-asked · record-papers · clerk → submitted
      papers-asked · withdraw · filer → withdrawn
      papers-asked · expire · clock → lapsed
      accepted · ask · clerk → evidence-asked
      accepted · supplement · filer → accepted
      accepted · refer · clerk → referred
      accepted · transfer · clerk → transferred
      accepted · uphold · reviewer → upheld
      accepted · dismiss · clerk|reviewer → dismissed
      accepted · withdraw · filer → withdrawn
      evidence-asked · supplement · filer → accepted
      evidence-asked · record-papers · clerk → accepted
      evidence-asked · withdraw · filer → withdrawn
      evidence-asked · expire · clock → accepted
      referred · supplement · filer → referred
      referred · refer · clerk → referred
      referred · recall · clerk → accepted
      referred · answer · organ → answered
      referred · record-answer · clerk → answered
      referred · withdraw · filer → withdrawn
      answered · supplement · filer → answered
      answered · refer · clerk → referred
      answered · transfer · clerk → transferred
      answered · uphold · reviewer → upheld
      answered · dismiss · clerk|reviewer → dismissed
      answered · withdraw · filer → withdrawn
      transferred · supplement · filer → transferred
      transferred · take-back · clerk → accepted
      transferred · withdraw · filer → withdrawn
      "
    `)
  })

  test('a complaint', () => {
    expect(table('complaint')).toMatchInlineSnapshot(`
      "
      submitted · accept · clerk → accepted
      submitted · ask · clerk → papers-asked
      submitted · supplement · filer → submitted
      submitted · return · clerk → returned
      submitted · redirect · clerk → redirected
      submitted · withdraw · filer → withdrawn
      papers-asked · supplement · filer → submitted
      papers-asked · record-papers · clerk → submitted
      papers-asked · withdraw · filer → withdrawn
      papers-asked · expire · clock → lapsed
      accepted · ask · clerk → evidence-asked
      accepted · supplement · filer → accepted
      accepted · redirect · clerk → redirected
      accepted · refer · clerk → referred
      accepted · transfer · clerk → transferred
      accepted · settle · clerk → settled
      accepted · uphold · reviewer → upheld
      accepted · dismiss · clerk|reviewer → dismissed
      accepted · withdraw · filer → withdrawn
      evidence-asked · supplement · filer → accepted
      evidence-asked · record-papers · clerk → accepted
      evidence-asked · withdraw · filer → withdrawn
      evidence-asked · expire · clock → accepted
      referred · supplement · filer → referred
      referred · refer · clerk → referred
      referred · recall · clerk → accepted
      referred · answer · organ → answered
      referred · record-answer · clerk → answered
      referred · withdraw · filer → withdrawn
      answered · supplement · filer → answered
      answered · refer · clerk → referred
      answered · transfer · clerk → transferred
      answered · settle · clerk → settled
      answered · uphold · reviewer → upheld
      answered · dismiss · clerk|reviewer → dismissed
      answered · withdraw · filer → withdrawn
      transferred · supplement · filer → transferred
      transferred · take-back · clerk → accepted
      transferred · withdraw · filer → withdrawn
      "
    `)
  })

  test('a repair', () => {
    expect(table('repair')).toMatchInlineSnapshot(`
      "
      submitted · accept · clerk → accepted
      submitted · ask · clerk → papers-asked
      submitted · supplement · filer → submitted
      submitted · return · clerk → returned
      submitted · withdraw · filer → withdrawn
      papers-asked · supplement · filer → submitted
      papers-asked · record-papers · clerk → submitted
      papers-asked · withdraw · filer → withdrawn
      papers-asked · expire · clock → lapsed
      accepted · ask · clerk → evidence-asked
      accepted · supplement · filer → accepted
      accepted · refer · clerk → referred
      accepted · transfer · clerk → transferred
      accepted · uphold · reviewer → upheld
      accepted · dismiss · clerk|reviewer → dismissed
      accepted · withdraw · filer → withdrawn
      evidence-asked · supplement · filer → accepted
      evidence-asked · record-papers · clerk → accepted
      evidence-asked · withdraw · filer → withdrawn
      evidence-asked · expire · clock → accepted
      referred · supplement · filer → referred
      referred · refer · clerk → referred
      referred · recall · clerk → accepted
      referred · answer · organ → answered
      referred · record-answer · clerk → answered
      referred · withdraw · filer → withdrawn
      answered · supplement · filer → answered
      answered · refer · clerk → referred
      answered · transfer · clerk → transferred
      answered · uphold · reviewer → upheld
      answered · dismiss · clerk|reviewer → dismissed
      answered · withdraw · filer → withdrawn
      transferred · supplement · filer → transferred
      transferred · take-back · clerk → accepted
      transferred · withdraw · filer → withdrawn
      "
    `)
  })

  test('a correction', () => {
    expect(table('correction')).toMatchInlineSnapshot(`
      "
      submitted · accept · clerk → accepted
      submitted · ask · clerk → papers-asked
      submitted · supplement · filer → submitted
      submitted · return · clerk → returned
      submitted · withdraw · filer → withdrawn
      papers-asked · supplement · filer → submitted
      papers-asked · record-papers · clerk → submitted
      papers-asked · withdraw · filer → withdrawn
      papers-asked · expire · clock → lapsed
      accepted · ask · clerk → evidence-asked
      accepted · supplement · filer → accepted
      accepted · refer · clerk → referred
      accepted · transfer · clerk → transferred
      accepted · uphold · clerk|reviewer → upheld
      accepted · dismiss · clerk|reviewer → dismissed
      accepted · withdraw · filer → withdrawn
      evidence-asked · supplement · filer → accepted
      evidence-asked · record-papers · clerk → accepted
      evidence-asked · withdraw · filer → withdrawn
      evidence-asked · expire · clock → accepted
      referred · supplement · filer → referred
      referred · refer · clerk → referred
      referred · recall · clerk → accepted
      referred · answer · organ → answered
      referred · record-answer · clerk → answered
      referred · withdraw · filer → withdrawn
      answered · supplement · filer → answered
      answered · refer · clerk → referred
      answered · transfer · clerk → transferred
      answered · uphold · clerk|reviewer → upheld
      answered · dismiss · clerk|reviewer → dismissed
      answered · withdraw · filer → withdrawn
      transferred · supplement · filer → transferred
      transferred · take-back · clerk → accepted
      transferred · withdraw · filer → withdrawn
      "
    `)
  })
})

describe.each(CASE_KINDS)('%s', (kind) => {
  test('comes from submitted to every state that it has, and to no other', () => {
    const reached = new Set<CaseState>([FIRST_STATE])
    for (const state of reached) {
      for (const { arcs } of Object.values(CASE_STEPS[kind])) {
        const next = arcs[state]
        if (next !== undefined) reached.add(next)
      }
    }

    const onlyOfComplaints: CaseState[] = ['redirected', 'settled']
    expect([...reached].sort()).toEqual(
      CASE_STATES.filter((state) => kind === 'complaint' || !onlyOfComplaints.includes(state)).sort(),
    )
  })

  test('has a way out of every open state, and none out of a closed one', () => {
    for (const state of CASE_STATES) {
      const ways = CASE_ROLES.flatMap((role) => allowedCommands(kind, state, role))
      const isOfThisKind = kind === 'complaint' || !['redirected', 'settled'].includes(state)

      if (isOfThisKind) expect([state, ways.length > 0]).toEqual([state, isOpen(state)])
    }
  })

  test('can be taken back by its filer, and by nobody else, as long as it is open', () => {
    for (const state of CASE_STATES) {
      for (const role of CASE_ROLES) {
        const taken = takeCaseStep(kind, state, 'withdraw', role)
        expect([state, role, taken.ok]).toEqual([state, role, isOpen(state) && role === 'filer'])
      }
    }
  })
})

describe('whatever is tried', () => {
  test('an illegal step fails with the right code, and says who or from where', () => {
    fc.assert(
      fc.property(
        kinds,
        states,
        fc.constantFrom(...CASE_COMMANDS),
        fc.constantFrom(...CASE_ROLES),
        (kind, from, command, role) => {
          const step = CASE_STEPS[kind][command]
          const taken = takeCaseStep(kind, from, command, role)

          if (step?.arcs[from] === undefined) {
            expect(taken).toEqual({ ok: false, failure: { code: 'case-step-not-allowed', from, command } })
          } else if (!step.by.includes(role)) {
            expect(taken).toEqual({ ok: false, failure: { code: 'case-role-not-allowed', role, command } })
          } else {
            expect(taken).toEqual({ ok: true, value: step.arcs[from] })
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('the steps that were taken, taken again, lead to the same state', () => {
    fc.assert(
      fc.property(kinds, attempts, (kind, tried) => {
        const { state, trail } = played(kind, tried)

        expect(played(kind, trail)).toEqual({ state, trail })
      }),
    )
  })

  test('what is closed stays closed', () => {
    fc.assert(
      fc.property(kinds, states, attempts, (kind, state, tried) => {
        fc.pre(!isOpen(state))
        for (const { command, role } of tried) expect(takeCaseStep(kind, state, command, role).ok).toBe(false)
      }),
    )
  })

  test('no clerk finds for an objection, a complaint or a repair alone; a correction he may', () => {
    for (const kind of CASE_KINDS) {
      const byClerk = CASE_STATES.some((state) => takeCaseStep(kind, state, 'uphold', 'clerk').ok)
      expect([kind, byClerk]).toEqual([kind, kind === 'correction'])
    }
  })

  test('only a reviewer ever brought an objection to upheld', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const { state, trail } = played('objection', tried)
        fc.pre(state === 'upheld')
        expect(trail.at(-1)).toEqual({ command: 'uphold', role: 'reviewer' })
      }),
      { numRuns: 200, maxSkipsPerRun: 10_000 },
    )
  })

  test('what a role is offered is exactly what it may do', () => {
    fc.assert(
      fc.property(kinds, states, fc.constantFrom(...CASE_ROLES), (kind, state, role) => {
        const offered = allowedCommands(kind, state, role)
        expect(CASE_COMMANDS.filter((command) => takeCaseStep(kind, state, command, role).ok)).toEqual(offered)
      }),
    )
  })

  test('the clock stands still only while the filer is asked for something, and papers start it again', () => {
    for (const kind of CASE_KINDS) {
      for (const state of CASE_STATES) {
        const supplemented = takeCaseStep(kind, state, 'supplement', 'filer')
        if (isSuspended(state)) expect(supplemented.ok && isSuspended(supplemented.value)).toBe(false)
        if (isSuspended(state)) expect(takeCaseStep(kind, state, 'expire', 'clock').ok).toBe(true)
      }
    }
  })
})
