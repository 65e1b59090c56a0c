import { expect, test } from 'vitest'
import { recordCategories } from '#domain/record-categories'
import type { PenaltyKind } from '#domain/vocabulary'

const words = new Map<string, PenaltyKind>([
  ['罚款', 'fine'],
  ['警告', 'warning'],
])

test.each([
  ['罚款;警告', ['fine', 'warning']],
  ['1.警告 2.罚款', ['warning', 'fine']],
  ['口头教育', []],
  ['', []],
])('the kinds of a penalty %j are %j', (penaltyKinds, kinds) => {
  expect(recordCategories('penalty', { penaltyKinds }, words)).toEqual(kinds)
})

test.each([
  ['普通', ['ordinary']],
  ['普通许可；登记', ['ordinary', 'registration']],
  ['其他-备案', ['other']],
  ['行政许可', []],
])('the category of a licence %j is %j', (licenceCategory, categories) => {
  expect(recordCategories('licence', { licenceCategory }, words)).toEqual(categories)
})
