import { RepairPart } from '#contract/sealed-part'
import { RepairClear } from '#contract/submission'
import { FREE } from '../enhance/field-rules.ts'
import { type FormSpec, field, sealedField, step } from './form-model.ts'

/** `about`: the entry, or the body where it has none. For what was recorded of a body here, and only that: 双公示 is repaired at 信用中国. */
export function repairForm(action: string, about: { record: string } | { agency: string }): FormSpec {
  const part = RepairPart.shape
  const wordsOf = (name: 'hasPromised' | 'isDutyDone') =>
    RepairClear[name].safeParse(undefined).error?.issues[0]?.message ?? null
  return {
    kind: 'repair',
    heading: '申请修复政务失信信息',
    action,
    given: {},
    steps: [
      step({
        id: 'done',
        title: '怎样纠正的',
        fields: [
          sealedField(part.determination, {
            name: 'determination',
            label: '认定文书的文号',
            hint: '照认定文书上的写。',
          }),
          field({
            name: 'isDutyDone',
            label: '应当履行的义务是否已经全部履行',
            hint: '还没有履行完的，履行完以后再申请。',
            type: 'radios',
            options: [
              { value: 'yes', text: '已经全部履行' },
              { value: 'no', text: '还没有' },
            ],
            rules: {
              ...{ ...FREE, required: '请选择义务是否已经全部履行' },
              ...{ pattern: '^yes$', mismatch: wordsOf('isDutyDone') },
            },
          }),
          sealedField(part.done, {
            name: 'done',
            label: '怎样纠正和履行的',
            hint: '写明时间、做法和结果。证明材料在最后一步上传。',
            type: 'area',
          }),
        ],
      }),
      step({
        id: 'promise',
        title: '信用承诺',
        fields: [
          field({
            name: 'hasPromised',
            label: '信用承诺',
            type: 'check',
            options: [{ value: 'yes', text: '已经作出信用承诺：所填内容真实，今后守信履约，违背承诺的愿意承担责任' }],
            rules: { ...FREE, required: wordsOf('hasPromised') },
          }),
        ],
      }),
      step({
        id: 'who',
        title: '联系方式',
        fields: [
          sealedField(part.name, { name: 'name', label: '单位名称', autocomplete: 'organization' }),
          sealedField(part.contact, { name: 'contact', label: '联系人', autocomplete: 'name' }),
          sealedField(part.phone, { name: 'phone', label: '联系电话', type: 'tel', autocomplete: 'tel' }),
        ],
      }),
    ],
    clear: (values) => ({
      ...about,
      hasPromised: values.hasPromised === 'yes',
      isDutyDone: values.isDutyDone === 'yes',
    }),
  }
}
