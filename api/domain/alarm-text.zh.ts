import type { Alarm } from './alarm.ts'
import { looseDayForPeople } from './loose-day-text.ts'
import { formatYuan } from './money.ts'
import { KIND_LABEL } from './record-kinds.ts'
import type { AlarmKind } from './vocabulary.ts'

export const ALARM_LABEL = {
  'entry-overdue': '逾期',
  'entry-filed': '新列入',
  'arrears-grown': '拖欠增加',
  'published-late': '超期公示',
  'task-soon': '任务将到期',
  'task-passed': '任务过期',
  'referral-unanswered': '转交未答复',
  'report-soon': '报送将到期',
  'report-missing': '未报送',
  'report-mismatch': '报送与公示不一致',
} satisfies Record<AlarmKind, string>

/** What an alarm says: what is the matter, in one sentence, from its own facts. */
export function alarmText({ alarm, facts }: Pick<Alarm, 'alarm' | 'facts'>): string {
  const said = (name: string) => String(facts[name] ?? '')
  const day = (name: string) => looseDayForPeople(said(name))
  const kind = labelOf(said('kind'))
  const number = said('number') === '' ? '（没有文号）' : said('number')
  switch (alarm) {
    case 'entry-overdue':
      return `${kind} ${number} 的期限是 ${day('due')}，已经过了，还没有完成。`
    case 'entry-filed':
      return `${day('decided')} 列入${kind}，案号 ${number}，还没有履行完毕。`
    case 'arrears-grown':
      return `${said('year')} 年末逾期未支付 ${yuan(said('amount'))}，多于上一年末的 ${yuan(said('before'))}。`
    case 'published-late':
      return `${day('month')} 作出的${kind}有 ${said('count')} 条超过规定期限才公示。`
    case 'task-soon':
      return `任务“${said('name')}”的期限是 ${day('due')}，快到了。`
    case 'task-passed':
      return `任务“${said('name')}”的期限是 ${day('due')}，已经过了，没有填报完成。`
    case 'referral-unanswered':
      return `${said('receipt')} 于${day('referredOn')}转交，到现在没有答复。`
    case 'report-soon':
      return `${period(said('period'))}${said('title')}要在 ${day('due')} 前报送${said('to')}，还没有报。`
    case 'report-missing':
      return `${period(said('period'))}${said('title')}应于 ${day('due')} 前报送${said('to')}，本站没有收到。`
    case 'report-mismatch':
      return `${said('period')}的报送写的政务失信是 ${said('reported')} 条，本站公示的同期认定有 ${said('published')} 条，请核对。`
  }
}

/** What comes once has its day for a period, which the sentence says already. */
function period(text: string): string {
  return text.includes('年') ? `${text}的` : ''
}

function labelOf(kind: string): string {
  return Object.entries(KIND_LABEL).find(([id]) => id === kind)?.[1] ?? kind
}

function yuan(fen: string): string {
  return /^\d+$/.test(fen) ? formatYuan(BigInt(fen)) : fen
}
