import {
  type CaseSight,
  caseSight,
  type DeskCommand,
  deskCommands,
  type FollowingChange,
  followingChange,
  waitsForSecondPerson,
} from '#domain/desk-case'
import type { FailureOf } from '#domain/failure'
import type { ReplyTemplate } from '#domain/reply-template'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { CaseFound, PaperText } from './case-ports.ts'
import type { IntakeDeps } from './intake.ts'
import { type CaseStanding, standingOf } from './look-up-case.ts'
import type { StaffStore } from './staff-ports.ts'

export type DeskCaseDeps = IntakeDeps & {
  staff: () => Promise<StaffStore>
  replyTemplates: readonly ReplyTemplate[]
}

export type DeskCase = {
  standing: CaseStanding
  sight: CaseSight
  papers: (PaperText & { seq: number })[]
  commands: DeskCommand[]
  /** They could uphold it had they not taken an earlier step. */
  waitsForSecond: boolean
  /** What this reader may now ask of its record. */
  following: FollowingChange | null
}

/** A case as somebody at the desk may see it; what they may not see is not there. That it was read is written down. */
export async function readDeskCase(
  deps: DeskCaseDeps,
  staff: Staff,
  receipt: string,
): Promise<Result<DeskCase, FailureOf<'case-not-found'>>> {
  const seen = await findSeen(deps, staff, receipt)
  if (!seen.ok) return seen
  const { found, sight } = seen.value
  const cases = await deps.cases()
  await cases.note({ at: deps.clock(), staffId: staff.id, verb: 'case-read', receipt, detail: { sight } })
  return ok({
    standing: standingOf(deps, found),
    sight,
    papers: sight === 'trail' ? [] : await cases.papers(receipt),
    commands: deskCommands(found, staff),
    waitsForSecond: waitsForSecondPerson(found, staff),
    following: followingChange(found, staff.role),
  })
}

export async function findSeen(
  deps: DeskCaseDeps,
  staff: Staff,
  receipt: string,
): Promise<Result<{ found: CaseFound; sight: CaseSight }, FailureOf<'case-not-found'>>> {
  const found = await (await deps.cases()).find(receipt)
  const sight = found === undefined ? null : caseSight(staff, found)
  return found === undefined || sight === null ? fail({ code: 'case-not-found' }) : ok({ found, sight })
}

export type SealedCase = {
  parts: { n: number; bytes: Uint8Array; deskKey: string }[]
  uploads: string[]
}

/** Everything sealed of a case, still sealed: it opens in the clerk's browser. The opening is written down before it. */
export async function openDeskCase(
  deps: DeskCaseDeps,
  staff: Staff,
  receipt: string,
): Promise<Result<SealedCase, FailureOf<'case-not-found'>>> {
  const seen = await findSeen(deps, staff, receipt)
  if (!seen.ok) return seen
  if (seen.value.sight !== 'whole') return fail({ code: 'case-not-found' })
  const cases = await deps.cases()
  await cases.note({ at: deps.clock(), staffId: staff.id, verb: 'case-open', receipt })
  return ok({ parts: await cases.sealedParts(receipt), uploads: await cases.uploadIds(receipt) })
}

/** One sealed file of the case; of another case it is not there. */
export async function openDeskUpload(
  deps: DeskCaseDeps,
  staff: Staff,
  receipt: string,
  id: string,
): Promise<Result<Uint8Array, FailureOf<'case-not-found'>>> {
  const seen = await findSeen(deps, staff, receipt)
  if (!seen.ok) return seen
  const cases = await deps.cases()
  const isOfCase = seen.value.sight === 'whole' && (await cases.uploadIds(receipt)).includes(id)
  if (!isOfCase) return fail({ code: 'case-not-found' })
  await cases.note({ at: deps.clock(), staffId: staff.id, verb: 'case-open-file', receipt })
  const bytes = await cases.sealedUpload(id)
  return bytes === undefined ? fail({ code: 'case-not-found' }) : ok(bytes)
}

/** Who has the case from now on: a clerk or reviewer, or nobody. */
export async function assignCase(
  deps: DeskCaseDeps,
  staff: Staff,
  receipt: string,
  assignee: string | null,
): Promise<Result<null, FailureOf<'case-not-found' | 'staff-not-found'>>> {
  const seen = await findSeen(deps, staff, receipt)
  if (!seen.ok) return seen
  if (assignee !== null) {
    const to = await (await deps.staff()).find(assignee)
    if (to === undefined || caseSight(to, seen.value.found) !== 'whole') return fail({ code: 'staff-not-found' })
  }
  await (await deps.cases()).assign({ receipt, assignee, by: staff.id, at: deps.clock() })
  return ok(null)
}
