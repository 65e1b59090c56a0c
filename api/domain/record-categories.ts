import { fieldLabel, LICENCE_CATEGORY_LABEL } from './labels.zh.ts'
import type { FieldValues } from './record-content.ts'
import { type PenaltyWords, penaltyKindsOf } from './record-facts.ts'
import { categoryFields, type FieldId, fieldSpec } from './record-fields.ts'
import { LICENCE_CATEGORIES, PENALTY_KINDS, RECORD_KINDS, type RecordCategory, type RecordKind } from './vocabulary.ts'

/** The categories a kind has, in the order of the law. */
export function categoriesOfKind(kind: RecordKind): readonly RecordCategory[] {
  if (kind === 'licence') return LICENCE_CATEGORIES
  return kind === 'penalty' ? PENALTY_KINDS : membersOf(kind)
}

function membersOf(kind: RecordKind): RecordCategory[] {
  // Safe: a category is a member of such a field.
  return categoryFields(kind).flatMap((field) => Object.keys(fieldSpec(kind, field)?.members ?? {}) as RecordCategory[])
}

/** What the filter is called: 许可类别, 处罚类别, or as the field says. */
export function categoryHeading(kind: RecordKind): string | null {
  const fields: readonly FieldId[] =
    kind === 'licence' ? ['licenceCategory'] : kind === 'penalty' ? ['penaltyKinds'] : categoryFields(kind)
  return fields.length === 0 ? null : fields.map((field) => fieldLabel(kind, field)).join('或者')
}

/** Every category there is, each once. */
export function allCategories(): RecordCategory[] {
  return [...new Set(RECORD_KINDS.flatMap(categoriesOfKind))]
}

/** What a content says it is, in the words of the law; words nobody knows are no category. */
export function recordCategories(kind: RecordKind, open: FieldValues, words: PenaltyWords): RecordCategory[] {
  if (kind === 'penalty') return penaltyKindsOf(open.penaltyKinds ?? '', words)
  if (kind !== 'licence') {
    // Field by field: a word of another list is no word of this one.
    return categoryFields(kind).flatMap((field) => {
      const said = open[field] ?? ''
      // Safe: a category is a member of such a field.
      return Object.hasOwn(fieldSpec(kind, field)?.members ?? {}, said) ? [said as RecordCategory] : []
    })
  }
  const parts = (open.licenceCategory ?? '').normalize('NFKC').split(/[;,、]/)
  return LICENCE_CATEGORIES.filter((id) => parts.some((part) => part.trim().startsWith(LICENCE_CATEGORY_LABEL[id])))
}
