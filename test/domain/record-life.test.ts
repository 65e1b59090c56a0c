import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Day, parseDay } from '#domain/day'
import {
  askChange,
  checkReason,
  checkSecondPerson,
  noticeUntil,
  RECORD_STEPS,
  type RecordCommand,
  takeStep,
} from '#domain/record-life'
import type { NoticeRule, Rules } from '#domain/rules'
import { RECORD_CHANGES, RECORD_STATES, type RecordState } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { rules } = await loadContent('demo')

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

/** Safe: the argument is a literal object with exactly these keys. */
function keysOf<K extends string>(table: Record<K, unknown>): K[] {
  return Object.keys(table) as K[]
}

const COMMANDS = keysOf(RECORD_STEPS)

describe('the life of a record', () => {
  test('every state and every command', () => {
    const matrix = RECORD_STATES.flatMap((state) =>
      COMMANDS.map((command) => {
        const next = takeStep('a', state, command)
        return `${state} · ${command} → ${next.ok ? next.value : 'refused'}`
      }),
    )

    expect(`\n${matrix.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      withheld · publish → public
      withheld · withhold → withheld
      withheld · withdraw → refused
      withheld · end → refused
      withheld · hide → refused
      withheld · restore → refused
      public · publish → public
      public · withhold → withheld
      public · withdraw → withdrawn
      public · end → ended
      public · hide → hidden
      public · restore → refused
      hidden · publish → refused
      hidden · withhold → withheld
      hidden · withdraw → withdrawn
      hidden · end → ended
      hidden · hide → refused
      hidden · restore → public
      withdrawn · publish → refused
      withdrawn · withhold → refused
      withdrawn · withdraw → refused
      withdrawn · end → refused
      withdrawn · hide → refused
      withdrawn · restore → refused
      ended · publish → refused
      ended · withhold → refused
      ended · withdraw → refused
      ended · end → refused
      ended · hide → refused
      ended · restore → refused
      "
    `)
  })

  test('what left stays away, whatever is done to it', () => {
    const left = fc.constantFrom<RecordState>('withdrawn', 'ended')
    fc.assert(
      fc.property(left, fc.array(fc.constantFrom(...COMMANDS), { minLength: 1, maxLength: 8 }), (state, commands) => {
        expect(stateAfter(state, commands)).toBe(state)
      }),
    )
  })

  test('a record that was never public is never withdrawn or ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...COMMANDS.filter((it) => it !== 'publish'))), (commands) => {
        expect(stateAfter('withheld', commands)).toBe('withheld')
      }),
    )
  })

  test('every state can be reached from a withheld record', () => {
    const reached = new Set<RecordState>(['withheld'])
    for (const commands of [['publish'], ['publish', 'hide'], ['publish', 'withdraw'], ['publish', 'end']] as const) {
      reached.add(stateAfter('withheld', commands))
    }

    expect([...reached].sort()).toEqual([...RECORD_STATES].sort())
  })

  test('a hidden record is public again by being restored, and by nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...COMMANDS.filter((it) => it !== 'restore'))), (commands) => {
        const after = stateAfter('hidden', commands)
        // Held back by its review, it may be let out by people again; that is a decision of its own.
        expect(after === 'public' && !commands.includes('withhold')).toBe(false)
      }),
    )
  })

  test('what staff may ask for, by where the record stands', () => {
    const matrix = RECORD_STATES.flatMap((state) =>
      RECORD_CHANGES.map((change) => `${state} · ${change}: ${askChange('a', state, change).ok ? 'yes' : 'no'}`),
    )

    expect(`\n${matrix.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      withheld · correct: yes
      withheld · publish: yes
      withheld · mask: yes
      withheld · withhold: yes
      withheld · withdraw: no
      withheld · end: no
      withheld · hide: no
      public · correct: yes
      public · publish: no
      public · mask: yes
      public · withhold: no
      public · withdraw: yes
      public · end: yes
      public · hide: yes
      hidden · correct: no
      hidden · publish: no
      hidden · mask: no
      hidden · withhold: no
      hidden · withdraw: no
      hidden · end: no
      hidden · hide: no
      withdrawn · correct: no
      withdrawn · publish: no
      withdrawn · mask: no
      withdrawn · withhold: no
      withdrawn · withdraw: no
      withdrawn · end: no
      withdrawn · hide: no
      ended · correct: no
      ended · publish: no
      ended · mask: no
      ended · withhold: no
      ended · withdraw: no
      ended · end: no
      ended · hide: no
      "
    `)
  })

  test('who asks never decides', () => {
    expect(checkSecondPerson('c-1', 'zhang', 'zhang')).toEqual({
      ok: false,
      failure: { code: 'same-person', change: 'c-1' },
    })
    expect(checkSecondPerson('c-1', 'zhang', 'li').ok).toBe(true)
  })

  test('a refused step says which record, from where and what was asked', () => {
    expect(takeStep('abc', 'ended', 'publish')).toEqual({
      ok: false,
      failure: { code: 'step-not-allowed', id: 'abc', from: 'ended', command: 'publish' },
    })
  })
})

