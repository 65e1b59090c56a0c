import { KIND_PATH } from './record-kinds.ts'
import { RECORD_KINDS, type RecordKind } from './vocabulary.ts'

/** Paths below the base that pages, feeds and files share; those of pages alone are in site/src/lib/urls.ts. */
export function recordPath(kind: RecordKind, id: string): string {
  return pathIn(KIND_PATH[kind], id)
}

/** Of what lies in a section by its id. */
export function pathIn(section: string, id: string): string {
  return `${section}/${id}/`
}

/** The kind that lives under a path, the inverse of `KIND_PATH`. */
export function kindAt(path: string): RecordKind | undefined {
  return RECORD_KINDS.find((kind) => KIND_PATH[kind] === path)
}

/** What a feed tells of: the whole place, one kind, or one organ by its slug. */
export type FeedScope = { of: 'all' } | { of: 'kind'; kind: RecordKind } | { of: 'agency'; slug: string }

export const FEED_FORMATS = ['atom', 'json'] as const
export type FeedFormat = (typeof FEED_FORMATS)[number]

export function feedPath(scope: FeedScope, format: FeedFormat): string {
  return `feeds/${feedName(scope)}.${format}`
}

/** Where a scope is read by people. */
export function scopePath(scope: FeedScope): string {
  if (scope.of === 'all') return ''
  return scope.of === 'kind' ? `${KIND_PATH[scope.kind]}/` : `agencies/${scope.slug}/`
}

/** The inverse of `feedPath`, of what follows `feeds/`. */
export function parseFeedName(name: string): { scope: FeedScope; format: FeedFormat } | undefined {
  const [, stem = '', ending] = /^(.+)\.([a-z]+)$/.exec(name) ?? []
  const format = FEED_FORMATS.find((known) => known === ending)
  const scope = scopeNamed(stem)
  return format && scope ? { scope, format } : undefined
}

function scopeNamed(stem: string): FeedScope | undefined {
  if (stem === 'all') return { of: 'all' }
  const slug = /^agencies\/([a-z0-9-]{1,64})$/.exec(stem)?.[1]
  if (slug !== undefined) return { of: 'agency', slug }
  const kind = kindAt(stem)
  return kind && { of: 'kind', kind }
}

function feedName(scope: FeedScope): string {
  if (scope.of === 'all') return 'all'
  return scope.of === 'kind' ? KIND_PATH[scope.kind] : `agencies/${scope.slug}`
}
