import type { Day } from './day.ts'
import { diffFields } from './field-diff.ts'
import { isPublicField, labelOf, shown } from './public-record.ts'
import type { FieldValues } from './record-content.ts'
import { fieldSpec } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

export type VersionContent = { version: number; updatedOn: Day; open: FieldValues; maskedFields: readonly string[] }

/** Null: what was there before, or is there now, is not said; only that it changed. */
export type PublicChange = { label: string; before: string | null; after: string | null }
export type PublicVersion = { version: number; updatedOn: Day; changes: PublicChange[] }

/** Dates, amounts and members of closed lists: they cannot hold what a correction was made to take back. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(['day', 'loose-day', 'amount-wan', 'amount-yuan', 'enum'])

/**
 * What each later version changed, newest first. An earlier wording may be just what had to go (a name, an address), so
 * words are named as changed and never repeated (decision 0017).
 */
export function publicHistory(
  kind: RecordKind,
  versions: readonly VersionContent[],
  showRepresentative: boolean,
): PublicVersion[] {
  const sorted = [...versions].sort((a, b) => a.version - b.version)
  return sorted
    .slice(1)
    .map((after, index) => ({
      version: after.version,
      updatedOn: after.updatedOn,
      changes: changesOf(kind, sorted[index], after, showRepresentative),
    }))
    .reverse()
}

function changesOf(
  kind: RecordKind,
  before: VersionContent | undefined,
  after: VersionContent,
  showRepresentative: boolean,
): PublicChange[] {
  return diffFields(kind, before?.open ?? {}, after.open)
    .filter(({ field }) => isPublicField(kind, field, showRepresentative))
    .map((change) => {
      const { field } = change
      const isPlain = PLAIN_TYPES.has(fieldSpec(kind, field)?.type ?? '')
      const isMasked = [before, after].some((it) => it?.maskedFields.includes(field))
      const value = (text: string | undefined) => (text === undefined ? '' : shown(kind, field, text))
      return isPlain && !isMasked
        ? { label: labelOf(kind, field), before: value(change.before), after: value(change.after) }
        : { label: labelOf(kind, field), before: null, after: null }
    })
}
