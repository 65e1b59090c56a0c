import { describe, expect, test } from 'vitest'
import { penaltyKindsOf } from '#domain/record-facts'
import { loadContent } from '../../scripts/lib/content.ts'

const { penaltyWords } = await loadContent('demo')

describe('several kinds of penalty in one cell', () => {
  test.each([
    '；',
    ';',
    '、',
    '，',
    ',',
    '+',
    '＋',
    '/',
    '|',
    '\\',
    '\n',
    ' ',
    '。',
    '并处',
    '；并处',
    '，并',
    '和',
    '以及',
  ])('are parted by %j', (sign) => {
    expect(penaltyKindsOf(`警告${sign}罚款`, penaltyWords)).toEqual(['warning', 'fine'])
  })

  test.each([
    ['1.警告；2.罚款', ['warning', 'fine']],
    ['1、警告\n2、没收违法所得', ['warning', 'confiscate-gains']],
    ['（1）罚款（2）警告', ['fine', 'warning']],
    ['罚款并没收违法所得、没收非法财物', ['fine', 'confiscate-gains', 'confiscate-goods']],
    ['罚款；罚款', ['fine']],
    ['其他-责令限期改正', ['other']],
  ])('%j', (text, kinds) => {
    expect(penaltyKindsOf(text, penaltyWords)).toEqual(kinds)
  })

  test.each(['罚款；通告', '罚款1.5万元', '没收违法所得、非法财物', ''])(
    'one word that nobody knows makes them unknown, not fewer: %j',
    (text) => {
      expect(penaltyKindsOf(text, penaltyWords)).toEqual([])
    },
  )
})
