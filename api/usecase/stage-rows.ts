import { cleanCell } from '#domain/cell-text'
import { type Day, dayOfInstant } from '#domain/day'
import { timeliness } from '#domain/deadline'
import { foldName } from '#domain/document-number'
import type { HeaderMapping } from '#domain/header-mapping'
import { isBlankRow, type RowNote, readRow, rowContext } from '#domain/import-row'
import { isDecision } from '#domain/kind-groups'
import { maskPersonalData } from '#domain/masking'
import { sealingRule } from '#domain/publication'
import type { FieldValues, RecordContent } from '#domain/record-content'
import { dayField } from '#domain/record-facts'
import { inForce } from '#domain/rules'
import type { ImportDeps, ImportInput } from './import-batch.ts'
import type { OrganRow, StagedRow } from './ports.ts'
import { type Keys, keysOf, proposeRecord, reportedKeys } from './propose-record.ts'

const STAGE_ROWS = 1000

/** Reads and judges every row that is not yet staged, in the staging tables only; answers how many rows the file has. */
export async function stageRows(
  deps: ImportDeps,
  input: ImportInput,
  batchId: string,
  { lastRow, organs }: { lastRow: number; organs: readonly OrganRow[] },
): Promise<number> {
  const judge = rowJudge(deps, input, organs)
  let chunk: StagedRow[] = []
  let read = 0
  for await (const rows of input.rows) {
    for (const row of rows) {
      if (isBlankRow(row.cells, input.mapping)) continue
      read += 1
      if (row.n > lastRow) chunk.push(judge(row))
    }
    if (chunk.length < STAGE_ROWS) continue
    await deps.store.stageRows(batchId, chunk)
    chunk = []
    input.onProgress?.('reading', read)
  }
  if (chunk.length > 0) await deps.store.stageRows(batchId, chunk)
  input.onProgress?.('reading', read)
  return read
}

type RowJudge = (row: { n: number; cells: string[] }) => StagedRow

function rowJudge(deps: ImportDeps, input: ImportInput, organs: readonly OrganRow[]): RowJudge {
  const { kind, mapping, words, showRepresentative } = input
  const context = rowContext({ kind, mapping, words, showRepresentative })
  const judged = { kind, words: input.penaltyWords }
  const findOrgan = organFinder(organs, input.organ)
  const lateness = isDecision(kind) ? latenessOf(deps, input.today) : () => null
  const today = dayOfInstant(deps.clock())
  const keys = (n: number, organ: OrganRow | undefined, content: RecordContent): Keys => {
    const natural = keysOf(deps.secrets, kind, organ, content)
    const of = input.reported?.records.get(n)
    if (input.reported === undefined || of === undefined) return natural
    return reportedKeys(natural, deps.secrets, { sender: input.reported.sender, ...of })
  }
  const maskedIn = (n: number, { maskedFields }: RecordContent) => [
    ...new Set([...maskedFields, ...(input.reported?.records.get(n)?.masked ?? [])]),
  ]
  /** Kept of it: row, rule, and the keys by which a record of the same decision is found. */
  const sealedRow = (
    row: Pick<StagedRow, 'n' | 'organSlug' | 'lateBy'>,
    rule: string,
    content: RecordContent,
  ): StagedRow => {
    // Nobody takes another organ's record out of public by a row of theirs.
    const organ = isForeign(input, content.open, findOrgan) ? undefined : findOrgan(content.open)
    const { numberKey, familyKey, numbered } = keys(row.n, organ, content)
    const isFound = organ !== undefined && numbered
    const notes: RowNote[] = isFound ? [] : [{ code: 'sealed-unmatched', column: null }]
    const found = isFound ? { numberKey, familyKey } : { numberKey: '', familyKey: '' }
    return { ...row, outcome: 'rejected', notes, sealedBy: rule, ...found }
  }
  return ({ n, cells }) => {
    const read = readRow(cells, context)
    if (read.verdict === 'rejected') {
      const sealed = sealingRule(kind, {}, cells.join('\n'), deps.rules, today)
      const organSlug = findOrgan(cellsOf(mapping, cells))?.slug ?? input.organ
      const row = { n, outcome: 'rejected' as const, organSlug, lateBy: null }
      if (sealed) return sealedRow(row, sealed.rule, contentOfCells(mapping, cells))
      return { ...row, notes: read.notes, received: masked(cells) }
    }
    const content = { ...read.content, maskedFields: maskedIn(n, read.content) }
    const organ = findOrgan(content.open)
    const row = { n, organSlug: organ?.slug ?? input.organ, lateBy: lateness(content) }
    const elsewhere = [...Object.values(content.extras), content.sealed.remarks ?? ''].join('\n')
    const sealed = sealingRule(kind, content.open, elsewhere, deps.rules, today)
    if (sealed) return sealedRow({ ...row, lateBy: null }, sealed.rule, content)
    if (isForeign(input, content.open, findOrgan)) {
      const column = mapping.columns.find(({ field }) => field === 'agencyCode' || field === 'agencyName')
      const note = { code: 'organ-other' as const, column: column?.header ?? null }
      return { n, outcome: 'rejected', organSlug: input.organ, lateBy: null, notes: [note], received: masked(cells) }
    }
    const notes: RowNote[] = organ
      ? read.notes.filter((note) => !(note.code === 'field-missing' && note.column === 'agencyName'))
      : [...read.notes, { code: 'organ-unknown', column: null }]
    const outcome = notes.length === 0 ? 'accepted' : 'warned'
    return { ...row, outcome, notes, proposal: proposeRecord(deps, judged, content, organ, keys(n, organ, content)) }
  }
}

