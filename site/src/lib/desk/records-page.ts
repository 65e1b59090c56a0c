import type { ChangesView, ToReviewView } from '#contract/desk-record'
import { type DeskFrame, deskFrame, deskWorker, goTo, leave } from './desk-page.ts'

type Locals = App.Locals

export type RecordsPage = {
  frame: DeskFrame
  changes: ChangesView
  toReview: ToReviewView
  moreChanges: string | null
  moreToReview: string | null
}

/** What waits for a second person, and what a rule left to a person. */
export async function serveRecords(locals: Locals, request: Request): Promise<RecordsPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const { urls } = locals
  const asked = new URL(request.url).searchParams
  const record = asked.get('record')?.trim()
  if (record) return goTo(urls.desk(`records/${encodeURIComponent(record)}/`))
  const [changesAfter, reviewAfter] = [asked.get('changes') ?? '', asked.get('review') ?? '']
  const changes = await locals.desk.get<ChangesView>(`/changes?after=${encodeURIComponent(changesAfter)}`)
  if (changes.state === 'refused') return leave(locals, changes.problem, request)
  const toReview = await locals.desk.get<ToReviewView>(`/records/to-review?after=${encodeURIComponent(reviewAfter)}`)
  if (toReview.state === 'refused') return leave(locals, toReview.problem, request)
  const more = (name: string, after: string | null) =>
    after === null ? null : `${urls.desk('records/')}?${new URLSearchParams({ [name]: after })}`
  return {
    frame: deskFrame(locals, '公示', me, 'records/'),
    changes: changes.value,
    toReview: toReview.value,
    moreChanges: more('changes', changes.value.next),
    moreToReview: more('review', toReview.value.next),
  }
}
