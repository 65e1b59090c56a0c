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

/** So that a file with one number in every row does not make lists as long as itself. */
export const MOST_RIVALS = 10

export function planFamily(rows: readonly FamilyRow[], records: readonly FamilyRecord[]): FamilyAction[] {
  const actions = new Map<number, FamilyAction>()
  const free = new Map<string, FamilyRecord[]>()
  for (const record of records) free.set(record.contentMac, [...(free.get(record.contentMac) ?? []), record])
  const firstByContent = new Map<string, number>()
  const fresh: FamilyRow[] = []

  for (const row of rows) {
    const earlier = firstByContent.get(row.contentMac)
    if (earlier === undefined) firstByContent.set(row.contentMac, row.n)
    const same = free.get(row.contentMac)
    if (earlier !== undefined && row.numbered) actions.set(row.n, { n: row.n, do: 'duplicate', of: earlier })
    else if (same?.[0]) actions.set(row.n, { n: row.n, do: 'keep', id: takeFirst(same).id })
    else fresh.push(row)
  }

  const [onlyRow, ...moreRows] = fresh
  const [onlyRecord, ...moreRecords] = [...free.values()].flat()
  const unambiguous = onlyRow?.numbered && moreRows.length === 0 && moreRecords.length === 0
  if (onlyRow && onlyRecord && unambiguous) {
    actions.set(onlyRow.n, { n: onlyRow.n, do: 'revise', id: onlyRecord.id })
  } else {
    let ordinal = records.reduce((highest, record) => Math.max(highest, record.ordinal + 1), 0)
    const distinct = rows.filter((row) => actions.get(row.n)?.do !== 'duplicate').map((row) => row.n)
    for (const row of fresh) {
      const rivals = row.numbered ? rivalsOf(row.n, distinct) : []
      actions.set(row.n, { n: row.n, do: 'create', ordinal: ordinal++, rivals })
    }
  }
  return rows.map((row) => actionOf(actions, row.n))
}

/** The first few others. */
function rivalsOf(n: number, distinct: readonly number[]): number[] {
  return distinct
    .slice(0, MOST_RIVALS + 1)
    .filter((other) => other !== n)
    .slice(0, MOST_RIVALS)
}

/** Safe: called only where there is a first. */
function takeFirst(list: FamilyRecord[]): FamilyRecord {
  const first = list.shift()
  if (!first) throw new Error('There is no record left to keep.')
  return first
}

function actionOf(actions: ReadonlyMap<number, FamilyAction>, n: number): FamilyAction {
  const action = actions.get(n)
  if (!action) throw new Error(`Row ${n} was left without an action.`)
  return action
}
