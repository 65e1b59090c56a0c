import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { Clock } from './ports.ts'
import type { SavedView, StaffStore } from './staff-ports.ts'

type ViewDeps = { staff: () => Promise<StaffStore>; clock: Clock }

/** As many as fit beside the list. */
export const MOST_VIEWS = 12

export async function savedViews(deps: ViewDeps, { id }: Staff): Promise<SavedView[]> {
  return (await deps.staff()).views(id)
}

/** Under a name that is there already it takes the other's place. */
export async function saveView(
  deps: ViewDeps,
  { id }: Staff,
  view: SavedView,
): Promise<Result<null, FailureOf<'too-many-views'>>> {
  const store = await deps.staff()
  const before = await store.views(id)
  const isNew = before.every(({ name }) => name !== view.name)
  if (isNew && before.length >= MOST_VIEWS) return fail({ code: 'too-many-views', most: MOST_VIEWS })
  await store.saveView({ staffId: id, ...view, at: deps.clock() })
  return ok(null)
}

/** What is not there is gone already. */
export async function removeView(deps: ViewDeps, { id }: Staff, name: string): Promise<void> {
  await (await deps.staff()).removeView({ staffId: id, name, at: deps.clock() })
}
