import { contentMemberLabels } from './labels.zh.ts'
import { looseDayForPeople } from './loose-day-text.ts'
import type { FieldValues } from './record-content.ts'
import type { FieldId } from './record-fields.ts'
import { KIND_LABEL } from './record-kinds.ts'
import type { RecordKind } from './vocabulary.ts'

/** 政务失信, which an overdue entry may become. */
export const DISHONESTY: RecordKind = 'dishonesty'

/**
 * The cells of a 政务失信 that an overdue entry may become. By whom and under which document it is confirmed stays empty:
 * nothing is dishonest before somebody has confirmed it, and a row without is refused.
 */
export function dishonestyCells(
  kind: RecordKind,
  type: string,
  { agencyName, agencyCode, title, dueOn, documentNumber, facts }: FieldValues,
): Partial<Record<FieldId, string>> {
  const what = title ?? facts ?? KIND_LABEL[kind]
  const end = END.test(what) ? '' : '，'
  return {
    ...(agencyName === undefined ? {} : { agencyName }),
    ...(agencyCode === undefined ? {} : { agencyCode }),
    title: what.slice(0, TITLE_LENGTH),
    dishonestyType: contentMemberLabels('dishonestyType')[type] ?? type,
    facts: `${what}${end}期限是${looseDayForPeople(dueOn ?? '')}，逾期没有完成（${KIND_LABEL[kind]} ${documentNumber ?? ''}）。`,
  }
}

const TITLE_LENGTH = 120
const END = /[。；！？]$/
