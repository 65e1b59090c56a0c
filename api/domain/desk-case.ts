import { type CaseCommand, takeCaseStep } from './case-life.ts'
import { compareDays, type Day } from './day.ts'
import { scanPersonalData } from './masking.ts'
import type { Staff } from './staff.ts'
import type { CaseKind, CasePaper, CaseRole, CaseState, EndingGround, StaffRole } from './vocabulary.ts'

/** Steps that somebody at the desk takes; the others are the filer's and the clock's. */
export type DeskCommand = Exclude<CaseCommand, 'supplement' | 'withdraw' | 'expire'>

const CASE_ROLE_OF: Readonly<Record<StaffRole, CaseRole | null>> = {
  clerk: 'clerk',
  organ: 'organ',
  reviewer: 'reviewer',
  publisher: null,
  auditor: null,
  admin: null,
}

/** As whom somebody at the desk takes a step in a case; null who takes none. */
export function caseRoleOf(role: StaffRole): CaseRole | null {
  return CASE_ROLE_OF[role]
}

/** `whole`: sealed parts too. `extract`: what was written for the organ. `trail`: the steps and what routes the case. */
export type CaseSight = 'whole' | 'extract' | 'trail'

type Seen = { handlerSlug: string | null; trail: readonly { command: string }[] }

/** What of a case somebody sees; null: for them there is no such case. 不得将检举、揭发材料转给被检举人或单位. */
export function caseSight(
  { role, organSlug }: Pick<Staff, 'role' | 'organSlug'>,
  { handlerSlug, trail }: Seen,
): CaseSight | null {
  if (role === 'clerk' || role === 'reviewer') return 'whole'
  if (role === 'auditor' || role === 'publisher') return 'trail'
  if (role === 'admin') return null
  // What was taken back from an organ is no longer its own to see.
  const asked = trail.findLast(({ command }) => command === 'refer' || command === 'recall')
  const isAsked = organSlug !== null && handlerSlug === organSlug && asked?.command === 'refer'
  return isAsked ? 'extract' : null
}

/** What a step cannot go without: reasons that the filer reads, a last day, a paper for other staff. */
const NEEDS: Readonly<Record<DeskCommand, { note: boolean; until: boolean; papers: readonly CasePaper[] }>> = {
  accept: { note: false, until: false, papers: [] },
  ask: { note: true, until: true, papers: [] },
  'record-papers': { note: true, until: false, papers: [] },
  return: { note: true, until: false, papers: [] },
  redirect: { note: true, until: false, papers: [] },
  refer: { note: false, until: false, papers: ['extract'] },
  recall: { note: true, until: false, papers: [] },
  'record-answer': { note: false, until: false, papers: ['answer', 'answer-source'] },
  answer: { note: false, until: false, papers: ['answer'] },
  transfer: { note: true, until: false, papers: [] },
  'take-back': { note: true, until: false, papers: [] },
  settle: { note: true, until: false, papers: ['settlement'] },
  uphold: { note: true, until: false, papers: [] },
  dismiss: { note: true, until: false, papers: [] },
}

/** Papers that may come with a step besides the one it needs. */
const MAY_HAVE: Readonly<Partial<Record<DeskCommand, readonly CasePaper[]>>> = { uphold: ['rectification'] }

export function needsOf(command: DeskCommand) {
  return NEEDS[command]
}

export function papersOf(command: DeskCommand): CasePaper[] {
  return [...NEEDS[command].papers, ...(MAY_HAVE[command] ?? [])]
}

/** Where a reply template leaves something to be filled in. */
export const BLANK = '……'

export const NOTE_LENGTH = 1000
export const PAPER_LENGTH = 5000

export type StepText = {
  note: string | null
  until: Day | null
  papers: readonly { kind: CasePaper; text: string }[]
}

export type StepTrouble = {
  field: 'note' | 'until' | CasePaper
  why: 'missing' | 'too-long' | 'personal-data' | 'past' | 'not-for-this' | 'unfilled'
}

