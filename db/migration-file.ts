/**
 * What a migration may do while old and new processes run over one database.
 * `expand`: only adds, so that code which does not know it goes on. `backfill`: one statement that fills some rows, run
 * again until it changes none. `contract`: takes something away that no running release uses any more.
 */
export type MigrationStep = 'expand' | 'backfill' | 'contract'

/** The last of the files that were written before there was a rule. */
export const LAST_FREE = '0018'

/** The name says what it is: `0019-name.sql`, `0020-name.backfill.sql`, `0031-name.contract.sql`. */
export function stepOf(name: string): MigrationStep {
  if (name.endsWith('.backfill.sql')) return 'backfill'
  return name.endsWith('.contract.sql') ? 'contract' : 'expand'
}

/** What is wrong with a file by that rule, one sentence each. */
export function migrationTrouble(name: string, text: string): string[] {
  if (name.slice(0, LAST_FREE.length) <= LAST_FREE) return []
  const statements = statementsOf(text)
  switch (stepOf(name)) {
    case 'expand':
      return expandTrouble(name, statements)
    case 'backfill':
      return statements.length === 1 && /^UPDATE .+ LIMIT \d+/is.test(statements[0] ?? '')
        ? []
        : [`${name} is not one UPDATE of at most LIMIT n rows.`]
    case 'contract':
      return /^-- safe since release \S+/.test(text)
        ? []
        : [`${name} does not begin with "-- safe since release X": the first that no longer uses what it takes away.`]
  }
}

function expandTrouble(name: string, statements: readonly string[]): string[] {
  const made = new Set(
    statements.flatMap((it) => /^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/i.exec(it)?.[1]?.toLowerCase() ?? []),
  )
  return statements
    .filter((it) => !adds(it, made))
    .map((it) => `${name} does more than add, so it is no expanding step: ${it.slice(0, 80)}`)
}

/** Of a table made in the same file nobody else knows; of others only what old code can go on writing beside. */
function adds(statement: string, made: ReadonlySet<string>): boolean {
  const isOwn = (pattern: RegExp) => made.has(pattern.exec(statement)?.[1]?.toLowerCase() ?? '')
  if (/^CREATE (?:TABLE|VIEW|INDEX) /i.test(statement)) return true
  if (/^ALTER TABLE \w+ ADD (?:COLUMN )?/i.test(statement)) return isOptionalColumn(statement)
  if (/^CREATE UNIQUE INDEX /i.test(statement)) return isOwn(/ ON (\w+)/i)
  if (/^CREATE TRIGGER /i.test(statement)) return isOwn(/ ON (\w+)/i)
  return /^INSERT /i.test(statement) && isOwn(/ INTO (\w+)/i)
}

/** Old code leaves it out of what it inserts. */
function isOptionalColumn(statement: string): boolean {
  return !/ UNIQUE| PRIMARY KEY/i.test(statement) && (!/NOT NULL/i.test(statement) || /DEFAULT/i.test(statement))
}

/** Without comments, spaces folded; a trigger's own statements stay with it. */
function statementsOf(text: string): string[] {
  const plain = text.replaceAll(/--[^\n]*/g, '').replaceAll(/\s+/g, ' ')
  const statements: string[] = []
  let open = ''
  for (const piece of plain.split(';')) {
    open += open === '' ? piece.trim() : `;${piece}`
    const isInTrigger = /^CREATE TRIGGER /i.test(open) && !/ END$/i.test(open.trim())
    if (open !== '' && !isInTrigger) {
      statements.push(open)
      open = ''
    }
  }
  return open === '' ? statements : [...statements, open]
}