function stateAfter(start: RecordState, commands: readonly RecordCommand[]): RecordState {
  return commands.reduce((state, command) => {
    const next = takeStep('a', state, command)
    return next.ok ? next.value : state
  }, start)
}

describe('the public reason of a removal', () => {
  const about = { subjectName: '澜溪县试样食品有限公司', hasPersonalData: false, subjectCode: '91999001MA0000007U' }

  test.each([
    ['', 0],
    ['撤销', 2],
    ['已撤销', 3],
    ['   撤销   ', 2],
    ['𠮷𠮷𠮷', 3],
    ['因'.repeat(301), 301],
  ])('%j is refused for its length %i', (reason, length) => {
    expect(checkReason(reason, about)).toEqual({ ok: false, failure: { code: 'reason-length', length } })
  })

  test.each([
    ['法院撤销', '法院撤销'],
    ['  法院撤销\n', '法院撤销'],
    ['𠮷𠮷𠮷𠮷', '𠮷𠮷𠮷𠮷'],
    ['因'.repeat(300), '因'.repeat(300)],
  ])('%j is taken', (reason, taken) => {
    expect(checkReason(reason, about)).toEqual({ ok: true, value: taken })
  })

  test('with personal data in it, it is refused', () => {
    const found = checkReason('张某电话13812345678', { ...about, hasPersonalData: true })

    expect(found).toEqual({ ok: false, failure: { code: 'reason-personal-data' } })
  })

  test('naming the subject, it is refused', () => {
    const found = checkReason('对澜溪县试样食品有限公司的处罚被撤销', about)

    expect(found).toEqual({ ok: false, failure: { code: 'reason-names-subject' } })
  })

  test.each([
    ['the name with a blank in it', '澜溪县试样 食品有限公司的处罚被撤销', 'reason-names-subject'],
    ['what people call the firm', '试样食品的处罚被撤销', 'reason-names-subject'],
    ['its credit code', '91999001MA0000007U 的处罚被撤销', 'reason-names-subject'],
    ['a landline', '请致电0571-88886666了解', 'reason-personal-data'],
  ])('%s does not get into a public reason', (_, reason, code) => {
    expect(checkReason(reason, about)).toEqual({ ok: false, failure: { code } })
  })

  test('a record without a name does not make every reason a naming one', () => {
    expect(checkReason('处罚被撤销', { ...about, subjectName: '', subjectCode: '' }).ok).toBe(true)
  })
})

describe('the last day of a withdrawal notice', () => {
  const row: NoticeRule = {
    id: 'n',
    from: day('2021-07-15'),
    to: null,
    confidence: 'verified',
    basis: '某法第一条',
    days: 30,
  }
  const withRows = (...notices: NoticeRule[]): Rules => ({ ...rules, notices, confirmed: new Set() })

  test('comes from the rule, in calendar days', () => {
    expect(noticeUntil(day('2026-11-20'), rules)).toEqual({ ok: true, value: '2026-12-20' })
  })

  test.each([
    ['no row', withRows()],
    ['an unsure row', withRows({ ...row, confidence: 'unsure' })],
    ['a row merely known', withRows({ ...row, confidence: 'known' })],
    ['a row not yet in force', withRows({ ...row, from: day('2027-01-01') })],
    ['a row no longer in force', withRows({ ...row, to: day('2026-11-19') })],
  ])('with %s there is none, and nothing is withdrawn', (_, among) => {
    expect(noticeUntil(day('2026-11-20'), among)).toEqual({ ok: false, failure: { code: 'no-rule', what: 'notice' } })
  })

  test('an unsure row counts once the place confirmed it, and an unsure one does not hide a sure one', () => {
    const confirmed: Rules = { ...withRows({ ...row, confidence: 'unsure', days: 10 }), confirmed: new Set(['n']) }
    const two = withRows({ ...row, id: 'x', confidence: 'unsure', days: 10 }, row)

    expect(noticeUntil(day('2026-11-20'), confirmed)).toEqual({ ok: true, value: '2026-11-30' })
    expect(noticeUntil(day('2026-11-20'), two)).toEqual({ ok: true, value: '2026-12-20' })
  })
})
