import type { DomainFigures, OrganFigures } from '#domain/case-parts'
import { DECISION_KINDS } from '#domain/kind-groups'
import { percentOf } from '#domain/rates'
import { FEWEST_FOR_RATE, NONE, type Span, type Stretch } from '#domain/small-cells'
import type { RecordKind } from '#domain/vocabulary'
import { agencyNames, monthsOf } from './list-rows.ts'
import type { SnapshotReader, SnapshotView } from './snapshot-reader.ts'

/** 双公示 of one organ and kind. `share` null: too few of which anything can be said. */
export type AgencyFigures = {
  agency: { slug: string; name: string }
  kind: RecordKind
  onTime: number
  late: number
  unknown: number
  share: number | null
  quality: AgencyQualityFigures | null
}

/** `fields`: asked for by the standard; `complete`: filled in every record. The others are records with that trouble. */
export type AgencyQualityFigures = {
  records: number
  fields: number
  complete: number
  codeTroubles: number
  unreadValues: number
  sharedNumbers: number
}

/** By organ in the order of the list of organs, never by how well they do. Organs without records are left out. */
export async function listAgencyFigures(reader: SnapshotReader): Promise<AgencyFigures[]> {
  const at = await reader.view()
  const qualities = await qualityByAgency(reader)
  const figures = await Promise.all(
    (await agencyNames(reader, at)).flatMap(({ slug, name }) =>
      DECISION_KINDS.map(async (kind) => {
        const counts = await countsOf(reader, at, kind, slug)
        const quality = qualities.get(`${slug}/${kind}`) ?? null
        return { agency: { slug, name }, kind, ...counts, quality }
      }),
    ),
  )
  return figures.filter(({ onTime, late, unknown, quality }) => onTime + late + unknown > 0 || quality !== null)
}

export type CaseFigures = {
  asOf: string | null
  complaints:
    | (Stretch & { organs: { agency: AgencyFigures['agency']; closed: Span }[]; domains: DomainFigures[] })
    | null
  objections: (Stretch & { organs: { agency: AgencyFigures['agency']; upheld: Span }[] }) | null
}

/** Cases by organ and domain; organs in the order of their names, never by how many. */
export async function readBreakdown(reader: SnapshotReader): Promise<CaseFigures> {
  const statistics = await reader.statistics()
  const { complaints = null, objections = null } = statistics?.parts ?? {}
  const agencies = await agencyNames(reader, await reader.view())
  const placed = (organs: readonly OrganFigures[]) =>
    agencies.flatMap(({ slug, name }) =>
      organs.filter(({ organ }) => organ === slug).map(({ count }) => ({ agency: { slug, name }, count })),
    )
  return {
    asOf: statistics?.asOf ?? null,
    complaints: complaints && {
      ...complaints,
      organs: placed(complaints.organs).map(({ agency, count }) => ({ agency, closed: count })),
    },
    objections: objections && {
      ...objections,
      organs: placed(objections.organs).map(({ agency, count }) => ({ agency, upheld: count })),
    },
  }
}

/** Of one organ; null where nothing was counted yet. */
export type OrganCases = {
  complaints: (Stretch & { closed: Span }) | null
  objections: (Stretch & { upheld: Span }) | null
}

export async function readOrganCases(reader: SnapshotReader, slug: string): Promise<OrganCases> {
  const { complaints = null, objections = null } = (await reader.statistics())?.parts ?? {}
  const countOf = (organs: readonly OrganFigures[]) => organs.find(({ organ }) => organ === slug)?.count ?? NONE
  return {
    complaints: complaints && { from: complaints.from, to: complaints.to, closed: countOf(complaints.organs) },
    objections: objections && { from: objections.from, to: objections.to, upheld: countOf(objections.organs) },
  }
}

async function countsOf(
  reader: SnapshotReader,
  at: SnapshotView,
  kind: RecordKind,
  slug: string,
): Promise<Pick<AgencyFigures, 'onTime' | 'late' | 'unknown' | 'share'>> {
  const months = await monthsOf(reader, at, kind, slug)
  const sum = (state: 'on-time' | 'late' | 'unknown') =>
    months.reduce((total, month) => total + (month.states[state] ?? 0), 0)
  const [onTime, late, unknown] = [sum('on-time'), sum('late'), sum('unknown')]
  return { onTime, late, unknown, share: onTime + late < FEWEST_FOR_RATE ? null : percentOf(onTime, late) }
}

async function qualityByAgency(reader: SnapshotReader): Promise<Map<string, AgencyQualityFigures>> {
  const items = (await reader.quality())?.items ?? []
  return new Map(
    items.map((it) => [
      `${it.agency}/${it.kind}`,
      {
        ...{ records: it.records, fields: it.fields.length, unreadValues: it.unreadValues },
        complete: it.fields.filter(({ percent }) => percent === 100).length,
        codeTroubles: it.missingCodes + it.malformedCodes + it.badCheckDigits,
        sharedNumbers: it.sharedNumbers,
      },
    ]),
  )
}
