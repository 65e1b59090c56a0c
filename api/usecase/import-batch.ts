import type { Calendar } from '#domain/calendar'
import { canonicalJson } from '#domain/canonical-json'
import { commit } from '#domain/commitment'
import { type Day, dayOfInstant } from '#domain/day'
import { timeliness } from '#domain/deadline'
import { foldName } from '#domain/document-number'
import type { ImportFailure } from '#domain/failure'
import { type FamilyAction, planFamily } from '#domain/family-plan'
import { type HeaderDictionary, mapHeaders } from '#domain/header-mapping'
import { type RowNote, readRow, type WordLists } from '#domain/import-row'
import { maskPersonalData } from '#domain/masking'
import { naturalKey } from '#domain/natural-key'
import { decidePublication } from '#domain/publication'
import type { RecordContent } from '#domain/record-content'
import { dayField, factsOf, type PenaltyWords } from '#domain/record-facts'
import { recordIdFrom } from '#domain/record-id'
import { fail, ok, type Result } from '#domain/result'
import { inForce, type Rules } from '#domain/rules'
import { checkUscc } from '#domain/uscc'
import type { ActorKind, RecordKind } from '#domain/vocabulary'
import type {
  BatchSummary,
  Clock,
  FamilyMember,
  OrganRow,
  RecordStore,
  RowWrite,
  Secrets,
  StagedRow,
  VersionWrite,
} from './ports.ts'

export type ImportDeps = { store: RecordStore; secrets: Secrets; clock: Clock; rules: Rules; calendar: Calendar }

export type ImportInput = {
  kind: RecordKind
  fileName: string
  fileHash: string
  headers: string[]
  rows: AsyncIterable<{ n: number; cells: string[] }>
  dictionary: HeaderDictionary
  words: WordLists
  penaltyWords: PenaltyWords
  /** Organ the whole file is from, for rows that name none. */
  organ: string | null
  showRepresentative: boolean
  /** The day on which lateness is counted. */
  today: Day
  actor: ActorKind
  onProgress?: (step: 'reading' | 'applying', rows: number) => void
}

const STAGE_ROWS = 500
const APPLY_ROWS = 200
/** Rejected rows are kept for the organ to mend, then purged: 本站承诺 90 days. */
const REJECTED_KEPT_MS = 90 * 86_400_000

/**
 * Takes a file in, in two steps that survive a crash: all rows are staged, then applied family by family. Until a row
 * is applied nothing of it exists outside the staging tables; a rerun of the same file resumes where it stopped.
 */
export async function importBatch(deps: ImportDeps, input: ImportInput): Promise<Result<BatchSummary, ImportFailure>> {
  const mapping = mapHeaders(input.headers, input.dictionary, input.kind)
  const missing = (['subjectName', 'decidedOn'] as const).filter(
    (field) => !mapping.columns.some((it) => it.field === field),
  )
  if (missing.length > 0)
    return fail({ code: 'headers-unknown', file: input.fileName, headers: input.headers, missing })
  const organs = await deps.store.organs()
  if (input.organ !== null && !organs.some((organ) => organ.slug === input.organ)) {
    return fail({ code: 'organ-not-found', slug: input.organ, known: organs.map((organ) => organ.slug) })
  }
  const findOrgan = organFinder(organs, input.organ)
  const before = await deps.store.unfinishedBatch(input.fileHash, input.kind)
  const batchId = before?.id ?? `b-${deps.secrets.random(8)}`
  if (!before) {
    await deps.store.openBatch({
      id: batchId,
      actor: input.actor,
      kind: input.kind,
      fileName: input.fileName,
      fileHash: input.fileHash,
      mapping: mapping.columns.map(({ header, field }) => ({ header, field })),
      at: deps.clock(),
    })
  }
  if (before?.state !== 'applying') await stage(deps, input, batchId, before?.staged ?? 0, findOrgan, mapping)
  await apply(deps, input, batchId, findOrgan)
  await deps.store.setBatchState(batchId, 'done', deps.clock())
  return ok(await deps.store.summary(batchId))
}

type OrganFinder = (content: RecordContent) => OrganRow | undefined

