import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaseDue } from '#domain/case-clock'
import { isOpen } from '#domain/case-life'
import { addDays, parseDay } from '#domain/day'
import { caseMessages, mailText } from '#domain/message'
import { CASE_KINDS, CASE_STATES } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { calendar } = await loadContent('demo')
const START = parseDay('2026-11-20')
const days = fc.integer({ min: -60, max: 60 }).map((n) => {
  if (START === undefined) throw new Error('no day')
  return addDays(START, n)
})
const due: fc.Arbitrary<CaseDue | null> = fc.option(
  fc.record({
    on: days,
    kind: fc.constantFrom('statutory', 'promise'),
    provisional: fc.boolean(),
    isRunning: fc.boolean(),
    basis: fc.constant('条例第四十一条'),
  }),
)
const seen = fc
  .record({
    receipt: fc.constant('TS-7K3M9-Q2X8T-C'),
    kind: fc.constantFrom(...CASE_KINDS),
    state: fc.constantFrom(...CASE_STATES.filter(isOpen)),
    seq: fc.integer({ min: 1, max: 40 }),
    handlerSlug: fc.constantFrom(null, 'caizheng', 'shichang-jianguan'),
    due,
  })
  .chain((it) => days.map((today) => ({ it, today, isOverdue: it.due?.isRunning === true && it.due.on < today })))

test('only the desk and the organ that is asked are told, each thing once, and nobody while the filer is waited for', () => {
  fc.assert(
    fc.property(seen, ({ it, today, isOverdue }) => {
      const told = caseMessages({ ...it, isOverdue }, today, calendar)
      const again = caseMessages({ ...it, isOverdue }, today, calendar)

      expect(again).toEqual(told)
      expect(new Set(told.map(({ key }) => key)).size).toBe(told.length)
      const organ = it.state === 'referred' && it.handlerSlug !== null ? [`organ:${it.handlerSlug}`] : []
      for (const { recipient, event } of told) {
        expect(['desk', ...organ]).toContain(recipient)
        if (event === 'overdue') expect(isOverdue).toBe(true)
        if (event === 'due-soon') expect(isOverdue).toBe(false)
      }
      if (isOverdue) expect(told.some(({ event, recipient }) => event === 'overdue' && recipient === 'desk')).toBe(true)
      if (it.state === 'papers-asked' && it.due?.isRunning !== true) expect(told).toEqual([])
    }),
  )
})

test('a key is fit for the name of a mail, and a mail says nothing that its message does not', () => {
  fc.assert(
    fc.property(seen, ({ it, today, isOverdue }) => {
      for (const message of caseMessages({ ...it, isOverdue }, today, calendar)) {
        const { subject, text } = mailText(message, { siteName: '信用澜溪', deskUrl: null })

        expect(message.key).toMatch(/^[a-z0-9.-]+$/i)
        expect(subject).toContain(message.receipt)
        expect(subject).not.toMatch(/[\r\n]/)
        expect(text).toContain(message.dueOn ?? '没有规定')
      }
    }),
  )
})
