import { createDeskApi } from '#site/lib/desk-api.ts'
import { localsOf } from '../site/locals.ts'
import type { DeskVisitor, DeskWorld } from './desk-world.ts'

export type PageAsked = { locals: App.Locals; request: Request }

/** A page of the desk, asked for by somebody's browser; with `form`, posted. */
export function pageFor(w: DeskWorld, who: DeskVisitor, path: string, form?: Record<string, string>): PageAsked {
  const request = new Request(`http://desk.test/desk/${path}`, {
    headers: { Cookie: who.cookie() },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  })
  return { request, locals: { ...localsOf(w), desk: createDeskApi(w.desk.app, w.content.place.base, request) } }
}

/** What a page shows; a page that led elsewhere instead fails the test. */
export function shown<T>(view: T | Response): T {
  if (view instanceof Response) throw new Error(`${view.status} ${view.headers.get('Location') ?? ''}`)
  return view
}

/** Where a page led. */
export function ledTo(view: unknown): string {
  if (!(view instanceof Response) || view.status !== 303) throw new Error('The page led nowhere.')
  return view.headers.get('Location') ?? ''
}
