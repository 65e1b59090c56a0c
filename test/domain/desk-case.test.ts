import fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeCaseStep } from '#domain/case-life'
import { type Day, parseDay } from '#domain/day'
import {
  caseRoleOf,
  caseSight,
  DESK_COMMANDS,
  deskCommands,
  isSecondPerson,
  needsOf,
  papersOf,
  stepTroubles,
  waitsForSecondPerson,
} from '#domain/desk-case'
import { CASE_KINDS, CASE_PAPERS, CASE_STATES, STAFF_ROLES } from '#domain/vocabulary'

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is no day`)
  return parsed
}

const TODAY = day('2026-11-20')
const LATER = day('2026-12-10')

test('who sees what of a case', () => {
  const table = Object.fromEntries(
    STAFF_ROLES.flatMap((role) =>
      [
        ['unasked', [{ command: 'submit' }]],
        ['asked', [{ command: 'submit' }, { command: 'refer' }]],
        ['taken back', [{ command: 'submit' }, { command: 'refer' }, { command: 'recall' }]],
      ].map(([when, trail]) => {
        const own = { handlerSlug: 'own', trail: trail as { command: string }[] }
        const organSlug = role === 'organ' ? 'own' : null
        return [`${role}, ${when}`, caseSight({ role, organSlug }, own)]
      }),
    ),
  )
  expect(table).toMatchSnapshot()
})

test('another organ never sees a case, whatever was done in it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('submit', 'accept', 'refer', 'answer', 'uphold')), (commands) => {
      const seen = { handlerSlug: 'own', trail: commands.map((command) => ({ command })) }
      expect(caseSight({ role: 'organ', organSlug: 'other' }, seen)).toBeNull()
      expect(caseSight({ role: 'organ', organSlug: null }, seen)).toBeNull()
    }),
  )
})

test('what is offered is what the one gate of a case lets through, and nobody upholds their own work', () => {
  const trails = fc.array(fc.record({ staffId: fc.constantFrom('a', 'b', null) }))
  fc.assert(
    fc.property(
      fc.constantFrom(...CASE_KINDS),
      fc.constantFrom(...CASE_STATES),
      fc.constantFrom(...STAFF_ROLES),
      trails,
      (kind, state, role, trail) => {
        const offered = deskCommands({ kind, state, trail }, { id: 'a', role })
        const as = caseRoleOf(role)
        for (const command of DESK_COMMANDS) {
          const gate = as !== null && takeCaseStep(kind, state, command, as).ok
          const isFree = command !== 'uphold' || isSecondPerson(trail, 'a')
          expect(offered.includes(command)).toBe(gate && isFree)
        }
        if (trail.some(({ staffId }) => staffId === 'a')) expect(offered).not.toContain('uphold')
        const isAtDesk = role === 'clerk' || role === 'reviewer'
        const isInTurn = isAtDesk && takeCaseStep(kind, state, 'uphold', 'reviewer').ok
        const waits = waitsForSecondPerson({ kind, state, trail }, { id: 'a', role })
        expect(offered.includes('uphold') || waits).toBe(isInTurn)
        expect(offered.includes('uphold') && waits).toBe(false)
      },
    ),
  )
})

test('a step with all that it needs is in order; without any of it, it is not', () => {
  for (const command of DESK_COMMANDS) {
    const needs = needsOf(command)
    const whole = {
      note: '已经核实。',
      until: needs.until ? LATER : null,
      papers: needs.papers.map((kind) => ({ kind, text: '请核实金额。' })),
    }
    expect(stepTroubles(command, whole, TODAY), command).toEqual([])
    if (needs.note)
      expect(stepTroubles(command, { ...whole, note: ' ' }, TODAY)).toEqual([{ field: 'note', why: 'missing' }])
    if (needs.until) {
      expect(stepTroubles(command, { ...whole, until: TODAY }, TODAY)).toEqual([{ field: 'until', why: 'past' }])
    }
    const missing = needs.papers.map((field) => ({ field, why: 'missing' }))
    expect(stepTroubles(command, { ...whole, papers: [] }, TODAY)).toEqual(missing)
    for (const kind of CASE_PAPERS.filter((it) => !papersOf(command).includes(it))) {
      const papers = [...whole.papers, { kind, text: '多出的材料' }]
      expect(stepTroubles(command, { ...whole, papers }, TODAY)).toContainEqual({ field: kind, why: 'not-for-this' })
    }
  }
})

test('no step goes through with a telephone or identity number in what is not sealed', () => {
  const leaks = fc.constantFrom('13800138000', '11010519491231002X')
  const around = fc.string({ maxLength: 20 }).filter((text) => !/[\dXx]/.test(text))
  fc.assert(
    fc.property(fc.constantFrom(...DESK_COMMANDS), leaks, around, (command, leak, text) => {
      const troubles = stepTroubles(command, { note: `${text}，${leak}，`, until: LATER, papers: [] }, TODAY)
      expect(troubles).toContainEqual({ field: 'note', why: 'personal-data' })
    }),
  )
})
