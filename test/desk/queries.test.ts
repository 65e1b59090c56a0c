import { expect, test } from 'vitest'
import { STAFF_ROLES } from '#domain/vocabulary'
import { runCaseClock } from '#usecase/run-case-clock'
import { given } from '../http/sending.ts'
import { plansOf, statements } from '../statements.ts'
import { deskWorld } from './desk-world.ts'

/** A handful of rows whatever the place: its people, organs and keys. */
const FEW_ROWS = ['staff', 'organ', 'desk_key', 'desk_key_wrap', 'work_due_basis', 'publisher_lease']

test('no query of the desk reads a whole table', async () => {
  const w = await deskWorld()
  const open = [await given(w, 'objection'), await given(w, 'complaint'), await given(w, 'repair')]
  const { id } = (await w.rows('kind=penalty&limit=1'))[0] ?? { id: '' }
  const asked = statements()
  for (const role of STAFF_ROLES) {
    const who = await w.as(role)
    const lists = ['open', 'mine', 'overdue', 'waiting', 'closed'].flatMap((view) =>
      ['', '&kind=complaint', '&state=referred', '&organ=jiaotong-yunshu', '&after=2026-01-01.5.YY-1'].map(
        (filter) => `/cases?view=${view}${filter}`,
      ),
    )
    const papers = open.flatMap(({ receipt }) => [`/cases/${receipt}`, `/cases/${receipt}/sealed`])
    const rest = w.desk.routes
      .filter(({ method, path }) => method === 'GET' && !path.includes(':'))
      .map(({ path }) => path)
    const one = [
      `/records/${id}`,
      '/records/to-review?rule=any',
      '/changes?after=none',
      '/changes/none',
      '/audit?before=9.9',
      '/audit?group=case&from=2026-01-01&until=2026-12-31',
      '/audit?staff=somebody&group=record&from=2026-01-01',
      `/audit?number=${id}&staff=somebody&group=record`,
    ]
    const answers = []
    for (const path of [...lists, ...papers, ...rest, ...one]) {
      answers.push((await who.get(path)).status)
    }
    expect(answers.filter((status) => status >= 500)).toEqual([])
  }
  const clerk = await w.as('clerk')
  for (const { receipt } of open) {
    const { seq } = (await clerk.get(`/cases/${receipt}`)).body
    expect((await clerk.post(`/cases/${receipt}/steps`, { seq, command: 'accept' })).status).toBe(200)
  }
  await runCaseClock({ ...w.deps, ...w.deps.intake })

  /** The imports are read from their end in the order they lie in. */
  const isNewestFirst = (source: string) => /order by "desk_import"\."n" desc limit \?$/.test(source)
  const planned = [...asked].filter((it) => isPlanned(it) && !isNewestFirst(it))
  const scans = plansOf(`${w.folder}/gongxin.db`, planned).flatMap(({ source, steps }) =>
    steps.flatMap((step) => (isWholeTable(step) ? [`${step}: ${source}`] : [])),
  )

  expect(asked.size).toBeGreaterThan(60)
  expect(scans).toEqual([])
  expect(w.faults).toEqual([])
})

function isPlanned(source: string): boolean {
  return /^\s*(select|insert|update|delete|with)\b/i.test(source)
}

/** Lists inside a parameter are as long as whoever sent them made them. */
function isWholeTable(detail: string): boolean {
  const [, table = ''] = /^SCAN (\w+)(?! USING)(?: |$)/.exec(detail) ?? []
  return table !== '' && !detail.includes(' USING ') && !detail.includes('VIRTUAL TABLE') && !FEW_ROWS.includes(table)
}
