import { contentMemberLabels } from './labels.zh.ts'
import type { FieldValues } from './record-content.ts'
import type { FieldId } from './record-fields.ts'
import { KIND_LABEL } from './record-kinds.ts'
import type { RecordKind } from './vocabulary.ts'

/** Member of 失信类型 that an entry that was let lie can be; null: of none. */
const DISHONESTY_OF: Partial<Record<RecordKind, string>> = {
  ...{ rectification: 'rectification', promise: 'broken-promise', arrears: 'arrears', 'court-default': 'judgment' },
}

export function canBecomeDishonesty(kind: RecordKind): boolean {
  return DISHONESTY_OF[kind] !== undefined
}

/**
 * The cells of a 政务失信 that an overdue entry may become. By whom and under which document it is confirmed stays empty:
 * nothing is dishonest before somebody has confirmed it, and a row without is refused.
 */
export function dishonestyCells(kind: RecordKind, open: FieldValues): Partial<Record<FieldId, string>> {
  const type = DISHONESTY_OF[kind]
  if (type === undefined) return {}
  const { agencyName, agencyCode, title, dueOn, documentNumber, facts } = open
  const what = title ?? facts ?? KIND_LABEL[kind]
  return {
    ...(agencyName === undefined ? {} : { agencyName }),
    ...(agencyCode === undefined ? {} : { agencyCode }),
    title: what.slice(0, TITLE_LENGTH),
    dishonestyType: contentMemberLabels('dishonestyType')[type] ?? type,
    facts: `${what}${END.test(what) ? '' : '，'}期限是 ${dueOn ?? ''}，逾期没有完成（${KIND_LABEL[kind]} ${documentNumber ?? ''}）。`,
  }
}

const TITLE_LENGTH = 120
const END = /[。；！？]$/
