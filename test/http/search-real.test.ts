import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ExactAnswer, PublicRecord } from '#contract/record'
import { SearchAnswer } from '#contract/search'
import { publishPending } from '#usecase/publish-pending'
import { importFile } from '../csv.ts'
import { world } from '../world.ts'

const DATA = process.env.GONGXIN_DATA ?? '../shared/data'
const LICENCES = join(DATA, 'licences-anhui/licences-anhui.xlsx')
const isAbsent = !existsSync(LICENCES)
if (isAbsent) process.stderr.write(`SKIPPED: ${LICENCES} is not there; set GONGXIN_DATA to search real numbers.\n`)

const wide = (text: string) => text.replace(/[!-~]/g, (it) => String.fromCharCode(it.charCodeAt(0) + 0xfee0))
const spaced = (text: string) => ` ${[...text].join(' ')}　`
const bracketed = (text: string) => text.replace(/[([（〔［]/g, '【').replace(/[)\]）〕］]/g, '】')

const NUMBER_NOTATIONS = [wide, spaced, (text: string) => bracketed(text).replace(/号$/, '')]
const NAME_NOTATIONS = [wide, spaced, bracketed]

describe.skipIf(isAbsent)('numbers and names that organs really wrote', () => {
  test('each in three other notations comes first', async () => {
    // Inside the validity of these licences; the file names no organ, so the test place lends one.
    const w = await world({ empty: true, day: '2016-06-01' })
    const [organ] = await w.store.organs()
    if (!organ) throw new Error('The demo has no organ.')
    await importFile(w, 'licence', LICENCES, organ.slug)
    await publishPending(w)
    const byNumber = new Map<string, Set<string>>()
    const byName = new Map<string, Set<string>>()
    for (let after = ''; ; ) {
      const ids = await w.store.publicIds(after, 500)
      if (ids.length === 0) break
      after = ids.at(-1) ?? after
      for (const id of ids) {
        const record = PublicRecord.parse((await w.get(`records/${id}`)).body)
        const [number, name] = [record.documentNumber ?? '', record.subject.name]
        byNumber.set(number, (byNumber.get(number) ?? new Set()).add(id))
        byName.set(name, (byName.get(name) ?? new Set()).add(id))
      }
    }
    const firstOfSearch = async (q: string) =>
      SearchAnswer.parse((await w.get(`search?q=${q}&limit=1`)).body).items[0]?.record.id
    expect(byNumber.size).toBeGreaterThan(2500)
    process.stdout.write(`  ${byNumber.size} numbers, ${byName.size} names\n`)

    const misses: string[] = []
    const ask = async (written: string, meant: ReadonlySet<string>) => {
      // The first of a search is what is exact, so the whole search is asked only where nothing is.
      const q = encodeURIComponent(written)
      const exact = ExactAnswer.parse((await w.get(`exact?q=${q}`)).body)
      const first = exact.records[0]?.id ?? (await firstOfSearch(q))
      if (first === undefined || !meant.has(first)) misses.push(written)
    }
    for (const [number, ids] of byNumber) for (const write of NUMBER_NOTATIONS) await ask(write(number), ids)
    for (const [name, ids] of byName) for (const write of NAME_NOTATIONS) await ask(write(name), ids)
    expect(misses).toEqual([])
  }, 600_000)
})
