import { AUDIT_VERB_LABEL } from '#domain/audit-labels.zh'
import { csvLine, csvText } from '#domain/csv-text'
import { dayOfInstant, instantOfDay } from '#domain/day'
import type { StaffStore } from '#usecase/staff-ports'

const AT_ONCE = 1000
const HEAD = ['序号', '时间', '谁', '办理方式', '代码', '办了什么', '对象', '内容']

/** As clocks in China show it. */
function instantText(at: number): string {
  const day = dayOfInstant(at)
  return `${day} ${new Date(at - instantOfDay(day)).toISOString().slice(11, 19)}`
}

/** The whole audit from its first row on, some rows at a time: it may be longer than memory. */
export async function* auditCsv(store: Pick<StaffStore, 'auditAfter'>): AsyncGenerator<string> {
  yield csvText([HEAD])
  for (let after = 0; ; ) {
    const rows = await store.auditAfter(after, AT_ONCE)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
      .map(({ id, at, staff, actor, verb, target, detail }) =>
        csvLine([
          ...[String(id), instantText(at), staff ?? '', actor, verb, AUDIT_VERB_LABEL[verb] ?? verb, target],
          JSON.stringify(detail),
        ]),
      )
      .join('')
    after = last.id
  }
}
