import type { PublicRecord } from '#contract/record'
import type { Timeliness } from '#domain/vocabulary'
import { chineseDay } from './dates.ts'

type Timing = PublicRecord['timeliness']

/** How the record stands to the 7 working days of 发改办财金〔2018〕424号, as one sentence. */
export function timelinessSentence(timing: Timing, publishedOn: string): string {
  const sentences = {
    'on-time': () => `按时公示：${dueWords(timing)}，实际于${chineseDay(publishedOn)}公示。`,
    late: () => `超期 ${timing.lateBy} 个工作日：${dueWords(timing)}，实际于${chineseDay(publishedOn)}公示。`,
    'not-yet-due': () => `公示期限未到：${dueWords(timing)}。`,
    unknown: () => '无法判断是否按时公示：缺少计算期限所需的日期。',
  } satisfies Record<Timeliness, () => string>
  return sentences[timing.status]() + (timing.provisional ? '该期限所在年度的放假安排尚未公布，计算结果为暂定。' : '')
}

function dueWords({ dueOn }: Timing): string {
  return dueOn === null ? '应自作出决定之日起 7 个工作日内公示' : `最迟应于${chineseDay(dueOn)}公示`
}
