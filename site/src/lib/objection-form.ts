import type { PublicRecord } from '#contract/record'
import { ObjectionPart } from '#contract/sealed-part'
import { FILER_ROLE_LABEL, OBJECTION_GROUND_LABEL } from '#domain/case-labels.zh'
import { FILER_ROLES, OBJECTION_GROUNDS } from '#domain/vocabulary'
import { choiceField, type FormSpec, field, optionsOf, sealedField, step } from './form-model.ts'

const LONGEST_VALUE = 40

/** An objection to one record: only fields it has are offered, with what they say now. */
export function objectionForm(action: string, record: PublicRecord): FormSpec {
  const part = ObjectionPart.shape
  const options = record.fields.map(({ id, label, value }) => ({ value: id, text: `${label}：${shortened(value)}` }))
  return {
    kind: 'objection',
    heading: '提出异议',
    action,
    given: {},
    needsFile: { field: 'filer', value: 'agent', message: '受托人代为提出的，请选择委托书的文件' },
    steps: [
      step({
        id: 'ground',
        title: '哪里有问题',
        fields: [
          choiceField(
            { name: 'ground', label: '提出异议的理由', options: optionsOf(OBJECTION_GROUNDS, OBJECTION_GROUND_LABEL) },
            '请选择提出异议的理由',
          ),
          field({
            name: 'field',
            label: '有误的是哪一项',
            hint: '不止一项，或者不是某一项有误的，不用选，在下一步写明。',
            type: 'select',
            options,
          }),
        ],
      }),
      step({
        id: 'facts',
        title: '事实和理由',
        notes: ['只写核实所需要的内容，不要写身份证号码。'],
        fields: [
          sealedField(part.correct, {
            name: 'correct',
            label: '正确的内容是什么',
            hint: '选填。照决定书或者证照上的写。',
            type: 'area',
          }),
          sealedField(part.facts, {
            name: 'facts',
            label: '事实和理由',
            hint: '写明为什么有误，有什么材料可以证明。材料在最后一步上传，也可以以后补充。',
            type: 'area',
          }),
        ],
      }),
      step({
        id: 'who',
        title: '谁提出异议',
        fields: [
          choiceField(
            {
              name: 'filer',
              label: '您是',
              hint: '委托他人提出的，必须在最后一步上传委托书。',
              options: optionsOf(FILER_ROLES, FILER_ROLE_LABEL),
            },
            '请选择是单位自己提出还是受托人代为提出',
          ),
          sealedField(part.name, {
            name: 'name',
            label: '被公示单位的名称',
            autocomplete: 'organization',
          }),
          sealedField(part.contact, { name: 'contact', label: '联系人', autocomplete: 'name' }),
          sealedField(part.phone, {
            name: 'phone',
            label: '联系电话',
            hint: '核实时可能打这个电话。',
            type: 'tel',
            autocomplete: 'tel',
          }),
        ],
      }),
    ],
    clear: (values) => ({
      record: record.id,
      ground: values.ground,
      field: values.field ? values.field : null,
      filer: values.filer,
    }),
  }
}

function shortened(value: string): string {
  const line = value.replace(/\s+/g, ' ')
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE)}……` : line
}
