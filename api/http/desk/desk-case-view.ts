import type { DeskCaseView, WorkItemView, WorkListView } from '#contract/desk-case'
import {
  CASE_COMMAND_LABEL,
  CASE_KIND_LABEL,
  CASE_PAPER_LABEL,
  CASE_SOURCE_LABEL,
  COMPLAINT_DOMAIN_LABEL,
  CORRECTION_KIND_LABEL,
  CREDITOR_LABEL,
  FILER_ROLE_LABEL,
  OBJECTION_GROUND_LABEL,
} from '#domain/case-labels.zh'
import { needsOf, papersOf } from '#domain/desk-case'
import { ENDING_GROUND_LABEL, FOLLOWING_REASON, RECORD_CHANGE_LABEL } from '#domain/labels.zh'
import { templatesFor } from '#domain/reply-template'
import type { Staff } from '#domain/staff'
import type { ClearPart } from '#usecase/case-ports'
import type { DeskCase, DeskCaseDeps } from '#usecase/desk-cases'
import type { WorkList } from '#usecase/list-work'
import type { CaseStanding } from '#usecase/look-up-case'
import { caseView } from '../case-view.ts'

export function workListView(
  deps: DeskCaseDeps,
  staff: readonly Staff[],
  { items, counts, next }: WorkList,
): WorkListView {
  const names = new Map(staff.map(({ id, name }) => [id, name]))
  return {
    items: items.map((item) => workItem(deps, names, item)),
    counts,
    next: next === null ? null : `${next.due}.${next.at}.${next.receipt}`,
  }
}

function workItem(deps: DeskCaseDeps, names: ReadonlyMap<string, string>, standing: CaseStanding): WorkItemView {
  const { receipt, kind, state, stateLabel, submittedOn, due, record, agency, handler, isMarked } = caseView(
    deps,
    standing,
  )
  const { assignee, source } = standing.found
  return {
    ...{ receipt, kind, state, stateLabel, submittedOn, due, record, agency, handler, isMarked },
    kindLabel: CASE_KIND_LABEL[kind],
    assignee: assignee === null ? null : (names.get(assignee) ?? null),
    source: CASE_SOURCE_LABEL[source],
  }
}

export function deskCaseView(
  deps: DeskCaseDeps,
  staff: readonly Staff[],
  { standing, sight, papers, commands, waitsForSecond, following }: DeskCase,
): DeskCaseView {
  const { found } = standing
  const { kind, seq, source, externalNumber, handlerSlug, organSlug, clear } = found
  const assignee = staff.find(({ id }) => id === found.assignee)
  return {
    ...caseView(deps, standing),
    ...{ seq, sight, waitsForSecond, externalNumber, handlerSlug, agencySlug: organSlug },
    kindLabel: CASE_KIND_LABEL[kind],
    source: CASE_SOURCE_LABEL[source],
    assignee: assignee === undefined ? null : { id: assignee.id, name: assignee.name },
    clear: clearWords(clear),
    field: typeof clear.field === 'string' ? clear.field : null,
    following: followingView(following),
    papers: papers.map(({ kind: paper, text }) => ({ kind: paper, label: CASE_PAPER_LABEL[paper], text })),
    commands: commands.map((command) => ({
      ...{ command, papers: papersOf(command) },
      label: command === 'refer' && found.state === 'referred' ? '改转其他机关' : CASE_COMMAND_LABEL[command],
      ...{ note: needsOf(command).note, until: needsOf(command).until },
      templates: templatesFor(deps.replyTemplates, kind, command).map(({ id, name, field, text }) => ({
        id,
        name,
        field,
        text,
      })),
    })),
  }
}

function followingView(following: DeskCase['following']): DeskCaseView['following'] {
  if (following === null) return null
  const { change, ground } = following
  const label = `${RECORD_CHANGE_LABEL[change]}（${ENDING_GROUND_LABEL[ground]}）`
  return { change, ground, label, reason: FOLLOWING_REASON[ground] ?? '' }
}

/** What is not sealed, in words; in the order in which it is asked. */
function clearWords(clear: ClearPart): { label: string; text: string }[] {
  const words = (label: string, table: Readonly<Record<string, string>>, value: unknown) =>
    typeof value === 'string' ? [{ label, text: table[value] ?? value }] : []
  const yesNo = (label: string, value: unknown) =>
    typeof value === 'boolean' ? [{ label, text: value ? '是' : '否' }] : []
  return [
    ...words('理由', OBJECTION_GROUND_LABEL, clear.ground),
    ...words('提出人', FILER_ROLE_LABEL, clear.filer),
    ...(clear.isMandateSeen === true ? [{ label: '授权委托书', text: '已当面查验原件，复印件已留存' }] : []),
    ...words('领域', COMPLAINT_DOMAIN_LABEL, clear.domain),
    ...words('债权人', CREDITOR_LABEL, clear.creditor),
    ...yesNo('已经作出信用承诺', clear.hasPromised),
    ...yesNo('义务已经全部履行', clear.isDutyDone),
    ...yesNo('实名', clear.isNamed),
    ...yesNo('办结后同意公开摘要', clear.mayPublishSummary),
    ...words('错误的种类', CORRECTION_KIND_LABEL, clear.what),
    ...words('网页', {}, clear.page),
  ]
}
