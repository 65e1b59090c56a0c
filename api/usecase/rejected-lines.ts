import { type RejectedLine, rejectedLine } from '#domain/rejected-line'
import type { Rules } from '#domain/rules'
import type { RecordStore, RejectedBatch } from './ports.ts'

const ROWS_AT_ONCE = 500

/** Every row of the batch that was not taken in, in the order of its file, as the organ gets it back. */
export async function* rejectedLines(
  { store, rules }: { store: Pick<RecordStore, 'rejectedRows'>; rules: Rules },
  { id, kind, headers }: RejectedBatch,
): AsyncGenerator<RejectedLine> {
  const bases = new Map(rules.publication.map((rule) => [rule.id, rule.basis]))
  for (let after = 0; ; ) {
    const rows = await store.rejectedRows(id, after, ROWS_AT_ONCE)
    const last = rows.at(-1)
    if (!last) return
    after = last.n
    for (const row of rows) yield rejectedLine(kind, headers, row, (rule) => bases.get(rule) ?? rule)
  }
}
