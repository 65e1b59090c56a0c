import { expect, test } from 'vitest'
import { publishPending } from '#usecase/publish-pending'
import { withdrawRecord } from '#usecase/remove-record'
import { plansOf, statements } from '../statements.ts'
import { world } from '../world.ts'

/** An index on states alone holds nearly every record: what begins there grows with the place. */
const ALL_OF_A_STATE = /USING (?:COVERING )?INDEX record_(?:state|until) \(state=\?\)$/
const WHOLE = /^SCAN (?:record|version|publication|own)\b/

test('what a publish asks of some records never goes through all of them', async () => {
  const w = await world()
  const [row] = await w.rows('kind=licence&limit=1')
  const asked = statements()

  await withdrawRecord(w, { id: row?.id ?? '', ground: 'void', reason: '原决定被确认无效。', actor: 'operator' })
  await publishPending(w)
  await w.store.forgetLineage()
  await publishPending(w)

  const reads = [...asked].filter(
    (source) => /^select/i.test(source) && !/^select "?kind"?, count|^select count/i.test(source),
  )
  const long = plansOf(`${w.folder}/gongxin.db`, reads).filter(({ source, steps }) => {
    const isOfSome = / in \(|join/i.test(source)
    return isOfSome && steps.some((step) => ALL_OF_A_STATE.test(step) || WHOLE.test(step))
  })
  expect(reads.length).toBeGreaterThan(10)
  expect(long).toEqual([])
})
