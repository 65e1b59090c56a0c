import { ComplaintPart } from '#contract/sealed-part'
import { COMPLAINT_DOMAIN_LABEL } from '#domain/case-labels.zh'
import type { ComplaintDomain, Creditor } from '#domain/vocabulary'
import { choiceField, type FormSpec, type FormStep, optionsOf, sealedField, step } from './form-model.ts'

export type ComplaintFacts = {
  action: string
  agency: string
  creditor: Creditor | null
  domains: readonly ComplaintDomain[]
}

/** Reached only at the end of the questions: by then it is sure that it is about a body and belongs here. */
export function complaintForm({ action, agency, creditor, domains }: ComplaintFacts): FormSpec {
  const part = ComplaintPart.shape
  const [only] = domains
  const domainStep: FormStep = step({
    id: 'domain',
    title: '属于哪个领域',
    fields: [
      choiceField(
        { name: 'domain', label: '涉及的领域', options: optionsOf(domains, COMPLAINT_DOMAIN_LABEL) },
        '请选择涉及的领域',
      ),
    ],
  })
  const isArrears = domains.includes('arrears')
  return {
    kind: 'complaint',
    heading: '投诉',
    action,
    given: domains.length === 1 && only !== undefined ? { domain: only } : {},
    steps: [
      ...(domains.length > 1 ? [domainStep] : []),
      step({
        id: 'facts',
        title: '事情经过',
        notes: [
          '只写单位做了什么、没有做什么。检举公职人员个人的内容请不要写在这里，直接向纪检监察机关（电话 12388）提出。',
        ],
        fields: [
          sealedField(part.facts, {
            name: 'facts',
            label: '事情经过',
            hint: '什么时候、约定了什么、现在怎么样。不要写身份证号码。',
            type: 'area',
          }),
          sealedField(part.amount, {
            name: 'amount',
            label: isArrears ? '拖欠的金额' : '涉及的金额',
            hint: '选填。照合同写，例如 12 万元。',
          }),
          sealedField(part.contractNumber, { name: 'contractNumber', label: '合同编号或者项目名称', hint: '选填。' }),
          sealedField(part.wanted, { name: 'wanted', label: '希望怎样解决', hint: '选填。', type: 'area' }),
        ],
      }),
      step({
        id: 'named',
        title: '实名还是匿名',
        notes: ['被投诉的单位看不到您的姓名和电话。匿名投诉也会登记；没有联系方式的，只能由您自己凭查询码查看进度。'],
        fields: [
          choiceField(
            {
              name: 'isNamed',
              label: '怎样投诉',
              options: [
                { value: 'yes', text: '实名：留下姓名或者单位名称和电话' },
                { value: 'no', text: '匿名' },
              ],
            },
            '请选择实名还是匿名',
          ),
        ],
      }),
      step({
        id: 'who',
        title: '您的联系方式',
        onlyIf: { field: 'isNamed', value: 'yes' },
        fields: [
          sealedField(part.name, {
            name: 'name',
            label: '姓名或者单位名称',
            required: '请填写姓名或者单位名称',
            autocomplete: 'name',
          }),
          sealedField(part.phone, { name: 'phone', label: '联系电话', type: 'tel', autocomplete: 'tel' }),
        ],
      }),
      step({
        id: 'summary',
        title: '办结以后是否公开',
        fields: [
          choiceField(
            {
              name: 'mayPublishSummary',
              label: '办结以后，是否同意公开不含个人信息的摘要和答复',
              hint: '不同意也照常办理。',
              options: [
                { value: 'yes', text: '同意' },
                { value: 'no', text: '不同意' },
              ],
            },
            '请选择是否同意公开摘要和答复',
          ),
        ],
      }),
    ],
    clear: (values) => ({
      ...{ agency, creditor, domain: values.domain, isAboutBody: true },
      isNamed: values.isNamed === 'yes',
      mayPublishSummary: values.mayPublishSummary === 'yes',
    }),
  }
}
