import { kindsOf } from '#domain/kind-groups'
import { KIND_GROUP_LABEL } from '#domain/labels.zh'
import { KIND_GROUPS } from '#domain/vocabulary'
import type { Choice } from './choices.ts'

/** Kinds to choose from, by group: eighteen in a row are hard to find one in. */
export function kindGroups<T extends Pick<Choice, 'value' | 'text'>>(choices: readonly T[]) {
  return KIND_GROUPS.map((group) => {
    const kinds = new Set<string>(kindsOf(group))
    return { label: KIND_GROUP_LABEL[group], choices: choices.filter(({ value }) => kinds.has(value)) }
  }).filter(({ choices: own }) => own.length > 0)
}
