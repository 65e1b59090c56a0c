/**
 * Rows and records that share a natural key (organ, folded number, subject) are a family. Decides what each row of a
 * file is to the records already there, in any order of rows: nothing is merged silently, the same file changes nothing.
 */
export type FamilyRow = { n: number; contentMac: string; numbered: boolean }
export type FamilyRecord = { id: string; ordinal: number; contentMac: string }

export type FamilyAction =
  | { n: number; do: 'keep'; id: string }
  | { n: number; do: 'duplicate'; of: number }
  | { n: number; do: 'revise'; id: string }
  | { n: number; do: 'create'; ordinal: number; rivals: number[] }

export function planFamily(rows: readonly FamilyRow[], records: readonly FamilyRecord[]): FamilyAction[] {
  const actions = new Map<number, FamilyAction>()
  const free = new Map(records.map((record) => [record.id, record]))
  const firstByContent = new Map<string, number>()
  const fresh: FamilyRow[] = []

  for (const row of rows) {
    const same = [...free.values()].find((record) => record.contentMac === row.contentMac)
    const earlier = firstByContent.get(row.contentMac)
    if (earlier !== undefined && row.numbered) actions.set(row.n, { n: row.n, do: 'duplicate', of: earlier })
    else if (same) {
      free.delete(same.id)
      actions.set(row.n, { n: row.n, do: 'keep', id: same.id })
    } else fresh.push(row)
    if (earlier === undefined) firstByContent.set(row.contentMac, row.n)
  }

  const [onlyRow, ...moreRows] = fresh
  const [onlyRecord, ...moreRecords] = free.values()
  const unambiguous = onlyRow?.numbered && moreRows.length === 0 && moreRecords.length === 0
  if (onlyRow && onlyRecord && unambiguous) {
    actions.set(onlyRow.n, { n: onlyRow.n, do: 'revise', id: onlyRecord.id })
  } else {
    let ordinal = records.reduce((highest, record) => Math.max(highest, record.ordinal + 1), 0)
    const distinct = rows.filter((row) => actions.get(row.n)?.do !== 'duplicate').map((row) => row.n)
    for (const row of fresh) {
      const rivals = row.numbered ? distinct.filter((n) => n !== row.n) : []
      actions.set(row.n, { n: row.n, do: 'create', ordinal: ordinal++, rivals })
    }
  }
  return rows.map((row) => actionOf(actions, row.n))
}

function actionOf(actions: ReadonlyMap<number, FamilyAction>, n: number): FamilyAction {
  const action = actions.get(n)
  if (!action) throw new Error(`Row ${n} was left without an action.`)
  return action
}
