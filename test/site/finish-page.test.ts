import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Day, parseDay } from '#domain/day'
import { finishPage } from '#site/lib/finish-page.ts'
import { backTo } from '#site/lib/view-mode.ts'

const today = parseDay('2026-11-22') as Day
const until = (day: string) => `<p>至 ${day}<span class="days-left" data-until="${day}"></span></p>`
const finish = (html: string) => finishPage(html, { today, view: 'standard' })

test('days left are counted on the day the page is read', () => {
  expect(finish(until('2026-11-25'))).toContain('>还有 3 天<')
  expect(finish(until('2026-11-22'))).toContain('>今天是最后一天<')
  expect(finish(until('2026-11-21'))).toBe('<p>至 2026-11-21</p>')
})

test('a citation says the day on which the page was read', () => {
  expect(finish('[<time class="read-on"></time>]')).toBe('[<time datetime="2026-11-22">2026-11-22</time>]')
})

test('only the reader who asked for it gets 长辈模式', () => {
  const html = '<!DOCTYPE html> <html lang="zh-CN"><body></body></html>'

  expect(finish(html)).toBe(html)
  expect(finishPage(html, { today, view: 'elder' })).toContain('<html lang="zh-CN" class="elder">')
})

test('the switch leads back into the site and nowhere else', () => {
  expect(backTo('/xinyong/', '/xinyong/penalties/?page=2')).toBe('/xinyong/penalties/?page=2')
  for (const evil of ['//evil.example/', '/\\evil.example', 'https://evil.example', '/other/', undefined, 7]) {
    expect(backTo('/xinyong/', evil)).toBe('/xinyong/')
  }
  fc.assert(
    fc.property(fc.string(), (path) => {
      const target = new URL(backTo('/', path), 'https://site.example')
      expect(target.origin).toBe('https://site.example')
    }),
  )
})
