import { CorrectionPart } from '#contract/sealed-part'
import { CorrectionClear } from '#contract/submission'
import { CORRECTION_KIND_LABEL } from '#domain/case-labels.zh'
import { CORRECTION_KINDS } from '#domain/vocabulary'
import { choiceField, type FormSpec, field, optionsOf, rulesOf, sealedField, step } from './form-model.ts'

/** `page`: the path that the link brought along; it may be changed. */
export function correctionForm(action: string, page: string): FormSpec {
  const part = CorrectionPart.shape
  return {
    kind: 'correction',
    heading: '本页纠错',
    action,
    given: page === '' ? {} : { page },
    steps: [
      step({
        id: 'what',
        title: '哪个网页有错',
        fields: [
          field({
            name: 'page',
            label: '网页的路径',
            hint: '网址中域名后面的部分，例如 /guides/object/。',
            rules: { ...rulesOf(CorrectionClear.page), required: '请填写网页的路径，例如 /guides/object/' },
          }),
          choiceField(
            { name: 'what', label: '错误的种类', options: optionsOf(CORRECTION_KINDS, CORRECTION_KIND_LABEL) },
            '请选择错误的种类',
          ),
        ],
      }),
      step({
        id: 'found',
        title: '错在哪里',
        fields: [
          sealedField(part.found, {
            name: 'found',
            label: '页面上有什么错',
            hint: '把有错的那句话抄在这里，或者写明在页面的什么位置。',
            type: 'area',
          }),
          sealedField(part.should, { name: 'should', label: '应当怎样写', hint: '选填。', type: 'area' }),
          sealedField(part.contact, {
            name: 'contact',
            label: '联系方式',
            hint: '选填。愿意接受回访的，留电话或者邮箱。',
          }),
        ],
      }),
    ],
    clear: ({ page: where = '', what }) => ({ page: where.trim(), what }),
  }
}
