import type { PublicRecord } from '#contract/record'
import { isRecordId } from '#domain/record-id'
import { repairChannelOf } from '#domain/repair-estimate'
import {
  COMPLAIN_AROUND,
  complainPage,
  type ElsewhereView,
  type QuestionView,
  readComplainAsk,
  type Said,
} from './complain-page.ts'
import { correctionForm } from './correction-form.ts'
import { kindCrumb } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { endedNotice, missingNotice, type NoticeView, unavailableNotice, withdrawnNotice } from './notices.ts'
import { objectionForm } from './objection-form.ts'
import { type RecordCard, recordCard } from './record-card.ts'
import { NO_NUMBER } from './record-rows.ts'
import { repairForm } from './repair-form.ts'
import { type EstimateView, type RepairStartView, readDone, repairEstimate, repairStart } from './repair-page.ts'
import { type FormAnswer, serveForm } from './serve-form.ts'

type Locals = App.Locals
type Loaded<V, E = unknown> = { view: V } & E

/** Pages where people send something: each finds what it is about, then the same engine takes over. */
export async function loadObjectPage(
  locals: Locals,
  request: Request,
  params: URLSearchParams,
): Promise<Loaded<FormAnswer | NoticeView, { card: RecordCard | null }>> {
  const record = await publicRecord(locals, params.get('record') ?? '')
  if ('status' in record) return { view: record, card: null }
  const spec = objectionForm(locals.urls.object(record.id), record)
  const card = recordCard(locals, record)
  const crumbs = [kindCrumb(locals.urls, record.kind), { text: card.number, href: card.href }]
  return { view: await serveForm(locals, request, spec, { column: 'object', crumbs, words: null }), card }
}

async function publicRecord(locals: Locals, id: string): Promise<PublicRecord | NoticeView> {
  if (!isRecordId(id)) return missingNotice(locals)
  const answer = await locals.api.record(id)
  if (answer.state === 'unavailable') return unavailableNotice(locals)
  if (answer.state === 'missing') return missingNotice(locals)
  const { value } = answer
  if (value.state === 'ended') return endedNotice(locals, value.kind)
  return value.state === 'withdrawn' ? withdrawnNotice(locals, value.kind, value.id) : value
}

export async function loadComplainPage(
  locals: Locals,
  request: Request,
  params: URLSearchParams,
): Promise<Loaded<FormAnswer | QuestionView | ElsewhereView, { said: Said[]; handler: string | null }>> {
  const ask = readComplainAsk(params, locals.intake)
  const page = complainPage(locals, ask, locals.intake, locals.reading.outside)
  if (page.state !== 'here') return { view: page, said: page.said, handler: null }
  const around = { ...COMPLAIN_AROUND, words: locals.intake.reportWords }
  return { view: await serveForm(locals, request, page.spec, around), said: page.said, handler: page.handler }
}

export async function loadRepairPage(
  locals: Locals,
  request: Request,
  params: URLSearchParams,
): Promise<Loaded<FormAnswer | EstimateView | RepairStartView | NoticeView, { agency: string | null }>> {
  const id = params.get('record')
  if (id !== null) {
    const record = await publicRecord(locals, id)
    if ('status' in record) return { view: record, agency: null }
    if (repairChannelOf(record.kind) === 'here') {
      const spec = repairForm(locals.urls.repair({ record: id }), { record: id })
      const number = { text: record.documentNumber ?? NO_NUMBER, href: locals.urls.record(record.kind, id) }
      const crumbs = [kindCrumb(locals.urls, record.kind), number]
      return {
        view: await serveForm(locals, request, spec, { column: 'repair', crumbs, words: null }),
        agency: record.agency.name,
      }
    }
    return { view: repairEstimate(locals, record, locals.reading, locals.today, readDone(params)), agency: null }
  }
  const slug = params.get('agency')
  if (slug === null) return { view: repairStart(locals), agency: null }
  const agency = locals.intake.agencies.find((it) => it.slug === slug)
  if (agency === undefined) return { view: missingNotice(locals), agency: null }
  const crumbs = [
    { text: COLUMNS.agencies.name, href: locals.urls.agencies() },
    { text: agency.name, href: locals.urls.agency(slug) },
  ]
  const spec = repairForm(locals.urls.repair({ agency: slug }), { agency: slug })
  return {
    view: await serveForm(locals, request, spec, { column: 'repair', crumbs, words: null }),
    agency: agency.name,
  }
}

const PATH = /^\/[^?#\s]{0,499}$/

export async function loadCorrectPage(
  locals: Locals,
  request: Request,
  params: URLSearchParams,
): Promise<Loaded<FormAnswer>> {
  const given = params.get('page') ?? ''
  const page = PATH.test(given) ? given : ''
  const spec = correctionForm(locals.urls.correct(page), page)
  return { view: await serveForm(locals, request, spec, { column: 'correct', crumbs: [], words: null }) }
}
