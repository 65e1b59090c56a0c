import type { RecordPage } from '#contract/record'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { KIND_FACTS } from '#domain/record-kinds'
import type { RecordKind } from '#domain/vocabulary'
import { formatCount } from './counts.ts'
import type { Link, PageContext } from './frame.ts'
import { type EntryView, entryView, stateLinks } from './integrity-section.ts'
import type { Answer } from './site-api.ts'

const LATEST = 3

/** A kind on the page of its group: what it is, how many there are, how they stand, the latest. */
export type KindCard = {
  kind: RecordKind
  heading: string
  intro: string
  total: string
  states: (Link & { count: string })[]
  entries: EntryView[]
  all: Link
}

export type KindAnswers = ReadonlyMap<RecordKind, Answer<RecordPage>>

/** Null where one of the lists cannot be had. */
export function kindCards(context: PageContext, kinds: readonly RecordKind[], lists: KindAnswers): KindCard[] | null {
  const cards: KindCard[] = []
  for (const kind of kinds) {
    const answer = lists.get(kind)
    if (answer?.state !== 'found') return null
    cards.push(cardOf(context, kind, answer.value))
  }
  return cards
}

function cardOf(context: PageContext, kind: RecordKind, page: RecordPage): KindCard {
  const { urls } = context
  const label = RECORD_KIND_LABEL[kind]
  return {
    kind,
    heading: label,
    intro: KIND_FACTS[kind].intro,
    total: page.total === 0 ? `目前没有公示中的${label}信息。` : `公示中的信息 ${formatCount(page.total)} 条。`,
    states: stateLinks(urls, kind, page.states),
    entries: page.items.slice(0, LATEST).map((row) => ({
      ...entryView(context, row),
      agency: { text: row.agency.name, href: urls.agency(row.agency.slug) },
    })),
    all: { text: `全部${label}`, href: urls.list(kind) },
  }
}
