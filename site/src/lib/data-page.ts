import { type DictionaryRow, dictionaryOf } from '#contract/dictionary'
import type { DownloadEntry, DownloadList } from '#contract/open-data'
import type { AgencyList } from '#contract/record'
import type { FeedScope } from '#domain/addresses'
import { FORMAT_NAME } from '#domain/downloads'
import { kindsOf } from '#domain/kind-groups'
import { KIND_GROUP_LABEL, RECORD_KIND_LABEL } from '#domain/labels.zh'
import { KIND_GROUPS, RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { formatCount } from './counts.ts'
import { columnFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import type { Answer } from './site-api.ts'

export type FileLink = Link & { size: string }
export type FileRow = { name: string; rows: string; files: FileLink[]; feeds: Link[] }

export type DownloadsView = {
  state: 'data'
  status: 200
  frame: Frame
  /** Null where none were ever made. */
  madeOn: string | null
  /** Some files are being made anew and are missing from the tables. */
  isRebuilding: boolean
  terms: { name: string; href: string | null } | null
  whole: FileLink | null
  /** Only kinds of which there is something, by group. */
  groups: { heading: string; kinds: { id: string; heading: string; rows: FileRow[] }[] }[]
  /** Kinds of which there is nothing to download. */
  empty: string | null
  /** One line a file, as `sha256sum -c` reads it. */
  checksums: string
  dictionary: { heading: string; rows: DictionaryRow[] }[]
}

export function dataPage(
  context: PageContext,
  answers: { downloads: Answer<DownloadList>; agencies: Answer<AgencyList> },
): DownloadsView | NoticeView {
  const { downloads, agencies } = answers
  if (downloads.state !== 'found' || agencies.state !== 'found') return unavailableNotice(context)
  const { place, urls } = context
  const { madeOn, files } = downloads.value
  const served = files.filter(({ isServed }) => isServed)
  const whole = served.find(({ format }) => format === 'sqlite')
  // Nothing was made at all, or not yet: then nothing can be said of any kind.
  const empty = files.length === 0 ? [] : RECORD_KINDS.filter((kind) => !files.some((file) => file.kind === kind))
  const words = dictionaryOf(place.showLegalRepresentative)
  return {
    state: 'data',
    status: 200,
    frame: columnFrame(context, 'data', urls.data()),
    madeOn,
    isRebuilding: served.length < files.length || files.length === 0,
    terms: place.dataTerms && { name: place.dataTerms.name, href: place.dataTerms.url },
    whole: whole === undefined ? null : fileLink(context, whole),
    groups: KIND_GROUPS.map((group) => ({
      heading: KIND_GROUP_LABEL[group],
      kinds: kindsOf(group)
        .filter((kind) => !empty.includes(kind))
        .map((kind) => ({
          id: kind,
          heading: RECORD_KIND_LABEL[kind],
          rows: fileRows(context, kind, served, agencies.value),
        })),
    })).filter(({ kinds }) => kinds.length > 0),
    empty: empty.length === 0 ? null : empty.map((kind) => RECORD_KIND_LABEL[kind]).join('、'),
    checksums: served.map(({ sha256, path }) => `${sha256}  ${path}\n`).join(''),
    dictionary: RECORD_KINDS.map((kind) => ({
      heading: RECORD_KIND_LABEL[kind],
      rows: words.filter((row) => row.kind === kind),
    })),
  }
}

/** The whole place first, then the organs that have any. */
function fileRows(
  context: PageContext,
  kind: RecordKind,
  served: readonly DownloadEntry[],
  agencies: AgencyList,
): FileRow[] {
  const all = { slug: null, name: '全部机关' }
  return [all, ...agencies.items].flatMap(({ slug, name }) => {
    const own = served.filter((file) => file.kind === kind && file.agency === slug)
    const rows = own[0]?.rows ?? 0
    if (rows === 0 && slug !== null) return []
    const scope: FeedScope = slug === null ? { of: 'kind', kind } : { of: 'agency', slug }
    return [
      {
        name,
        rows: formatCount(rows),
        files: own.map((file) => fileLink(context, file)),
        feeds: feedsOf(context, scope),
      },
    ]
  })
}

function feedsOf({ urls }: PageContext, scope: FeedScope): Link[] {
  return [
    { text: 'Atom', href: urls.feed(scope, 'atom') },
    { text: 'JSON Feed', href: urls.feed(scope, 'json') },
  ]
}

function fileLink({ urls }: PageContext, { format, path, bytes }: DownloadEntry): FileLink {
  return { text: FORMAT_NAME[format], href: urls.download(path), size: sizeWords(bytes) }
}

/** Rounded up, so that no file is ever said to be smaller than it is. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`
  const kilobytes = bytes / 1024
  if (kilobytes < 1024) return `${formatCount(Math.ceil(kilobytes))} KB`
  const tenths = Math.ceil((kilobytes / 1024) * 10)
  return `${formatCount(Math.floor(tenths / 10))}.${tenths % 10} MB`
}
