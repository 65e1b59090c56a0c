import { csvLine, csvText } from '#domain/csv-text'
import { dayOfInstant, instantOfDay } from '#domain/day'
import { ACTOR_KIND_LABEL } from '#domain/labels.zh'
import { ACTOR_KINDS } from '#domain/vocabulary'
import type { StaffStore } from '#usecase/staff-ports'
import { auditItem, type KnownNames } from './audit-view.ts'

const AT_ONCE = 1000
const HEAD = [...['序号', '时间', '账号', '姓名', '角色', '办理方式', '代码', '办了什么', '对象', '内容', '原始内容']]

/** As clocks in China show it. */
function instantText(at: number): string {
  const day = dayOfInstant(at)
  return `${day} ${new Date(at - instantOfDay(day)).toISOString().slice(11, 19)}`
}

/** The whole audit from its first row on, some rows at a time: it may be longer than memory. */
export async function* auditCsv(store: Pick<StaffStore, 'auditAfter'>, names: KnownNames): AsyncGenerator<string> {
  yield csvText([HEAD])
  for (let after = 0; ; ) {
    const rows = await store.auditAfter(after, AT_ONCE)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
      .map((row) => {
        const { who, roleLabel, verbLabel, detail } = auditItem(names, row)
        const how = ACTOR_KIND_LABEL[ACTOR_KINDS.find((it) => it === row.actor) ?? 'operator']
        return csvLine([
          ...[String(row.id), instantText(row.at), row.staff ?? '', who, roleLabel ?? '', how],
          ...[row.verb, verbLabel, row.target, detail.map(({ label, text }) => `${label}：${text}`).join('；')],
          JSON.stringify(row.detail),
        ])
      })
      .join('')
    after = last.id
  }
}