function organFinder(organs: readonly OrganRow[], fallback: string | null): OrganFinder {
  const byCode = new Map(organs.flatMap((organ) => (organ.uscc === null ? [] : [[organ.uscc, organ] as const])))
  const byName = new Map(organs.flatMap((organ) => organ.foldedNames.map((name) => [name, organ] as const)))
  const whole = organs.find((organ) => organ.slug === fallback)
  return ({ open }) => {
    if (open.agencyCode === undefined && open.agencyName === undefined) return whole
    return byCode.get(open.agencyCode ?? '') ?? byName.get(foldName(open.agencyName ?? ''))
  }
}

async function stage(
  deps: ImportDeps,
  input: ImportInput,
  batchId: string,
  alreadyStaged: number,
  findOrgan: OrganFinder,
  mapping: ReturnType<typeof mapHeaders>,
): Promise<void> {
  const context = { kind: input.kind, mapping, words: input.words, showRepresentative: input.showRepresentative }
  let chunk: StagedRow[] = []
  let read = 0
  for await (const row of input.rows) {
    read += 1
    if (read <= alreadyStaged) continue
    const result = readRow(row.cells, context)
    if (result.verdict === 'rejected') {
      const content = JSON.stringify(row.cells.map(maskPersonalData))
      chunk.push({ n: row.n, familyKey: null, content, notes: result.notes, outcome: 'rejected' })
    } else {
      const organ = findOrgan(result.content)
      const notes: RowNote[] = organ ? result.notes : [...result.notes, { code: 'organ-unknown', column: null }]
      const key = naturalKey(input.kind, organ?.slug ?? foldName(result.content.open.agencyName ?? ''), result.content)
      const content = JSON.stringify({ content: result.content, numbered: key.numbered })
      chunk.push({ n: row.n, familyKey: deps.secrets.mac(key.text), content, notes, outcome: null })
    }
    if (chunk.length < STAGE_ROWS) continue
    await deps.store.stageRows(batchId, chunk, deps.clock() + REJECTED_KEPT_MS)
    chunk = []
    input.onProgress?.('reading', read)
  }
  if (chunk.length > 0) await deps.store.stageRows(batchId, chunk, deps.clock() + REJECTED_KEPT_MS)
  input.onProgress?.('reading', read)
  await deps.store.setBatchState(batchId, 'applying', deps.clock())
}

type Staged = {
  n: number
  familyKey: string
  content: RecordContent
  numbered: boolean
  contentMac: string
  notes: RowNote[]
}

async function apply(deps: ImportDeps, input: ImportInput, batchId: string, findOrgan: OrganFinder): Promise<void> {
  let applied = 0
  const lateness = latenessOf(deps, input.today)
  for (;;) {
    const staged = await deps.store.nextFamilies(batchId, APPLY_ROWS)
    if (staged.length === 0) return
    const rows = staged.map((row) => unpack(row, deps.secrets))
    const byFamily = Map.groupBy(rows, (row) => row.familyKey)
    const known = await deps.store.families([...byFamily.keys()])
    const versions: VersionWrite[] = []
    const writes: RowWrite[] = []
    for (const [familyKey, family] of byFamily) {
      const members = known.get(familyKey) ?? []
      const plan = planFamily(family, members)
      const done = new Map<number, RowWrite>()
      for (const [index, action] of plan.entries()) {
        const row = family[index]
        if (!row) continue
        const write = writeFor(deps, input, findOrgan, { row, action, members, done, lateness }, versions)
        done.set(row.n, write)
        writes.push(write)
      }
    }
    await deps.store.applyChunk({ batchId, versions, rows: writes, actor: input.actor, at: deps.clock() })
    applied += staged.length
    input.onProgress?.('applying', applied)
  }
}

/** Safe: staged content was written by `stage` as exactly this shape, in the same code version or a migration's. */
function unpack(row: StagedRow, secrets: Secrets): Staged {
  const { content, numbered } = JSON.parse(row.content) as { content: RecordContent; numbered: boolean }
  const { open, sealed, extras } = content
  const contentMac = secrets.mac(canonicalJson({ open, sealed, extras }))
  return { n: row.n, familyKey: row.familyKey ?? '', content, numbered, contentMac, notes: row.notes }
}

type Work = {
  row: Staged
  action: FamilyAction
  members: readonly FamilyMember[]
  done: ReadonlyMap<number, RowWrite>
  lateness: Lateness
}

