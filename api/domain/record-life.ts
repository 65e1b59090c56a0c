import { addDays, type Day } from './day.ts'
import { foldName } from './document-number.ts'
import type { RecordFailure } from './failure.ts'
import { fail, ok, type Result } from './result.ts'
import { inForce, isReliable, type Rules } from './rules.ts'
import type { EndingGround, RecordChange, RecordState, WithdrawalGround } from './vocabulary.ts'

/** The ways a record moves. Nothing is ever deleted, and a record that left does not come back by itself. */
export const RECORD_STEPS = {
  publish: { from: ['withheld', 'public'], to: 'public' },
  withhold: { from: ['withheld', 'public', 'hidden'], to: 'withheld' },
  withdraw: { from: ['public', 'hidden'], to: 'withdrawn' },
  end: { from: ['public', 'hidden'], to: 'ended' },
  hide: { from: ['public'], to: 'hidden' },
  restore: { from: ['hidden'], to: 'public' },
} as const satisfies Record<string, { from: readonly RecordState[]; to: RecordState }>

export type RecordCommand = keyof typeof RECORD_STEPS

/** The one gate for a record's state; `id` is only for the failure's text. */
export function takeStep(id: string, state: RecordState, command: RecordCommand): Result<RecordState, RecordFailure> {
  const step: { from: readonly RecordState[]; to: RecordState } = RECORD_STEPS[command]
  if (!step.from.includes(state)) return fail({ code: 'step-not-allowed', id, from: state, command })
  return ok(step.to)
}

/** What was public once can be withdrawn or ended although it is held back meanwhile. */
export function takeAway(
  { id, state, wasPublic }: { id: string; state: RecordState; wasPublic: boolean },
  command: 'withdraw' | 'end',
): Result<RecordState, RecordFailure> {
  return state === 'withheld' && wasPublic ? ok(RECORD_STEPS[command].to) : takeStep(id, state, command)
}

/**
 * What staff may ask for, by where the record stands. Of a hidden record only its review decides, and what left stays
 * away. Masking a public record only ever shows less.
 */
export const CHANGES_FROM = {
  withheld: ['correct', 'publish', 'mask', 'withhold'],
  public: ['correct', 'mask', 'withdraw', 'end', 'hide'],
  hidden: [],
  withdrawn: [],
  ended: [],
} as const satisfies Record<RecordState, readonly RecordChange[]>

export function askChange(id: string, state: RecordState, change: RecordChange): Result<null, RecordFailure> {
  const allowed: readonly RecordChange[] = CHANGES_FROM[state]
  return allowed.includes(change) ? ok(null) : fail({ code: 'step-not-allowed', id, from: state, command: change })
}

/** Four eyes: who asks for what the public will see never decides it. */
export function checkSecondPerson(change: string, first: string, second: string): Result<null, RecordFailure> {
  return first === second ? fail({ code: 'same-person', change }) : ok(null)
}

export type WithdrawalRequest = { ground: WithdrawalGround; reason: string }
export type EndingRequest = { ground: EndingGround; reason: string }

/**
 * 行政处罚法 第四十八条："公开的行政处罚决定被依法变更、撤销、确认违法或者确认无效的，行政机关应当在三日内撤回行政处罚决定
 * 信息并公开说明理由。" The notice carries the reason and itself has an end day.
 */
export function noticeUntil(withdrawnOn: Day, rules: Rules): Result<Day, RecordFailure> {
  const row = inForce(rules.notices, withdrawnOn).find((candidate) => isReliable(candidate, rules))
  if (!row) return fail({ code: 'no-rule', what: 'notice' })
  return ok(addDays(withdrawnOn, row.days))
}

/** A public reason is read by everyone: 4 to 300 characters, without personal data and nothing that names the subject. */
export function checkReason(
  reason: string,
  about: { subjectName: string; subjectCode: string; hasPersonalData: boolean },
): Result<string, RecordFailure> {
  const text = reason.trim()
  const length = [...text].length
  if (length < 4 || length > 300) return fail({ code: 'reason-length', length })
  if (about.hasPersonalData || LANDLINE.test(text.normalize('NFKC'))) return fail({ code: 'reason-personal-data' })
  const folded = foldName(text)
  const names = [foldName(about.subjectName), nameCore(about.subjectName), foldName(about.subjectCode)]
  if (names.some((name) => name !== '' && folded.includes(name))) return fail({ code: 'reason-names-subject' })
  return ok(text)
}

const LANDLINE = /(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)/
const AREA = /^.{2,12}?[省市县区]/u
const FORM = /(股份有限公司|有限责任公司|有限公司|合作社|集团|公司|厂|店)$/u

/** What people call a firm: its name without area and legal form; empty where too short to tell from other words. */
function nameCore(name: string): string {
  const core = foldName(name).replace(AREA, '').replace(FORM, '')
  return [...core].length >= 4 ? core : ''
}
