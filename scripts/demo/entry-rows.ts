import type { Agency } from '#content/schema/agency'
import { addDays, type Day } from '#domain/day'
import type { FieldId } from '#domain/record-fields'
import type { RecordKind } from '#domain/vocabulary'

export type DemoRow = Partial<Record<FieldId, string>>
export type EntryInput = { agencies: readonly Agency[]; today: Day }
/** Invented rows of some kinds, in the order in which they are imported. */
export type DemoEntries = [RecordKind, DemoRow[]][]

export const CONFIRMER = '澜溪县社会信用体系建设领导小组办公室（演示）'

/** The cells that say which organ a row is of. */
export type Of = (slug: string) => DemoRow
/** A day so many days from today. */
export type At = (days: number) => Day

export function entryTools({ agencies, today }: EntryInput): { of: Of; at: At } {
  return { of: (slug) => organCells(agencies, slug), at: (days) => addDays(today, days) }
}

export function organCells(agencies: readonly Agency[], slug: string): DemoRow {
  const agency = agencies.find((it) => it.slug === slug)
  if (!agency) throw new Error(`The demo place has no agency "${slug}".`)
  return {
    agencyName: agency.name,
    ...(agency.uscc === null ? {} : { agencyCode: agency.uscc }),
    sourceName: CONFIRMER,
  }
}
