import type { Place } from '#content/schema/place'
import type { FeedScope } from '#domain/addresses'
import type { RecordKind } from '#domain/vocabulary'
import { COLUMNS, type ColumnId, type MetaTag, metaTags, type PageMeta } from './meta.ts'
import type { Urls } from './urls.ts'

/** What every page function gets besides its data. */
export type PageContext = { place: Place; urls: Urls }

export type Link = { text: string; href: string }
/** The last crumb is the page itself and has no link. */
export type Crumb = { text: string; href: string | null }

export type FeedLink = { title: string; href: string; type: string }

/** Everything the layout shows around a page. */
export type Frame = {
  title: string
  isIndexed: boolean
  canonical: string | null
  section: ColumnId | null
  crumbs: Crumb[]
  meta: MetaTag[]
  /** Feeds of what the page is about. */
  feeds: FeedLink[]
}

export type FrameInput = {
  title: string
  /** From `urls`; null where the page has no lasting address (errors). */
  path: string | null
  section: ColumnId | null
  crumbs: Crumb[]
  meta: PageMeta
  isIndexed?: boolean
  feeds?: FeedScope
}

export function createFrame({ place, urls }: PageContext, input: FrameInput): Frame {
  const home = { text: COLUMNS.home.name, href: urls.home() }
  return {
    title: input.title === place.siteName ? place.siteName : `${input.title} - ${place.siteName}`,
    isIndexed: input.isIndexed ?? true,
    canonical: input.path === null ? null : absoluteAddress(place, input.path),
    section: input.section,
    crumbs: input.crumbs.length === 0 ? [] : [home, ...input.crumbs],
    meta: metaTags(place, input.meta),
    feeds: input.feeds === undefined ? [] : feedLinks(urls, input.title, input.feeds),
  }
}

function feedLinks(urls: Urls, title: string, scope: FeedScope): FeedLink[] {
  return [
    { title: `${title}（Atom）`, href: urls.feed(scope, 'atom'), type: 'application/atom+xml' },
    { title: `${title}（JSON Feed）`, href: urls.feed(scope, 'json'), type: 'application/feed+json' },
  ]
}

/** Only the configured origin may appear in a page: the request's host would change its bytes. */
export function absoluteAddress(place: Place, path: string): string | null {
  return place.origin === null ? null : `${new URL(place.origin).origin}${path}`
}

export function kindCrumb(urls: Urls, kind: RecordKind): Crumb {
  return { text: COLUMNS[kind].name, href: urls.list(kind) }
}

/** A page that stands in a column and has fixed text: about, privacy. */
export function columnFrame(context: PageContext, column: ColumnId, path: string): Frame {
  const { name } = COLUMNS[column]
  return createFrame(context, {
    title: name,
    path,
    section: column,
    crumbs: [{ text: name, href: null }],
    meta: { kind: 'column', column },
  })
}
