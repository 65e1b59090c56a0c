import { expect, test } from 'vitest'
import { namelessTitle } from '#domain/public-record'

const NAME = '澜溪县（集团）试样食品有限公司'

test.each([
  [NAME, `${NAME}经营过期食品案`],
  [NAME, '澜溪县(集团)试样食品有限公司经营超过保质期的食品案'],
  [NAME, '澜溪县（集团） 试样食品公司经营过期食品案'],
  [NAME, '某年某月某日，经查实，违反规定的案件：当事人澜溪县（集团）试…'],
  ['老王面馆', '老王面馆无证经营'],
])('against %s, %s says who it was and is left out', (name, title) => {
  expect(namelessTitle({ title, subject: { name } })).toBeNull()
})

test.each([
  [NAME, '经营超过保质期的食品'],
  [NAME, '未经许可从事娱乐场所经营活动'],
  ['', '超限运输货物'],
])('against %s, %s names nobody', (name, title) => {
  expect(namelessTitle({ title, subject: { name } })).toBe(title)
})
