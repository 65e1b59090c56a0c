import type { FailureOf } from './failure.ts'
import { fail, ok, type Result } from './result.ts'
import type { CaseKind, CaseRole, CaseState } from './vocabulary.ts'

/** Who may take the step, and where it leads from each state; a state that is not named does not allow it. */
type CaseStep = { by: readonly CaseRole[]; arcs: Readonly<Partial<Record<CaseState, CaseState>>> }

const OPEN_STATES = [
  ...(['submitted', 'papers-asked', 'accepted', 'evidence-asked', 'referred', 'answered', 'transferred'] as const),
] as const

/** What every kind of case has in common: papers may be asked for and sent, and the filer may always go. */
const COMMON = {
  accept: { by: ['clerk'], arcs: { submitted: 'accepted' } },
  ask: { by: ['clerk'], arcs: { submitted: 'papers-asked', accepted: 'evidence-asked' } },
  supplement: {
    by: ['filer'],
    arcs: {
      ...{ submitted: 'submitted', 'papers-asked': 'submitted', accepted: 'accepted', 'evidence-asked': 'accepted' },
      ...{ referred: 'referred', answered: 'answered', transferred: 'transferred' },
    },
  },
  /** 送到窗口的材料由受理人员登记. */
  'record-papers': { by: ['clerk'], arcs: { 'papers-asked': 'submitted', 'evidence-asked': 'accepted' } },
  return: { by: ['clerk'], arcs: { submitted: 'returned' } },
  /** From `referred`: 改转另一个机关. */
  refer: { by: ['clerk'], arcs: { accepted: 'referred', answered: 'referred', referred: 'referred' } },
  recall: { by: ['clerk'], arcs: { referred: 'accepted' } },
  answer: { by: ['organ'], arcs: { referred: 'answered' } },
  /** 机关书面答复的，由受理人员代录. */
  'record-answer': { by: ['clerk'], arcs: { referred: 'answered' } },
  /** 转办：到本站以外的单位，期限照算；对方办完转回来，由受理人员接着办. */
  transfer: { by: ['clerk'], arcs: { accepted: 'transferred', answered: 'transferred' } },
  'take-back': { by: ['clerk'], arcs: { transferred: 'accepted' } },
  dismiss: { by: ['clerk', 'reviewer'], arcs: { accepted: 'dismissed', answered: 'dismissed' } },
  withdraw: { by: ['filer'], arcs: ends('withdrawn') },
  /** Without the papers a case cannot be taken up; without further evidence it is decided on what there is. */
  expire: { by: ['clock'], arcs: { 'papers-asked': 'lapsed', 'evidence-asked': 'accepted' } },
} as const satisfies Record<string, CaseStep>

/** 认定成立会改变公示的内容，由复核人员办理，受理人员不能一个人办完. */
const UPHELD_BY_REVIEWER = {
  uphold: { by: ['reviewer'], arcs: { accepted: 'upheld', answered: 'upheld' } },
} as const satisfies Record<string, CaseStep>

const STEPS = {
  objection: { ...COMMON, ...UPHELD_BY_REVIEWER },
  complaint: {
    ...COMMON,
    ...UPHELD_BY_REVIEWER,
    redirect: { by: ['clerk'], arcs: { submitted: 'redirected', accepted: 'redirected' } },
    settle: { by: ['clerk'], arcs: { accepted: 'settled', answered: 'settled' } },
  },
  repair: { ...COMMON, ...UPHELD_BY_REVIEWER },
  correction: { ...COMMON, uphold: { by: ['clerk', 'reviewer'], arcs: { accepted: 'upheld', answered: 'upheld' } } },
} as const satisfies Record<CaseKind, Record<string, CaseStep>>

type StepsOf<K extends CaseKind> = keyof (typeof STEPS)[K]
export type CaseCommand = { [K in CaseKind]: StepsOf<K> }[CaseKind]

export const CASE_STEPS: Readonly<Record<CaseKind, Readonly<Partial<Record<CaseCommand, CaseStep>>>>> = STEPS

export const CASE_COMMANDS: readonly CaseCommand[] = [
  ...(['accept', 'ask', 'supplement', 'record-papers', 'return', 'redirect'] as const),
  ...(['refer', 'recall', 'transfer', 'take-back'] as const),
  ...(['answer', 'record-answer', 'settle', 'uphold', 'dismiss', 'withdraw', 'expire'] as const),
]

/** Where every case begins. */
export const FIRST_STATE: CaseState = 'submitted'

export function isOpen(state: CaseState): boolean {
  return OPEN_STATES.some((open) => open === state)
}

/** Ends that answer what was asked: only these can be told to the public. */
export function isAnswered(state: CaseState): boolean {
  return state === 'upheld' || state === 'dismissed' || state === 'settled'
}

/** States in which the filer is asked for something and the clock stands still. */
export function isSuspended(state: CaseState): boolean {
  return state === 'papers-asked' || state === 'evidence-asked'
}

/** The one gate for a case's state. */
export function takeCaseStep(
  kind: CaseKind,
  state: CaseState,
  command: CaseCommand,
  role: CaseRole,
): Result<CaseState, FailureOf<'case-step-not-allowed' | 'case-role-not-allowed'>> {
  const step = CASE_STEPS[kind][command]
  const next = step?.arcs[state]
  if (step === undefined || next === undefined) return fail({ code: 'case-step-not-allowed', from: state, command })
  if (!step.by.includes(role)) return fail({ code: 'case-role-not-allowed', role, command })
  return ok(next)
}

/** What a role may do in a state, in the order of `CASE_COMMANDS`. */
export function allowedCommands(kind: CaseKind, state: CaseState, role: CaseRole): CaseCommand[] {
  return CASE_COMMANDS.filter((command) => takeCaseStep(kind, state, command, role).ok)
}

function ends(state: CaseState): Record<(typeof OPEN_STATES)[number], CaseState> {
  return {
    ...{ submitted: state, 'papers-asked': state, accepted: state },
    ...{ 'evidence-asked': state, referred: state, answered: state, transferred: state },
  }
}
