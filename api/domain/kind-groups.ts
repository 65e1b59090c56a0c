import { KIND_ABOUT } from './record-kinds.ts'
import { RECORD_KINDS, type RecordKind } from './vocabulary.ts'

/** 双公示: decisions about others, which name whom they are about and have to be public within 7 working days. */
export const DECISION_KINDS: readonly RecordKind[] = RECORD_KINDS.filter((kind) => KIND_ABOUT[kind] === 'subject')

/** 政务诚信: entries about the organ itself; their agency is whom they speak of. */
export const INTEGRITY_KINDS: readonly RecordKind[] = RECORD_KINDS.filter(isAboutOrgan)

export function isAboutOrgan(kind: RecordKind): boolean {
  return KIND_ABOUT[kind] === 'organ'
}

/** Something of every kind. */
export function byKind<T>(make: (kind: RecordKind) => T): Record<RecordKind, T> {
  // Safe: every kind is a key, and nothing else is.
  return Object.fromEntries(RECORD_KINDS.map((kind) => [kind, make(kind)])) as Record<RecordKind, T>
}
