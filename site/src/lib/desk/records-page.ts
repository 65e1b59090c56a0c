import type { ChangesView, ToReviewView } from '#contract/desk-record'
import { type DeskFrame, type DeskTrouble, deskFrame, deskWorker, goTo, leave } from './desk-page.ts'
import { type FoundRecord, findRecords } from './find-record.ts'

type Locals = App.Locals

export type RecordsPage = {
  frame: DeskFrame
  changes: ChangesView
  toReview: ToReviewView
  moreChanges: string | null
  moreToReview: string | null
  /** What was typed to open a record; `found` where several bear that number. */
  wanted: string
  found: (FoundRecord & { href: string })[]
  trouble: DeskTrouble | null
}

const NOT_FOUND: DeskTrouble = {
  heading: '没有找到这条记录',
  text: '没有公示的记录用这个编号。请核对文书号，或者粘贴公示页面的网址。',
  errors: [{ field: 'record', message: '请填写完整的文书号、记录编号或者公示页面的网址' }],
}

/** What waits for a second person, and what a rule left to a person. */
export async function serveRecords(locals: Locals, request: Request): Promise<RecordsPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const { urls } = locals
  const asked = new URL(request.url).searchParams
  const record = asked.get('record')?.trim()
  const found = record ? await findRecords(locals, record) : []
  const only = typeof found === 'string' ? found : found.length === 1 ? found[0]?.id : undefined
  const kept = asked.get('case') ?? ''
  const addressOf = (id: string) => `${urls.desk(`records/${id}/`)}${kept && `?${new URLSearchParams({ case: kept })}`}`
  if (only !== undefined) return goTo(addressOf(only))
  const offered = typeof found === 'string' ? [] : found
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
    wanted: record ?? '',
    found: offered.map((it) => ({ ...it, href: addressOf(it.id) })),
    trouble: record && offered.length === 0 ? NOT_FOUND : null,
  }
}