function writeFor(
  deps: ImportDeps,
  input: ImportInput,
  findOrgan: OrganFinder,
  { row, action, members, done, lateness }: Work,
  versions: VersionWrite[],
): RowWrite {
  const lateBy = lateness(row.content)
  if (action.do === 'keep') {
    const member = members.find((it) => it.id === action.id)
    return rowWrite(row.n, 'unchanged', action.id, member?.rule ?? null, lateBy, row.notes)
  }
  if (action.do === 'duplicate') {
    const first = done.get(action.of)
    const notes: RowNote[] = [...row.notes, { code: 'duplicate-row', column: null, rows: [action.of] }]
    return rowWrite(row.n, 'unchanged', first?.recordId ?? null, first?.rule ?? null, lateBy, notes)
  }
  const member = action.do === 'revise' ? members.find((it) => it.id === action.id) : undefined
  const ordinal = action.do === 'create' ? action.ordinal : (member?.ordinal ?? 0)
  const familyLeft = members.some(({ state }) => state === 'withdrawn' || state === 'ended')
  const write = versionFor(deps, input, findOrgan(row.content), { row, ordinal, member, familyLeft })
  versions.push(write)
  const notes: RowNote[] =
    action.do === 'create' && action.rivals.length > 0
      ? [...row.notes, { code: 'same-number', column: null, rows: action.rivals }]
      : row.notes
  const outcome = notes.length === 0 ? 'accepted' : 'warned'
  return rowWrite(row.n, outcome, write.id, write.finding.rule, lateBy, notes)
}

function rowWrite(
  n: number,
  outcome: RowWrite['outcome'],
  recordId: string | null,
  rule: string | null,
  lateBy: number | null,
  notes: RowNote[],
): RowWrite {
  return { n, outcome, recordId, rule, lateBy, notes }
}

type Lateness = (content: RecordContent) => number | null

/** Rows of a file share few days, and counting working days over ten years is slow: each pair is counted once. */
function latenessOf(deps: ImportDeps, today: Day): Lateness {
  const clock = inForce(deps.rules.clocks, today).find((it) => it.duty === 'publish-decision')
  const known = new Map<string, number | null>()
  return ({ open }) => {
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

type Placed = { row: Staged; ordinal: number; member: FamilyMember | undefined; familyLeft: boolean }

function versionFor(
  deps: ImportDeps,
  input: ImportInput,
  organ: OrganRow | undefined,
  { row, ordinal, member, familyLeft }: Placed,
): VersionWrite {
  const { secrets, rules } = deps
  // The door judges on today's law, whatever day the file's lateness is counted on.
  const today = dayOfInstant(deps.clock())
  const decidedOn = dayField(row.content.open.decidedOn) ?? today
  const publishedOn = dayField(row.content.open.disclosedOn) ?? member?.publishedOn ?? today
  const finding = decidePublication(
    factsOf({
      kind: input.kind,
      content: row.content,
      state: member?.state ?? 'new',
      organKnown: organ !== undefined,
      familyLeft,
      decidedOn,
      publishedOn,
      words: input.penaltyWords,
    }),
    rules,
    today,
  )
  const left = member?.state === 'withdrawn' || member?.state === 'ended'
  const command = finding.decision === 'withhold' ? 'withhold' : 'publish'
  const salt = secrets.random(16)
  const version = (member?.version ?? 0) + 1
  const id = member?.id ?? recordIdFrom(secrets.mac(`${row.familyKey}#${ordinal}`))
  const { open } = row.content
  return {
    id,
    kind: input.kind,
    familyKey: row.familyKey,
    ordinal,
    isNew: member === undefined,
    version,
    seq: (member?.seq ?? 0) + 1,
    organSlug: organ?.slug ?? null,
    subject: linkedSubject(row.content),
    content: row.content,
    contentMac: row.contentMac,
    salt,
    commitment: commit(salt, { event: 'version', id, version, open: { ...open } }, secrets.hash),
    rowNumber: row.n,
    decidedOn,
    publishedOn,
    fromState: member?.state ?? null,
    toState: left && member ? member.state : command === 'publish' ? 'public' : 'withheld',
    finding,
    command,
  }
}

/** A subject is linked by a code that checks; a code that fails is shown as received and links nowhere. */
function linkedSubject({ open }: RecordContent): { uscc: string; name: string } | null {
  if (open.subjectCode === undefined || open.subjectCategory === 'natural-person') return null
  const { verdict } = checkUscc(open.subjectCode)
  if (verdict !== 'valid' && verdict !== 'inner-check-failed' && verdict !== 'pilot') return null
  return { uscc: open.subjectCode, name: open.subjectName ?? '' }
}
