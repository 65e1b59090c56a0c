import { yearOf } from '#domain/day'
import { type Evaluation, type EvaluationCounts, type EvaluationScheme, evaluate, schemeOf } from '#domain/evaluation'
import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import { agencyNames, monthsOf } from './list-rows.ts'
import type { SnapshotReader } from './snapshot-reader.ts'

export type EvaluationDeps = { reader: SnapshotReader; schemes: readonly EvaluationScheme[] }

export type EvaluationPage = {
  scheme: EvaluationScheme
  year: number
  years: number[]
  items: (Evaluation & { agency: { slug: string; name: string } })[]
}

/**
 * Every organ by the scheme of the year, or by the one asked for, from what is public now. `year` null: the latest that has
 * anything. In the order of the organs, never by score.
 */
export async function listEvaluations(
  { reader, schemes }: EvaluationDeps,
  asked: { scheme: string | null; year: number | null },
): Promise<Result<EvaluationPage, FailureOf<'scheme-not-found' | 'year-without-scheme'>>> {
  const at = await reader.view()
  const named = schemes.find(({ id }) => id === asked.scheme)
  if (asked.scheme !== null && named === undefined) return fail({ code: 'scheme-not-found', id: asked.scheme })
  const schemeIn = (year: number) => named ?? schemeOf(schemes, year, at.today)
  if (asked.year !== null && schemeIn(asked.year) === undefined) {
    return fail({ code: 'year-without-scheme', year: asked.year })
  }
  const kinds = [...new Set(schemes.flatMap(({ indicators }) => indicators.flatMap((indicator) => indicator.kinds)))]
  const organs = await Promise.all(
    (await agencyNames(reader, at)).map(async ({ slug, name }) => ({
      agency: { slug, name },
      counts: await Promise.all(
        kinds.map(
          async (kind): Promise<EvaluationCounts> => ({ kind, months: await monthsOf(reader, at, kind, slug) }),
        ),
      ),
    })),
  )
  const years = yearsIn(organs.flatMap(({ counts }) => counts)).filter((it) => schemeOf(schemes, it, at.today))
  const year = asked.year ?? years[0] ?? yearOf(at.today)
  const scheme = schemeIn(year)
  if (scheme === undefined) return fail({ code: 'year-without-scheme', year })
  const items = organs.map(({ agency, counts }) => ({ agency, ...evaluate(scheme, counts, year) }))
  return ok({ scheme, year, years, items })
}

function yearsIn(counts: readonly EvaluationCounts[]): number[] {
  const years = new Set(counts.flatMap(({ months }) => months.map(({ month }) => Number(month.slice(0, 4)))))
  return [...years].sort((a, b) => b - a)
}
