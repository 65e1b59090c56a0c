import { expect, test } from 'vitest'
import { findRecords } from '../../site/src/lib/desk/find-record.ts'
import { world } from '../world.ts'
import { localsOf } from './locals.ts'

test('a record is found by its id, a pasted address, or the number of the document in any notation', async () => {
  const w = await world()
  const locals = localsOf(w)
  const [row] = await w.rows('kind=penalty&limit=1')
  if (row === undefined) throw new Error('The demo has no penalty.')
  const number = row.documentNumber ?? ''

  for (const typed of [row.id, ` ${row.id.toUpperCase()} `, `https://gongxin.example/penalties/${row.id}/?from=a#b`]) {
    expect(await findRecords(locals, typed)).toBe(row.id)
  }
  for (const typed of [number, ` ${number.replace('〔', '[').replace('〕', ']')} `]) {
    expect(await findRecords(locals, typed)).toMatchObject([{ id: row.id, documentNumber: number }])
  }
  expect(await findRecords(locals, '澜无此号〔2026〕1号')).toEqual([])
})
