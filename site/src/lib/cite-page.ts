import type { RecordAnswer } from '#contract/record'
import { KIND_DOCUMENT } from '#domain/record-kinds'
import type { RecordKind } from '#domain/vocabulary'
import { type Citations, citationsOf } from './citation.ts'
import { absoluteAddress, createFrame, type Frame, kindCrumb, type Link, type PageContext } from './frame.ts'
import { endedNotice, missingNotice, type NoticeView, unavailableNotice, withdrawnNotice } from './notices.ts'
import { NO_NUMBER } from './record-rows.ts'
import { embedCode } from './share.ts'
import type { Answer } from './site-api.ts'

export type CiteView = {
  state: 'cite'
  status: 200
  frame: Frame
  label: string
  number: string
  record: Link
  citations: Citations
  /** Null where the site has no public address yet. */
  embed: string | null
  card: string
}

/** How to quote a record: only what is public can be quoted, so a withdrawn one has the same end as its own page. */
export function citePage(context: PageContext, kind: RecordKind, answer: Answer<RecordAnswer>): CiteView | NoticeView {
  if (answer.state === 'unavailable') return unavailableNotice(context)
  if (answer.state === 'missing' || answer.value.kind !== kind) return missingNotice(context)
  const record = answer.value
  if (record.state === 'withdrawn') return withdrawnNotice(context, kind, record.id)
  if (record.state === 'ended') return endedNotice(context, kind)
  const { place, urls } = context
  const label = KIND_DOCUMENT[kind]
  const number = record.documentNumber ?? NO_NUMBER
  const path = urls.record(kind, record.id)
  const heading = `引用${label} ${number}`
  return {
    state: 'cite',
    status: 200,
    frame: createFrame(context, {
      title: `${heading}（${record.agency.name}）${record.id}`,
      path: urls.cite(kind, record.id),
      section: kind,
      crumbs: [kindCrumb(urls, kind), { text: number, href: path }, { text: '引用和转载', href: null }],
      meta: { kind: 'column', column: kind },
      isIndexed: false,
    }),
    label: `引用${label}`,
    number,
    record: { text: `${label} ${number}`, href: path },
    citations: citationsOf(record, number, absoluteAddress(place, path) ?? path, place.siteName),
    embed: embedCode(context, kind, record.id, `${label} ${number}`),
    card: urls.card(kind, record.id),
  }
}