const masked = (cells: readonly string[]) => cells.map(maskPersonalData)

type Named = Pick<FieldValues, 'agencyCode' | 'agencyName'>

/** In a file of one organ alone: a row that names another one, or one that nobody knows. */
function isForeign(
  { isOrgansOwn, organ }: ImportInput,
  open: Named,
  find: (open: Named) => OrganRow | undefined,
): boolean {
  const isNamed = open.agencyCode !== undefined || open.agencyName !== undefined
  return isOrgansOwn === true && isNamed && find(open)?.slug !== organ
}

function contentOfCells(mapping: HeaderMapping, cells: readonly string[]): RecordContent {
  return { open: cellsOf(mapping, cells), sealed: {}, extras: {}, maskedFields: [], unreadFields: [] }
}

/** A row that cannot be read as a whole still says whose it is and which. */
function cellsOf(mapping: HeaderMapping, cells: readonly string[]): FieldValues {
  const values: FieldValues = {}
  for (const field of ['agencyCode', 'agencyName', 'documentNumber', 'subjectName'] as const) {
    const index = mapping.columns.findIndex((column) => column.field === field)
    const text = cleanCell(cells[index] ?? '', 'joined')
    if (text !== '') values[field] = text
  }
  return values
}

/** Which organ a content names; `fallback`: that of a file, for rows that name none. */
export function organFinder(organs: readonly OrganRow[], fallback: string | null) {
  const byCode = new Map(organs.flatMap((organ) => (organ.uscc === null ? [] : [[organ.uscc, organ] as const])))
  const byName = new Map(organs.flatMap((organ) => organ.foldedNames.map((name) => [name, organ] as const)))
  const whole = organs.find((organ) => organ.slug === fallback)
  return (open: Named): OrganRow | undefined => {
    if (open.agencyCode === undefined && open.agencyName === undefined) return whole
    return byCode.get(open.agencyCode ?? '') ?? byName.get(foldName(open.agencyName ?? ''))
  }
}

/** Rows of a file share few days, and counting working days over ten years is slow: each pair is counted once. */
function latenessOf(deps: ImportDeps, today: Day) {
  const clock = inForce(deps.rules.clocks, today).find((it) => it.duty === 'publish-decision')
  const known = new Map<string, number | null>()
  return ({ open }: RecordContent): number | null => {
    const decidedOn = dayField(open.decidedOn)
    if (!decidedOn || !clock) return null
    const publishedOn = dayField(open.disclosedOn)
    const key = `${decidedOn}/${publishedOn ?? ''}`
    const before = known.get(key)
    if (before !== undefined) return before
    const finding = timeliness({
      decidedOn,
      ...(publishedOn ? { publishedOn } : {}),
      today,
      calendar: deps.calendar,
      workdays: clock.workdays,
    })
    const lateBy = finding.status === 'unknown' ? null : finding.lateBy
    known.set(key, lateBy)
    return lateBy
  }
}
