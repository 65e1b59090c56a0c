import { z } from '@hono/zod-openapi'
import { DOWNLOAD_FORMATS } from '#domain/downloads'
import { RECORD_KINDS } from '#domain/vocabulary'
import { DayText } from './record.ts'

/** A file with all public records of a kind, an organ, or the place. */
export const DownloadEntry = z
  .object({
    path: z.string().openapi({ description: '在 data/ 之下的路径' }),
    kind: z.enum(RECORD_KINDS).nullable().openapi({ description: 'null 为全部类别' }),
    agency: z.string().nullable().openapi({ description: '机关代号，null 为全部机关' }),
    format: z.enum(DOWNLOAD_FORMATS),
    rows: z.number().int(),
    bytes: z.number().int(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    firstUntil: DayText.nullable().openapi({ description: '其中最早到期的记录的公示截止日' }),
    isServed: z.boolean().openapi({ description: 'false：有记录离开或更正，正在重新生成' }),
  })
  .openapi('DownloadEntry')

export const DownloadList = z
  .object({
    madeOn: DayText.nullable(),
    snapshotVersion: z.number().int().nullable(),
    files: z.array(DownloadEntry),
  })
  .openapi('DownloadList')

export type DownloadEntry = z.infer<typeof DownloadEntry>
export type DownloadList = z.infer<typeof DownloadList>

export const MEDIA_TYPE = {
  csv: 'text/csv',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  sqlite: 'application/vnd.sqlite3',
} as const
