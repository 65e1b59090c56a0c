import { expect, test } from 'vitest'
import { parseDay } from '#domain/day'
import { retentionWords } from '#site/lib/terms.ts'
import { loadContent } from '../../scripts/lib/content.ts'

const today = parseDay('2026-11-20')

test('the privacy page tells how long each kind is kept, and promises nothing that nobody confirmed', async () => {
  const [demo, elsewhere] = await Promise.all([loadContent('demo'), loadContent('huaxian')])
  if (today === undefined) throw new Error('no day')

  const told = retentionWords({ intake: demo.intake, today })
  const untold = retentionWords({ intake: elsewhere.intake, today })

  expect(told).toContain('保存：异议 1095 天，投诉 1095 天，')
  expect(told).toContain(' 180 天。期满由程序销毁')
  expect(untold).toContain('确定以前不销毁')
  expect(untold).not.toMatch(/\d/)
})
