import type { WordLists } from '#domain/import-row'
import type { PenaltyWords } from '#domain/record-facts'
import { type FieldId, fieldsOf } from '#domain/record-fields'
import type { ReplyTemplate } from '#domain/reply-template'
import type { Rules } from '#domain/rules'
import { type PenaltyKind, RECORD_KINDS } from '#domain/vocabulary'

/** What verbs on records need of a place, as plain data: the build carries it to the Node server alone. */
export type DeskFacts = {
  rules: Omit<Rules, 'confirmed'> & { confirmed: string[] }
  /** By field. */
  words: [FieldId, [string, string][]][]
  penaltyWords: [string, PenaltyKind][]
  replyTemplates: readonly ReplyTemplate[]
}

export type DeskRules = {
  rules: Rules
  words: WordLists
  penaltyWords: PenaltyWords
  replyTemplates: readonly ReplyTemplate[]
}

const FIELD_IDS: readonly FieldId[] = [...new Set(RECORD_KINDS.flatMap(fieldsOf))]

export function deskFactsOf({ rules, words, penaltyWords, replyTemplates }: DeskRules): DeskFacts {
  return {
    rules: { ...rules, confirmed: [...rules.confirmed] },
    words: FIELD_IDS.flatMap((field): DeskFacts['words'] => {
      const list = words[field]
      return list === undefined ? [] : [[field, [...list]]]
    }),
    penaltyWords: [...penaltyWords],
    replyTemplates,
  }
}

export function deskRulesOf({ rules, words, penaltyWords, replyTemplates }: DeskFacts): DeskRules {
  return {
    rules: { ...rules, confirmed: new Set(rules.confirmed) },
    words: Object.fromEntries(words.map(([field, list]) => [field, new Map(list)])),
    penaltyWords: new Map(penaltyWords),
    replyTemplates,
  }
}
