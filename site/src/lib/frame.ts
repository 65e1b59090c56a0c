import type { AgencyFacts } from '#content/schema/agency'
import type { Place } from '#content/schema/place'
import type { FeedScope } from '#domain/addresses'
import type { RecordKind } from '#domain/vocabulary'
import { COLUMNS, type ColumnId, hubOf, type MetaTag, metaTags, type PageMeta } from './meta.ts'
import type { Urls } from './urls.ts'

/** What every page function gets besides its data. */
export type PageContext = {
  place: Place
  urls: Urls
  /** By slug of the organ. */
  contacts: Readonly<Record<string, AgencyFacts>>
}

export type Link = { text: string; href: string }
/** The last crumb is the page itself and has no link. */
export type Crumb = { text: string; href: string | null }

export type Alternate = { type: string; title: string; href: string }

/** Everything the layout shows around a page. */
export type Frame = {
  title: string
  isIndexed: boolean
  /** Address of this page on this site, where it has a lasting one. */
  path: string | null
  canonical: string | null
  section: ColumnId | null
  crumbs: Crumb[]
  meta: MetaTag[]
  /** Open Graph; never more than the title says. */
  social: { property: string; content: string }[]
  /** The same in other forms: feeds, data, cards. */
  alternates: Alternate[]
}

export type FrameInput = {
  title: string
  /** From `urls`; null where the page has no lasting address (errors). */
  path: string | null
  section: ColumnId | null
  crumbs: Crumb[]
  meta: PageMeta
  isIndexed?: boolean
  alternates?: Alternate[]
  /** What the page has feeds of. */
  feeds?: FeedScope
}

export function createFrame({ place, urls }: PageContext, input: FrameInput): Frame {
  const home = { text: COLUMNS.home.name, href: urls.home() }
  return {
    title: input.title === place.siteName ? place.siteName : `${input.title} - ${place.siteName}`,
    isIndexed: input.isIndexed ?? true,
    path: input.path,
    canonical: input.path === null ? null : absoluteAddress(place, input.path),
    section: input.section,
    crumbs: input.crumbs.length === 0 ? [] : [home, ...input.crumbs],
    meta: metaTags(place, input.meta),
    social: socialTags(place, input),
    alternates: [...(input.feeds ? feedLinks(urls, input.feeds) : []), ...(input.alternates ?? [])],
  }
}

function feedLinks(urls: Urls, scope: FeedScope): Alternate[] {
  const title = scope.of === 'kind' ? `${COLUMNS[scope.kind].name}公示` : '公示信息'
  return [
    { title: `${title}（Atom）`, href: urls.feed(scope, 'atom'), type: 'application/atom+xml' },
    { title: `${title}（JSON Feed）`, href: urls.feed(scope, 'json'), type: 'application/feed+json' },
  ]
}

function socialTags(place: Place, { title, path, meta }: FrameInput): Frame['social'] {
  if (path === null) return []
  const description = meta.kind === 'article' ? meta.description : null
  const address = absoluteAddress(place, path)
  return [
    { property: 'og:title', content: title },
    { property: 'og:type', content: meta.kind === 'article' ? 'article' : 'website' },
    { property: 'og:site_name', content: place.siteName },
    { property: 'og:locale', content: 'zh_CN' },
    ...(description === null ? [] : [{ property: 'og:description', content: description }]),
    ...(address === null ? [] : [{ property: 'og:url', content: address }]),
  ]
}

/** Only the configured origin may appear in a page: the request's host would change its bytes. */
export function absoluteAddress(place: Place, path: string): string | null {
  return place.origin === null ? null : `${new URL(place.origin).origin}${path}`
}

/** The page of the group and the list of the kind. */
export function kindCrumbs(urls: Urls, kind: RecordKind): Crumb[] {
  const hub = hubOf(kind)
  const list = kindCrumb(urls, kind)
  return hub === null ? [list] : [{ text: COLUMNS[hub].name, href: urls.hub(hub) }, list]
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