/** What is wrong with the words of a step: nothing that staff write may name the filer, because it is not sealed. */
export function stepTroubles(command: DeskCommand, { note, until, papers }: StepText, today: Day): StepTrouble[] {
  const needs = NEEDS[command]
  const troubles: StepTrouble[] = []
  const look = (field: StepTrouble['field'], text: string, most: number) => {
    if ([...text].length > most) troubles.push({ field, why: 'too-long' })
    if (scanPersonalData(text).length > 0) troubles.push({ field, why: 'personal-data' })
    if (text.includes(BLANK)) troubles.push({ field, why: 'unfilled' })
  }
  if (needs.note && (note ?? '').trim() === '') troubles.push({ field: 'note', why: 'missing' })
  look('note', note ?? '', NOTE_LENGTH)
  if (needs.until && until === null) troubles.push({ field: 'until', why: 'missing' })
  if (until !== null && compareDays(until, today) <= 0) troubles.push({ field: 'until', why: 'past' })
  const allowed = papersOf(command)
  for (const { kind, text } of papers) {
    if (!allowed.includes(kind)) troubles.push({ field: kind, why: 'not-for-this' })
    look(kind, text, PAPER_LENGTH)
  }
  for (const paper of needs.papers) {
    const isThere = papers.some(({ kind, text }) => kind === paper && text.trim() !== '')
    if (!isThere) troubles.push({ field: paper, why: 'missing' })
  }
  return troubles
}

/** 认定成立由另一人复核: whoever took a step in the case before does not uphold it. */
export function isSecondPerson(trail: readonly { staffId: string | null }[], staffId: string): boolean {
  return trail.every((step) => step.staffId !== staffId)
}

/**
 * Whose turn it is: an organ's where it was asked, the desk's where neither filer nor a body outside is waited for. The
 * desk answers for a referred case's last day, so it stays before it.
 */
export function statesInTurn(role: StaffRole): readonly CaseState[] {
  return role === 'organ' ? ['referred'] : ['submitted', 'accepted', 'referred', 'answered']
}

/** What somebody may do now, in the order of the steps. */
export function deskCommands(
  { kind, state, trail }: { kind: CaseKind; state: CaseState; trail: readonly { staffId: string | null }[] },
  staff: Pick<Staff, 'id' | 'role'>,
): DeskCommand[] {
  const role = caseRoleOf(staff.role)
  if (role === null) return []
  return DESK_COMMANDS.filter(
    (command) =>
      takeCaseStep(kind, state, command, role).ok && (command !== 'uphold' || isSecondPerson(trail, staff.id)),
  )
}

/** Who may ask for a change of a record, and takes one out of public at once. */
export const RECORD_ASKERS = ['publisher', 'reviewer', 'clerk'] as const satisfies readonly StaffRole[]

/** What a case that is decided asks of its record; another person than whoever asks still agrees to it. */
export type FollowingChange = { change: 'end'; ground: EndingGround }

/** 准予修复的，停止公示. */
export function followingChange(
  { kind, state }: { kind: CaseKind; state: CaseState },
  role: StaffRole,
): FollowingChange | null {
  const isGranted = kind === 'repair' && state === 'upheld'
  return isGranted && RECORD_ASKERS.some((it) => it === role) ? { change: 'end', ground: 'repaired' } : null
}

/** Upholding is what the state allows, and is left to somebody else: by their role, or because they took an earlier step. */
export function waitsForSecondPerson(
  { kind, state, trail }: { kind: CaseKind; state: CaseState; trail: readonly { staffId: string | null }[] },
  staff: Pick<Staff, 'id' | 'role'>,
): boolean {
  const isAtDesk = staff.role === 'clerk' || staff.role === 'reviewer'
  const isInTurn = takeCaseStep(kind, state, 'uphold', 'reviewer').ok
  return isAtDesk && isInTurn && !deskCommands({ kind, state, trail }, staff).includes('uphold')
}

export const DESK_COMMANDS: readonly DeskCommand[] = [
  ...([
    'accept',
    'ask',
    'record-papers',
    'return',
    'redirect',
    'refer',
    'recall',
    'answer',
    'record-answer',
    'transfer',
    'take-back',
    'settle',
    'uphold',
    'dismiss',
  ] as const),
]
