import { addWorkdays } from '#domain/calendar'
import type { CaseCommand } from '#domain/case-life'
import { addDays, type Day, daysBetween, instantOfDay } from '#domain/day'
import { endOfQuarter, lastFullQuarter, quarterOf, quartersBetween } from '#domain/quarter'
import { CASE_KINDS, type CaseKind, type CaseRole } from '#domain/vocabulary'
import { stepCase } from '#usecase/change-case'
import type { IntakeDeps } from '#usecase/intake'
import { type Submission, submitCase } from '#usecase/submit-case'
import { progress } from '../lib/report.ts'
import type { Workspace } from '../lib/workspace.ts'
import { createRandom, type Random } from './random.ts'

const SEED = 20_260_402
/** Enough that most of the figures can be told; of repairs too few, so that it can be seen what becomes of few. */
const COUNTS: Record<CaseKind, number> = { objection: 60, complaint: 90, repair: 9, correction: 110 }
const QUARTERS = 2
const HOUR_MS = 3_600_000

/** Some more often than others, so that it can be seen how few are told. */
const ACCUSED = [
  ...(['jiaotong-yunshu', 'jiaotong-yunshu', 'zhufang-jianshe', 'zhufang-jianshe', 'zhufang-jianshe'] as const),
  ...(['shihe-zhen', 'chengshi-guanli'] as const),
]
const DOMAINS = [
  ...(['procurement', 'procurement', 'procurement', 'tendering', 'tendering'] as const),
  ...(['investment-promotion', 'township', 'service-promise'] as const),
]

type Step = { after: number; command: Exclude<CaseCommand, 'supplement' | 'withdraw'>; role: CaseRole }

/**
 * Invented cases of the last quarters, taken in at the counter and answered, through the same verbs. Only where there are
 * none: after the records were published, since an objection is about one.
 */
export async function seedDemoCases(workspace: Workspace, intake: IntakeDeps, today: Day): Promise<boolean> {
  if (!workspace.content.place.demo || (await workspace.cases.countCases()).length > 0) return false
  const random = createRandom(SEED)
  const records = await workspace.store.publicIds('', 200)
  const first = firstDay(today)
  let count = 0
  for (const kind of CASE_KINDS) {
    for (let n = 0; n < COUNTS[kind]; n++) {
      const on = addDays(first, random.below(Math.max(1, daysBetween(first, today))))
      await oneCase(intake, { on, today, steps: stepsOf(kind, random) }, submissionOf(kind, random, records))
      count++
    }
  }
  progress(`  演示数据：异议、投诉、修复申请和纠错 ${count} 件`)
  return true
}

/** The first day of the full quarters that are filled. */
function firstDay(today: Day): Day {
  const { asOf, quarter } = lastFullQuarter(today)
  const from = quartersBetween(quarterOf(addDays(asOf, -400)), quarter).at(-QUARTERS) ?? quarter
  return addDays(endOfQuarter(from), -89)
}

async function oneCase(
  intake: IntakeDeps,
  { on, today, steps }: { on: Day; today: Day; steps: readonly Step[] },
  submission: Submission,
): Promise<void> {
  const at = (day: Day, hour: number): IntakeDeps => ({ ...intake, clock: () => instantOfDay(day) + hour * HOUR_MS })
  const sender = { idempotencyKey: intake.secrets.random(16), address: '192.0.2.1' }
  const counter = { source: 'visit' as const, externalNumber: null, staffId: null }
  const taken = await submitCase(at(on, 9), submission, sender, counter)
  if (!taken.ok) throw new Error(`A demo ${submission.kind} was refused: ${taken.failure.code}`)
  const { receipt } = taken.value
  for (const { after, command, role } of steps) {
    const day = addWorkdays(on, after, intake.calendar).day
    if (day >= today) return
    const moved = await stepCase(at(day, 10), { receipt, command, role, actor: 'seed', note: null, until: null })
    if (!moved.ok) throw new Error(`A demo case could not ${command}: ${moved.failure.code}`)
  }
}

function stepsOf(kind: CaseKind, random: Random): Step[] {
  const accepted = random.between(0, 2)
  if (random.chance(0.12)) return [{ after: accepted, command: 'return', role: 'clerk' }]
  const accept: Step = { after: accepted, command: 'accept', role: 'clerk' }
  // Some are left lying, so that there is something overdue.
  if (random.chance(0.08)) return [accept]
  const usual = { objection: 6, complaint: 12, repair: 8, correction: 2 }[kind]
  const closed = accepted + random.between(1, usual) + (random.chance(0.15) ? usual : 0)
  const isUpheld = random.chance(0.6)
  const end: Step = { after: closed, command: isUpheld ? 'uphold' : 'dismiss', role: 'reviewer' }
  if (kind === 'correction' || random.chance(0.4)) return [accept, end]
  const answered = Math.max(accepted, closed - random.between(0, 2))
  return [
    accept,
    { after: accepted, command: 'refer', role: 'clerk' },
    { after: answered, command: 'answer', role: 'organ' },
    end,
  ]
}

function submissionOf(kind: CaseKind, random: Random, records: readonly string[]): Submission {
  const sent = { uploads: [], proof: { clerk: 'demo' } }
  const name = '演示企业有限公司'
  const reach = { name, contact: '演示联系人', phone: '0000-0000000' }
  switch (kind) {
    case 'objection':
      return {
        ...{ kind, ...sent, content: { part: { ...reach, facts: '演示数据：金额与决定书不一致。' } } },
        clear: { record: random.pick(records), ground: 'wrong', field: null, filer: 'subject' },
      }
    case 'complaint':
      return {
        ...{ kind, ...sent, content: { part: { ...reach, facts: '演示数据：合同约定的款项没有按期支付。' } } },
        clear: {
          ...{ agency: random.pick(ACCUSED), domain: random.pick(DOMAINS), creditor: null },
          ...{ isAboutBody: true, isNamed: true, mayPublishSummary: false },
        },
      }
    case 'repair':
      return {
        ...{ kind, ...sent, content: { part: { ...reach, determination: '演示文号', done: '演示数据：已履行。' } } },
        clear: { record: null, agency: 'jiaotong-yunshu', hasPromised: true, isDutyDone: true },
      }
    case 'correction':
      return {
        ...{ kind, ...sent, content: { part: { found: '演示数据：有错别字。' } } },
        clear: { page: '/about/', what: 'typo' },
      }
  }
}
