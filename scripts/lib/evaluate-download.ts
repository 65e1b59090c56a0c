import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Day, parseDay } from '#domain/day'
import { foldName } from '#domain/document-number'
import { downloadPath, SITE_COLUMNS } from '#domain/downloads'
import { type EvaluationCounts, type EvaluationScheme, evaluate } from '#domain/evaluation'
import { readRow, rowContext } from '#domain/import-row'
import { stateOf } from '#domain/list-counts'
import { publishedLate } from '#domain/published-late'
import { standingOf } from '#domain/standing'
import type { ListState, RecordKind } from '#domain/vocabulary'
import type { EvaluationPage } from '#usecase/read-evaluation'
import type { Content } from './content.ts'
import { mapTable, openFile } from './import-file.ts'

type Row = { organ: string; month: string; state: ListState }
export type DownloadTrouble = { file: string; why: string }

/**
 * The scores of every organ from the tables that anybody can download, and from nothing else. `folder` holds them under the
 * names that the site gives them; `day` is the day of the download, on which what is due is judged.
 */
export async function evaluateDownload(
  content: Content,
  scheme: EvaluationScheme,
  { folder, year, day }: { folder: string; year: number; day: Day },
): Promise<{ items: EvaluationPage['items']; troubles: DownloadTrouble[] }> {
  const kinds = [...new Set(scheme.indicators.flatMap((indicator) => indicator.kinds))]
  const troubles: DownloadTrouble[] = []
  const rows = new Map<RecordKind, Row[]>()
  for (const kind of kinds) {
    const file = join(folder, downloadPath(kind, null, 'csv'))
    if (existsSync(file)) rows.set(kind, await rowsOf(content, kind, file, day, troubles))
    else troubles.push({ file, why: '没有这个文件' })
  }
  const items = content.agencies.map(({ slug, name }) => {
    const counts = kinds.map((kind): EvaluationCounts => ({ kind, months: monthsOf(rows.get(kind) ?? [], slug) }))
    return { agency: { slug, name }, ...evaluate(scheme, counts, year) }
  })
  return { items, troubles }
}

async function rowsOf(
  content: Content,
  kind: RecordKind,
  file: string,
  day: Day,
  troubles: DownloadTrouble[],
): Promise<Row[]> {
  const organs = new Map(content.agencies.map(({ slug, name }) => [foldName(name), slug]))
  const opened = await openFile(content, file)
  // A kind without records has a table without rows.
  if (!opened.ok) return []
  const found: Row[] = []
  try {
    for (const table of opened.value.tables) {
      const { place, words } = content
      const mapping = mapTable(content, table, kind)
      const context = rowContext({ kind, mapping, words, showRepresentative: place.showLegalRepresentative })
      const publishedAt = table.headers.indexOf(SITE_COLUMNS.publishedOn)
      for await (const chunk of table.rows) {
        for (const { n, cells } of chunk) {
          const read = readRow(cells, context)
          const publishedOn = parseDay(cells[publishedAt] ?? '')
          if (read.verdict === 'rejected' || publishedOn === undefined) {
            troubles.push({ file, why: `第 ${n} 行读不出来` })
            continue
          }
          const { open } = read.content
          const organ = organs.get(foldName(open.agencyName ?? ''))
          if (organ === undefined || open.decidedOn === undefined) continue
          const { status, lateBy } = publishedLate({ kind, open, publishedOn }, content.rules.clocks, content.calendar)
          const late = status === 'unknown' ? null : lateBy
          const state = stateOf({ late, standing: standingOf(kind, open, day)?.id ?? null })
          found.push({ organ, month: open.decidedOn.slice(0, 7), state })
        }
      }
    }
  } finally {
    await opened.value.close()
  }
  return found
}

function monthsOf(rows: readonly Row[], organ: string): EvaluationCounts['months'] {
  const own = Map.groupBy(
    rows.filter((row) => row.organ === organ),
    ({ month }) => month,
  )
  return [...own].map(([month, some]) => {
    const states: Partial<Record<ListState, number>> = {}
    for (const { state } of some) states[state] = (states[state] ?? 0) + 1
    return { month, states }
  })
}
