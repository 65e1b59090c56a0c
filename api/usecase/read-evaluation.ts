import { type Evaluation, type EvaluationCounts, type EvaluationScheme, evaluate } from '#domain/evaluation'
import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import { inForce } from '#domain/rules'
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
 * Every organ by the scheme that was in force last, from what is public now. `year` null: the latest that has anything.
 * In the order of the organs, never by score.
 */
export async function listEvaluations(
  { reader, schemes }: EvaluationDeps,
  asked: { scheme: string | null; year: number | null },
): Promise<Result<EvaluationPage, FailureOf<'scheme-not-found'>>> {
  const at = await reader.view()
  const scheme =
    asked.scheme === null ? inForce(schemes, at.today).at(-1) : schemes.find(({ id }) => id === asked.scheme)
  if (scheme === undefined) return fail({ code: 'scheme-not-found', id: asked.scheme ?? '' })
  const kinds = [...new Set(scheme.indicators.flatMap((indicator) => indicator.kinds))]
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
  const years = yearsIn(organs.flatMap(({ counts }) => counts))
  const year = asked.year ?? years[0] ?? Number(at.today.slice(0, 4))
  const items = organs.map(({ agency, counts }) => ({ agency, ...evaluate(scheme, counts, year) }))
  return ok({ scheme, year, years, items })
}

function yearsIn(counts: readonly EvaluationCounts[]): number[] {
  const years = new Set(counts.flatMap(({ months }) => months.map(({ month }) => Number(month.slice(0, 4)))))
  return [...years].sort((a, b) => b - a)
}
