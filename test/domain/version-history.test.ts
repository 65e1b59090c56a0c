import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Day, parseDay } from '#domain/day'
import { publicHistory, type VersionContent } from '#domain/version-history'

const DAY = parseDay('2026-03-05') as Day
const version = (n: number, open: VersionContent['open'], maskedFields: string[] = []): VersionContent => ({
  version: n,
  updatedOn: DAY,
  open,
  maskedFields,
})

test('dates and amounts are shown before and after; words are only said to have changed', () => {
  const first = version(1, { decidedOn: '2026-03-04', fineAmount: '50000', facts: '张三在其店内销售', content: '同' })
  const second = version(2, { decidedOn: '2026-03-05', fineAmount: '60000', facts: '当事人销售', content: '同' })

  expect(publicHistory('penalty', [first, second], false)).toEqual([
    {
      version: 2,
      updatedOn: DAY,
      changes: [
        { label: '违法事实', before: null, after: null },
        { label: '罚款金额', before: '500元', after: '600元' },
        { label: '处罚决定日期', before: '2026年3月4日', after: '2026年3月5日' },
      ],
    },
  ])
})

test('the newest change comes first, and one version has no history', () => {
  const versions = [1, 2, 3].map((n) => version(n, { decidedOn: `2026-03-0${n}` }))

  expect(publicHistory('penalty', versions, false).map((it) => it.version)).toEqual([3, 2])
  expect(publicHistory('penalty', versions.slice(0, 1), false)).toEqual([])
})

test('a field that the public may not see is not even named', () => {
  const before = version(1, { legalRepresentative: '甲', remarks: '一', personIdNumber: '1' })
  const after = version(2, { legalRepresentative: '乙', remarks: '二', personIdNumber: '2' })

  expect(publicHistory('penalty', [before, after], false)[0]?.changes).toEqual([])
  expect(publicHistory('penalty', [before, after], true)[0]?.changes).toMatchObject([{ before: null, after: null }])
})

test('no word of an earlier version is in the history, whatever it was', () => {
  const words = fc.stringMatching(/^[甲-龟]{4,12}$/)
  fc.assert(
    fc.property(words, words, words, (subjectName, facts, content) => {
      const history = publicHistory(
        'penalty',
        [version(1, { subjectName, facts, content }), version(2, { subjectName: '某店', facts: '略', content: '略' })],
        true,
      )
      const said = JSON.stringify(history)
      for (const word of [subjectName, facts, content]) expect(said).not.toContain(word)
    }),
  )
})
