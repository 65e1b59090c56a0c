import { expect, test } from 'vitest'
import { serveMissing } from '#site/lib/desk/missing-page.ts'
import { ledTo, pageFor, shown } from './desk-pages.ts'
import { deskWorld } from './desk-world.ts'

test('an unknown address of the desk is a page of the desk for staff, and the sign-in for everybody else', async () => {
  const w = await deskWorld()
  const [auditor, nobody] = [await w.as('auditor'), w.visitor()]
  const [known, unknown] = [pageFor(w, auditor, 'nowhere/'), pageFor(w, nobody, 'nowhere/')]

  const view = shown(await serveMissing(known.locals, known.request))
  const address = ledTo(await serveMissing(unknown.locals, unknown.request))

  expect(view).toMatchObject({ status: 404, frame: { title: '没有这个页面' } })
  expect(view.frame.nav.map(({ text }) => text)).toContain('审计')
  expect(address).toBe(`/desk/sign-in/?to=${encodeURIComponent('/desk/nowhere/')}`)
})
