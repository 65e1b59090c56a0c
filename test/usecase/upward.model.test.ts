import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UpwardBatch } from '#domain/upward-batch'
import { renderUpwardBatch } from '#usecase/make-upward-batch'
import { endRecord, holdRecord, withdrawRecord } from '#usecase/remove-record'
import { importRows, PENALTY } from '../csv.ts'
import { query } from './changing.ts'
import { allBatches, publicRecords, type Receiver, receiver, report, type Sender, sender, take } from './reporting.ts'

const REASON = '原处罚决定已被复议撤销'

/** What happens on the sender's side, and what the post does with batches: `pick` chooses among those there are. */
type Step =
  | { do: 'import'; slot: number; text: number }
  | { do: 'withdraw' | 'end' | 'hold'; slot: number }
  | { do: 'report' }
  | { do: 'deliver now' | 'deliver as it was sent'; pick: number }

const slot = fc.constantFrom(1, 2, 3)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('import' as const), slot, text: fc.nat({ max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('withdraw' as const, 'end' as const, 'hold' as const), slot }),
  },
  { weight: 4, arbitrary: fc.constant({ do: 'report' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('deliver now' as const, 'deliver as it was sent' as const),
      pick: fc.nat({ max: 20 }),
    }),
  },
)

const numberOf = (n: number) => `澜市监罚〔2026〕870${n}号`

async function idOf({ w }: Sender, n: number): Promise<string | undefined> {
  const rows = await query(w, sql`SELECT record_id AS id FROM version WHERE open ->> 'documentNumber' = ${numberOf(n)}`)
  return rows[0] === undefined ? undefined : String(rows[0].id)
}

async function act(it: Step, from: Sender, to: Receiver, sent: UpwardBatch[]): Promise<void> {
  switch (it.do) {
    case 'import': {
      const content = `罚款人民币${it.text + 1}000元。`
      await importRows(from.w, 'penalty', [{ ...PENALTY, 行政处罚决定书文号: numberOf(it.slot), 处罚内容: content }])
      return
    }
    case 'report':
      for (const batch of (await report(from)).slice(sent.length)) sent.push(batch)
      return
    case 'deliver now':
    case 'deliver as it was sent': {
      const batch = sent[it.pick % Math.max(1, sent.length)]
      if (batch === undefined) return
      const now = it.do === 'deliver now' ? await renderUpwardBatch(from.deps, batch.seq) : batch
      if (now !== undefined) await take(to, now)
      return
    }
    default: {
      const id = await idOf(from, it.slot)
      if (id === undefined) return
      const asked = { id, actor: 'operator' as const, reason: REASON }
      // Whether the record can take the step is not what this is about.
      if (it.do === 'withdraw') await withdrawRecord(from.w, { ...asked, ground: 'quashed' })
      else if (it.do === 'end') await endRecord(from.w, { ...asked, ground: 'repaired' })
      else await holdRecord(from.w, asked)
    }
  }
}

test('whatever is lost, comes twice, late or in any order: once every number has come, both places say the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 14 }),
      fc.infiniteStream(fc.nat()),
      async (steps, order) => {
        const from = await sender({ empty: true })
        const to = await receiver(from)
        const sent: UpwardBatch[] = []
        for (const it of steps) await act(it, from, to, sent)

        const all = await report(from)
        const shuffled = all
          .flatMap((batch) => [batch, batch])
          .map((batch) => ({ batch, at: order.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
        for (const { batch } of shuffled) await take(to, batch)

        expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
        expect(await allBatches(from.deps)).toEqual(all)
        // What was sent first is what the log proves, whatever was overtaken since.
        expect(sent.map(({ checksum }) => checksum)).toEqual(all.slice(0, sent.length).map(({ checksum }) => checksum))
      },
    ),
    { numRuns: 12 },
  )
}, 180_000)
