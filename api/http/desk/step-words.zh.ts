import { CASE_PAPER_LABEL } from '#domain/case-labels.zh'
import type { StepTrouble } from '#domain/desk-case'

const FIELD = { note: '告知提交人的话', until: '最迟哪一天', ...CASE_PAPER_LABEL } satisfies Record<
  StepTrouble['field'],
  string
>

/** What is wrong with a field of a step, and what to do about it. */
export const TROUBLE_WORDS = {
  missing: (field) => `请填写${FIELD[field]}`,
  'too-long': (field) => `${FIELD[field]}太长`,
  'personal-data': (field) => `${FIELD[field]}里有证件号码、电话、住址等个人信息，请删去`,
  past: (field) => `${FIELD[field]}应在今天以后`,
  'not-for-this': (field) => `这一步没有${FIELD[field]}`,
  unfilled: (field) => `${FIELD[field]}里还有“……”没有填写`,
} satisfies Record<StepTrouble['why'], (field: StepTrouble['field']) => string>
