import type { HeaderDictionary } from '#domain/header-mapping'
import type { WordLists } from '#domain/import-row'
import { byKind } from '#domain/kind-groups'
import type { PenaltyWords } from '#domain/record-facts'
import { type FieldId, fieldsOf } from '#domain/record-fields'
import type { ReplyTemplate } from '#domain/reply-template'
import type { Rules } from '#domain/rules'
import { type PenaltyKind, RECORD_KINDS, type RecordKind } from '#domain/vocabulary'

/** What verbs on records need of a place, as plain data: the build carries it to the Node server alone. */
export type DeskFacts = {
  rules: Omit<Rules, 'confirmed'> & { confirmed: string[] }
  /** By field. */
  words: [FieldId, [string, string][]][]
  penaltyWords: [string, PenaltyKind][]
  replyTemplates: readonly ReplyTemplate[]
  dictionaries: Record<RecordKind, PlainDictionary>
}

type PlainDictionary = {
  known: (HeaderDictionary['known'] extends ReadonlyMap<string, infer Entry> ? [string, Entry] : never)[]
  bookkeeping: string[]
  words: [string, string][]
  filler: string[]
  never: string[]
  recipes: { field: FieldId; needs: readonly (readonly string[])[]; may: string[] }[]
}

export type DeskRules = {
  rules: Rules
  words: WordLists
  penaltyWords: PenaltyWords
  replyTemplates: readonly ReplyTemplate[]
  dictionaries: Record<RecordKind, HeaderDictionary>
}

const FIELD_IDS: readonly FieldId[] = [...new Set(RECORD_KINDS.flatMap(fieldsOf))]

export function deskFactsOf({ rules, words, penaltyWords, replyTemplates, dictionaries }: DeskRules): DeskFacts {
  return {
    rules: { ...rules, confirmed: [...rules.confirmed] },
    words: FIELD_IDS.flatMap((field): DeskFacts['words'] => {
      const list = words[field]
      return list === undefined ? [] : [[field, [...list]]]
    }),
    penaltyWords: [...penaltyWords],
    replyTemplates,
    dictionaries: byKind((kind) => plainOf(dictionaries[kind])),
  }
}

function plainOf({ known, bookkeeping, parts }: HeaderDictionary): PlainDictionary {
  return {
    known: [...known],
    bookkeeping: [...bookkeeping],
    words: [...parts.words],
    filler: [...parts.filler],
    never: [...parts.never],
    recipes: parts.recipes.map(({ field, needs, may }) => ({ field, needs, may: [...may] })),
  }
}

function dictionaryOf({ known, bookkeeping, words, filler, never, recipes }: PlainDictionary): HeaderDictionary {
  return {
    known: new Map(known),
    bookkeeping: new Set(bookkeeping),
    parts: {
      words: new Map(words),
      filler: new Set(filler),
      never: new Set(never),
      recipes: recipes.map(({ may, ...recipe }) => ({ ...recipe, may: new Set(may) })),
    },
  }
}

export function deskRulesOf({ rules, words, penaltyWords, replyTemplates, dictionaries }: DeskFacts): DeskRules {
  return {
    rules: { ...rules, confirmed: new Set(rules.confirmed) },
    words: Object.fromEntries(words.map(([field, list]) => [field, new Map(list)])),
    penaltyWords: new Map(penaltyWords),
    replyTemplates,
    dictionaries: byKind((kind) => dictionaryOf(dictionaries[kind])),
  }
}
