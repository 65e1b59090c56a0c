import { type Day, daysBetween, isDay } from '#domain/day'
import { chineseDay } from './dates.ts'
import type { ViewMode } from './view-mode.ts'

/**
 * What a page cannot know when it is built: the day it is read, and how its reader wants it. Everything else of a page
 * stays as built, so a page built ahead and one rendered now are the same.
 */
export function finishPage(html: string, { today, view }: { today: Day; view: ViewMode }): string {
  const dated = html
    .replaceAll(/<span class="days-left" data-until="([\d-]+)"><\/span>/g, (_, until: string) => daysLeft(until, today))
    .replaceAll(/<span class="validity" data-valid-until="([\d-]+)"><\/span>/g, (_, last: string) =>
      last < today ? '<span class="tag">已失效</span>' : '',
    )
    .replaceAll('<time class="read-on"></time>', `<time datetime="${today}">${today}</time>`)
  return view === 'elder' ? dated.replace('<html lang="zh-CN">', '<html lang="zh-CN" class="elder">') : dated
}

function daysLeft(until: string, today: Day): string {
  if (!isDay(until)) return ''
  const days = daysBetween(today, until)
  if (days < 0) return ''
  const words = days === 0 ? '今天是最后一天' : `还有 ${days} 天`
  return `<span class="days-left" title="${chineseDay(today)}计算">${words}</span>`
}
