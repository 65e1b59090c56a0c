import { commit } from '#domain/commitment'
import { dayOfInstant } from '#domain/day'
import { foldName } from '#domain/document-number'
import { licenceChain } from '#domain/natural-key'
import { dayField } from '#domain/record-facts'
import type { ChangeDeps, Outcome } from './change-outcome.ts'
import type { ChangeWrite, Closing, NewVersion, ProposalWrite, RecordNow } from './change-ports.ts'
import { linkedSubject, sealVersion } from './propose-record.ts'

/** Who takes the step and what it carries out or opens; `verb`: as the audit calls it. */
export type StepBy = {
  verb: string
  by: string
  at: number
  detail?: Record<string, string>
  closing?: Closing
  opening?: ProposalWrite
}

/** A step of a record with its version, decision, commitments and audit row, to be written at once. */
export function writeOf(deps: ChangeDeps, now: RecordNow, outcome: Outcome, step: StepBy): ChangeWrite {
  const { id, kind } = now
  const { at, by, detail = {} } = step
  const seq = now.seq + 1
  const made = versionOf(deps, now, outcome, at)
  const version = made === null ? now.version : now.version + 1
  const { command, toState, publication, publishedOn } = outcome
  const { rule, ground, reason } = publication
  const event = { event: command, id, seq, version, rule, ground, reason }
  return {
    ...{ id, kind, command, fromState: now.state, toState, seq, version, publication, publishedOn, at },
    content: made?.version ?? null,
    commitments: [
      ...(made === null ? [] : [{ event: 'version', hash: made.commitment }]),
      { event: command, hash: commit(deps.secrets.random(16), event, deps.secrets.hash) },
    ],
    audit: { verb: step.verb, target: id, detail: { staff: by, ...detail, seq, version, to: toState } },
    actor: 'staff',
    closing: step.closing ?? null,
    opening: step.opening ?? null,
  }
}

function versionOf(
  { secrets }: ChangeDeps,
  { id, kind, version }: RecordNow,
  { content, organ }: Outcome,
  at: number,
): { version: NewVersion; commitment: string } | null {
  if (content === null) return null
  const { salt, commitment } = sealVersion(secrets, id, version + 1, content)
  const chain = licenceChain(kind, organ?.slug ?? foldName(content.open.agencyName ?? ''), content)
  return {
    commitment,
    version: {
      ...{ content, salt, organSlug: organ?.slug ?? null, subject: linkedSubject(content) },
      licenceKey: chain === undefined ? null : secrets.mac(chain),
      decidedOn: dayField(content.open.decidedOn) ?? dayOfInstant(at),
    },
  }
}
