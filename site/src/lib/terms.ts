import { caseClock } from '#domain/case-clock'
import { CASE_KIND_LABEL } from '#domain/case-labels.zh'
import { retentionOf } from '#domain/case-retention'
import type { Day } from '#domain/day'
import { CASE_KINDS, type CaseKind } from '#domain/vocabulary'
import type { IntakeFacts } from '../intake-facts.ts'

type Facts = { intake: IntakeFacts; place: { areaCode: string | null }; today: Day }

/** Whether an objection is shown on its record as soon as it is there. */
export function marksObjections(facts: Facts): boolean {
  return clockOf(facts, 'objection')?.marksOnReceipt ?? false
}

function clockOf({ intake, place, today }: Facts, kind: CaseKind) {
  const { objections, promises, confirmed } = intake
  return caseClock(kind, place.areaCode, today, { objections, promises, confirmed: new Set(confirmed) })
}

/** How long a kind of case takes here, in a sentence; empty where nobody has said it. */
export function clockWords(facts: Facts, kind: CaseKind): string {
  const clock = clockOf(facts, kind)
  if (clock === null) return ''
  if (clock.due === 'statutory') return `依照${clock.basis}，${clock.own} 个工作日内答复。`
  return `本站承诺：收到后 ${clock.own} 个工作日内答复。`
}

/** How long what a closed case held is kept, in a sentence; without a kind of which nobody has said it. */
export function retentionWords({ intake, today }: Pick<Facts, 'intake' | 'today'>): string {
  const rules = { retention: intake.retention, confirmed: new Set(intake.confirmed) }
  const terms = CASE_KINDS.flatMap((kind) => {
    const row = retentionOf(kind, today, rules)
    return row === undefined ? [] : [`${CASE_KIND_LABEL[kind]} ${row.days} 天`]
  })
  if (terms.length === 0) return '保存多久由承办单位确定，确定以前不销毁；您可以请求删除。'
  return `办结以后保存：${terms.join('，')}。期满由程序销毁您写的内容、文件和工作人员写的说明，只留办理经过，不再能看出您提了什么。`
}
