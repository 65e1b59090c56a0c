import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { dayOfInstant } from '#domain/day'
import type { Clock } from '#usecase/ports'
import { finishPage } from './lib/finish-page.ts'
import { backTo, VIEW_COOKIE, viewModeFrom } from './lib/view-mode.ts'

const YEAR_SECONDS = 365 * 86_400

/** Fills in what depends on the day and on the reader, in every page alike. */
export function createFinish(clock: Clock): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (!c.res.headers.get('Content-Type')?.startsWith('text/html') || c.res.body === null) return
    const view = viewModeFrom(getCookie(c, VIEW_COOKIE)) ?? 'standard'
    const html = finishPage(await c.res.text(), { today: dayOfInstant(clock()), view })
    const headers = new Headers(c.res.headers)
    headers.delete('Content-Length')
    // Of the page before this: a reader who turns the switch would be told that nothing changed.
    headers.delete('ETag')
    headers.append('Vary', 'Cookie')
    const { status } = c.res
    // Hono merges the headers of an earlier response into a later one unless it is taken away first.
    c.res = undefined
    c.res = new Response(html, { status, headers })
  }
}

/** The switch of every page: a plain form, so that no crawler and no prefetch turns it. */
export function createViewSwitch(base: string): MiddlewareHandler {
  return async (c) => {
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const view = viewModeFrom(form.view) ?? 'standard'
    setCookie(c, VIEW_COOKIE, view, {
      path: base,
      maxAge: view === 'standard' ? 0 : YEAR_SECONDS,
      httpOnly: true,
      sameSite: 'Lax',
    })
    return c.redirect(backTo(base, form.back), 303)
  }
}
