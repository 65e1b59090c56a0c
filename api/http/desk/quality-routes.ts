import type { FlawsView } from '#contract/desk-quality'
import { flawText, mendingText } from '#domain/flaw-text.zh'
import type { Staff } from '#domain/staff'
import { DATA_FLAWS, RECORD_KINDS } from '#domain/vocabulary'
import { type FlawDeps, type FlawPage, listFlaws } from '#usecase/list-flaws'
import type { Clock } from '#usecase/ports'
import type { StaffStore } from '#usecase/staff-ports'
import { problem } from '../problem.ts'
import type { DeskRouter } from './desk-router.ts'

const READERS = ['clerk', 'organ', 'reviewer', 'publisher', 'auditor'] as const

export type QualityRoutesDeps = FlawDeps & { staff: () => Promise<StaffStore>; clock: Clock }

/** 数据质量: the rows behind the counts on an organ's page, for those who mend them. */
export function qualityRoutes(desk: DeskRouter, deps: QualityRoutesDeps): void {
  desk.get('/quality', READERS, async ({ c, staff }) => {
    const found = await listFlaws(deps, staff, {
      organ: c.req.query('organ') || null,
      kind: RECORD_KINDS.find((it) => it === c.req.query('kind')) ?? null,
      flaw: DATA_FLAWS.find((it) => it === c.req.query('flaw')) ?? null,
      after: c.req.query('after') ?? '',
    })
    if (!found.ok) return problem(c, found.failure.code)
    // Records that are not public are among them.
    const detail = found.value.organ === null ? {} : { organ: found.value.organ }
    await (await deps.staff()).note({
      ...{ at: deps.clock(), staffId: staff.id, verb: 'quality-list-read', target: '', detail },
    })
    return c.json(viewOf(deps.agencies, staff, found.value))
  })
}

function viewOf(agencies: ReadonlyMap<string, string>, { role }: Staff, page: FlawPage): FlawsView {
  const mayCorrect = role !== 'organ' && role !== 'auditor'
  return {
    organ: page.organ,
    items: page.items.map(({ id, kind, open, organ, decidedOn, state, flaws }) => ({
      ...{ id, kind, documentNumber: open.documentNumber ?? null, agency: agencies.get(organ) ?? organ, decidedOn },
      isPublic: state === 'public',
      flaws: flaws.map((it) => ({
        flaw: it.flaw,
        text: flawText(it),
        mending: mendingText(kind, it.flaw, mayCorrect),
      })),
    })),
    next: page.next,
    imports: page.imports.map(({ id, fileName, kind, summary, uploadedAt }) => ({
      ...{ id, fileName, kind, rejected: summary?.rejected ?? 0, uploadedAt },
    })),
  }
}
