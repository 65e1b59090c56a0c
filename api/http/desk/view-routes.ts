import { RemoveViewBody, SavedViewBody, type SavedViewsView } from '#contract/desk-case'
import type { DeskCaseDeps } from '#usecase/desk-cases'
import { removeView, savedViews, saveView } from '#usecase/saved-views'
import type { DeskRouter } from './desk-router.ts'
import { refuse } from './sign-in-routes.ts'

const WORKERS = ['clerk', 'reviewer', 'organ', 'auditor', 'publisher'] as const

/** Filters of the work list under names of one's own; nobody sees another's. */
export function viewRoutes(desk: DeskRouter, deps: DeskCaseDeps): void {
  desk.get('/views', WORKERS, async ({ c, staff }) => {
    const view: SavedViewsView = { items: await savedViews(deps, staff) }
    return c.json(view)
  })

  desk.post('/views', WORKERS, SavedViewBody, async ({ c, staff, body }) => {
    const done = await saveView(deps, staff, body)
    return done.ok ? c.json({}) : refuse(c, done.failure)
  })

  desk.post('/views/remove', WORKERS, RemoveViewBody, async ({ c, staff, body }) => {
    await removeView(deps, staff, body.name)
    return c.json({})
  })
}
