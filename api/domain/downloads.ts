import { RECORD_KIND_LABEL } from './labels.zh.ts'
import { KIND_PATH } from './record-kinds.ts'
import type { Journal, Manifest } from './snapshot.ts'
import type { RecordKind } from './vocabulary.ts'

export const DOWNLOAD_FORMATS = ['csv', 'json', 'ndjson', 'sqlite'] as const
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number]

/** Null kind or agency: of all. `path`: below `data/`. `firstUntil`: the earliest last public day of its records. */
export type DownloadFile = {
  path: string
  kind: RecordKind | null
  agency: string | null
  format: DownloadFormat
  rows: number
  bytes: number
  /** Of the whole file, hex. */
  sha256: string
  firstUntil: string | null
}

/** What files there are: beside the generations, written when the last of the files is whole. */
export type Downloads = {
  format: 1
  lineage: string
  /** Version and day of the snapshot that the files were made from. */
  snapshotVersion: number
  day: string
  /** Folder of the snapshot store that they lie in. */
  folder: string
  showsRepresentative: boolean
  files: DownloadFile[]
}

/** Columns that the site adds to the official ones. Importing passes over them. */
export const SITE_COLUMNS = {
  id: '本站记录编号',
  until: '本站公示截止日',
  marks: '本站标注',
  publishedOn: '本站公示日期',
} as const

export const WHOLE_FILE = 'records.sqlite'

export function downloadPath(kind: RecordKind, agency: string | null, format: DownloadFormat): string {
  return `${agency === null ? '' : `agencies/${agency}/`}${KIND_PATH[kind]}.${format}`
}

/** What a file is called to people: 澜溪县市场监督管理局行政处罚（CSV）. */
export function downloadTitle(
  { kind, format }: Pick<DownloadFile, 'kind' | 'format'>,
  agencyName: string | null,
): string {
  const about = kind === null ? '全部公示信息' : `${agencyName ?? '全部机关'}${RECORD_KIND_LABEL[kind]}`
  return `${about}（${FORMAT_NAME[format]}）`
}

export const FORMAT_NAME = { csv: 'CSV', json: 'JSON', ndjson: 'NDJSON', sqlite: 'SQLite' } as const satisfies Record<
  DownloadFormat,
  string
>

/** Nothing public left or was corrected since the files were made. Where it cannot be known, it is taken that it did. */
export function areCurrent(
  { lineage, snapshotVersion }: Pick<Downloads, 'lineage' | 'snapshotVersion'>,
  manifest: Pick<Manifest, 'lineage'>,
  { lastLeft, version }: Pick<Journal, 'lastLeft' | 'version'>,
): boolean {
  return lineage === manifest.lineage && (lastLeft ?? version) <= snapshotVersion
}

/** The last public day of one of its records has passed. */
export function isOutlived({ firstUntil }: Pick<DownloadFile, 'firstUntil'>, today: string): boolean {
  return firstUntil !== null && firstUntil < today
}
