import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importFile } from '../csv.ts'
import { world } from '../world.ts'

const DATA = process.env.GONGXIN_DATA ?? '../shared/data'
const LICENCES = join(DATA, 'licences-anhui/licences-anhui.xlsx')
const PENALTIES = join(DATA, 'penalties-finlaw/penalties.csv')
const isAbsent = !existsSync(LICENCES) || !existsSync(PENALTIES)
if (isAbsent) process.stderr.write(`SKIPPED: the real files are not in ${DATA}; set GONGXIN_DATA to run on them.\n`)

describe.skipIf(isAbsent)('files that organs really sent', () => {
  test('2,925 licences without organ and code are all taken in, none published, and again nothing changes', async () => {
    const w = await world({ empty: true })

    const first = await importFile(w, 'licence', LICENCES)
    const again = await importFile(w, 'licence', LICENCES)

    expect(first).toMatchObject({ read: 2925, accepted: 0, warned: 2925, rejected: 0, unchanged: 0, published: 0 })
    expect(first.withheld).toEqual([{ rule: 'record.organ-unknown', rows: 2925 }])
    expect(again).toMatchObject({ read: 2925, accepted: 0, warned: 0, rejected: 0, unchanged: 2925 })
  })

  test('a validity that is only a month stays a month, a true date stays a day, "5年" stays a duration', async () => {
    const w = await world({ empty: true })

    const { batch } = await importFile(w, 'licence', LICENCES)

    const reports = await w.store.rowReports(batch, 0, 5000)
    const ids = reports.flatMap(({ record }) => record ?? [])
    const opens = await w.store.openContents(ids)
    const shapes = opens.map((open) => (open.validUntil ?? '').replace(/\d/g, '9'))
    const count = (shape: string) => shapes.filter((it) => it === shape).length
    expect({ month: count('9999-99'), day: count('9999-99-99'), duration: count('+9y') }).toEqual({
      month: 2909,
      day: 10,
      duration: 6,
    })
    expect(opens.find((open) => open.documentNumber === '皖农肥(2015)准字4210号')).toMatchObject({
      decidedOn: '2015-10-02',
      validUntil: '2020-10-01',
    })
  })

  test('100 penalties are read, none merged, all withheld by a named rule, each with its lateness', async () => {
    const w = await world({ empty: true })

    const summary = await importFile(w, 'penalty', PENALTIES)

    const reports = await w.store.rowReports(summary.batch, 0, 200)
    expect(summary).toMatchObject({ read: 100, published: 0, rejected: 0 })
    expect(summary.withheld).toEqual([{ rule: 'penalty.period-certainly-over', rows: 100 }])
    expect(new Set(reports.map(({ record }) => record)).size).toBe(100)
    expect(reports.every(({ lateBy }) => lateBy !== null && lateBy > 0)).toBe(true)
    // Row 2: decided 2009-07-28, disclosed 2016-04-21.
    expect(reports[0]).toMatchObject({ n: 2, lateBy: 1674 })
  })
})
