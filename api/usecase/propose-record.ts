import { canonicalJson } from '#domain/canonical-json'
import { commit } from '#domain/commitment'
import { type Day, dayOfInstant } from '#domain/day'
import { foldName } from '#domain/document-number'
import { licenceChain, naturalKey } from '#domain/natural-key'
import { decidePublication, type PublicationFinding } from '#domain/publication'
import type { RecordContent } from '#domain/record-content'
import { dayField, factsOf, type PenaltyWords } from '#domain/record-facts'
import { recordIdFrom } from '#domain/record-id'
import type { Rules } from '#domain/rules'
import { checkUscc } from '#domain/uscc'
import type { RecordKind, RecordState } from '#domain/vocabulary'
import type { Clock, OrganRow, Proposal, Secrets } from './ports.ts'

export type ProposeDeps = { secrets: Secrets; clock: Clock; rules: Rules }
export type Judged = { kind: RecordKind; words: PenaltyWords }

/** What the record's past adds to its content: nothing for a new one. */
export type Past = { state: RecordState | 'new'; familyLeft: boolean; publishedOn: Day | null }
export const NO_PAST: Past = { state: 'new', familyLeft: false, publishedOn: null }

/** `edition`: of a record that another place reports, which of its contents this is; else null. */
export type Keys = {
  numberKey: string
  familyKey: string
  numbered: boolean
  licenceKey: string | null
  edition: number | null
}

export function keysOf(secrets: Secrets, kind: RecordKind, organ: OrganRow | undefined, content: RecordContent): Keys {
  const by = organ?.slug ?? foldName(content.open.agencyName ?? '')
  const key = naturalKey(kind, by, content)
  const chain = licenceChain(kind, by, content)
  const familyKey = secrets.mac(key.family)
  return {
    numberKey: key.number === key.family ? familyKey : secrets.mac(key.number),
    familyKey,
    numbered: key.numbered,
    licenceKey: chain === undefined ? null : secrets.mac(chain),
    edition: null,
  }
}

/**
 * Of a record that another place reports, its identity is the one it has there. A corrected number is no new record, and
 * two with one number never become one.
 */
export function reportedKeys(
  keys: Keys,
  secrets: Secrets,
  { sender, record, revision }: { sender: string; record: string; revision: number },
): Keys {
  const key = reportedKey(secrets, sender, record)
  return { ...keys, numberKey: key, familyKey: key, numbered: true, edition: revision }
}

function reportedKey(secrets: Secrets, sender: string, record: string): string {
  return secrets.mac(canonicalJson(['reported', sender, record]))
}

/** Id that a record of another place has here, whether it has come or not. */
export function reportedId(secrets: Secrets, sender: string, record: string): string {
  return recordIdOf(secrets, reportedKey(secrets, sender, record), 0)
}

/** The door's decision on a content, on today's law whatever day the file's lateness is counted on. */
export function decideFor(
  deps: ProposeDeps,
  judged: Judged,
  content: RecordContent,
  organKnown: boolean,
  past: Past,
): { finding: PublicationFinding; decidedOn: Day; publishedOn: Day } {
  const today = dayOfInstant(deps.clock())
  const facts = factsFor(judged, content, organKnown, past, today)
  return {
    finding: decidePublication(facts, deps.rules, today),
    decidedOn: facts.decidedOn,
    publishedOn: facts.publishedOn,
  }
}

function factsFor(judged: Judged, content: RecordContent, organKnown: boolean, past: Past, today: Day) {
  return factsOf({
    ...judged,
    content,
    state: past.state,
    organKnown,
    familyLeft: past.familyLeft,
    decidedOn: dayField(content.open.decidedOn) ?? today,
    publishedOn: dayField(content.open.disclosedOn) ?? past.publishedOn ?? today,
  })
}

/** A row as the new record that it becomes where nothing like it is known. */
export function proposeRecord(
  deps: ProposeDeps,
  judged: Judged,
  content: RecordContent,
  organ: OrganRow | undefined,
  { edition, ...keys }: Keys,
): Proposal {
  const id = recordIdOf(deps.secrets, keys.familyKey, 0)
  const { open, sealed, extras } = content
  const received = edition === null ? { open, sealed, extras } : { open, sealed, extras, edition }
  return {
    ...keys,
    recordId: id,
    contentMac: deps.secrets.mac(canonicalJson(received)),
    organSlug: organ?.slug ?? null,
    subject: linkedSubject(content),
    content,
    ...decideFor(deps, judged, content, organ !== undefined, NO_PAST),
    ...sealVersion(deps.secrets, id, 1, content),
  }
}

export function recordIdOf(secrets: Secrets, familyKey: string, ordinal: number): string {
  return recordIdFrom(secrets.mac(`${familyKey}#${ordinal}`))
}

/** A version's salt, and its commitment for the log. */
export function sealVersion(
  secrets: Secrets,
  id: string,
  version: number,
  content: RecordContent,
): { salt: string; commitment: string } {
  const salt = secrets.random(16)
  const event = { event: 'version', id, version, open: { ...content.open } }
  return { salt, commitment: commit(salt, event, secrets.hash) }
}

/** A subject is linked by a code that checks; a code that fails is shown as received and links nowhere. */
export function linkedSubject({ open }: RecordContent): { uscc: string; name: string } | null {
  if (open.subjectCode === undefined || open.subjectCategory === 'natural-person') return null
  const { verdict } = checkUscc(open.subjectCode)
  if (verdict !== 'valid' && verdict !== 'inner-check-failed' && verdict !== 'pilot') return null
  return { uscc: open.subjectCode, name: open.subjectName ?? '' }
}
