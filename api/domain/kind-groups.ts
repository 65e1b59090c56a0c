import { KIND_ABOUT, KIND_FACTS, KIND_GROUP } from './record-kinds.ts'
import { type KindGroup, RECORD_KINDS, type RecordKind } from './vocabulary.ts'

export function kindsOf(group: KindGroup): readonly RecordKind[] {
  return RECORD_KINDS.filter((kind) => KIND_GROUP[kind] === group)
}

/** 双公示: decisions about others, which name whom they are about and have to be public within 7 working days. */
export const DECISION_KINDS: readonly RecordKind[] = kindsOf('decisions')

/** 政务诚信: entries about the organ itself; their agency is whom they speak of. */
export const INTEGRITY_KINDS: readonly RecordKind[] = kindsOf('integrity')

/** All but decisions: what organs say of themselves, lists, and what else is disclosed. */
export const ENTRY_KINDS: readonly RecordKind[] = RECORD_KINDS.filter((kind) => !isDecision(kind))

/** Whose agency is whom they speak of. */
export const ORGAN_KINDS: readonly RecordKind[] = RECORD_KINDS.filter(isAboutOrgan)

export function isDecision(kind: RecordKind): boolean {
  return KIND_GROUP[kind] === 'decisions'
}

export function isAboutOrgan(kind: RecordKind): boolean {
  return KIND_ABOUT[kind] === 'organ'
}

/** What hits somebody: where search engines and other programs take copies, it never says whom. */
export function isNameless(kind: RecordKind): boolean {
  return !isAboutOrgan(kind) && !KIND_FACTS[kind].isIndexed
}

/** Something of every kind. */
export function byKind<T>(make: (kind: RecordKind) => T): Record<RecordKind, T> {
  // Safe: every kind is a key, and nothing else is.
  return Object.fromEntries(RECORD_KINDS.map((kind) => [kind, make(kind)])) as Record<RecordKind, T>
}
