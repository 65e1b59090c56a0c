import { LICENCE_CATEGORY_LABEL } from './labels.zh.ts'
import type { FieldValues } from './record-content.ts'
import { type PenaltyWords, penaltyKindsOf } from './record-facts.ts'
import { LICENCE_CATEGORIES, PENALTY_KINDS, type RecordCategory, type RecordKind } from './vocabulary.ts'

/** The categories a kind has, in the order of the law. */
export function categoriesOfKind(kind: RecordKind): readonly RecordCategory[] {
  return kind === 'licence' ? LICENCE_CATEGORIES : PENALTY_KINDS
}

/** What a content says it is, in the words of the law; words nobody knows are no category. */
export function recordCategories(kind: RecordKind, open: FieldValues, words: PenaltyWords): RecordCategory[] {
  if (kind === 'penalty') return penaltyKindsOf(open.penaltyKinds ?? '', words)
  const parts = (open.licenceCategory ?? '').normalize('NFKC').split(/[;,、]/)
  return LICENCE_CATEGORIES.filter((id) => parts.some((part) => part.trim().startsWith(LICENCE_CATEGORY_LABEL[id])))
}
