import type { z } from 'zod'
import type { headerAliasesOf } from '#content/schema/codes'
import { EXCHANGE } from '#contract/exchange'
import { foldHeader, type HeaderDictionary } from '#domain/header-mapping'
import type { HeaderParts } from '#domain/header-score'
import { type FieldId, fieldSpec } from '#domain/record-fields'
import type { RecordKind } from '#domain/vocabulary'

type Known = HeaderDictionary['known'] extends ReadonlyMap<string, infer Entry> ? Entry : never

/** Official codes and headers first, then the aliases; an official word is never overruled. */
export function dictionaryOf(
  kind: RecordKind,
  aliases: z.output<ReturnType<typeof headerAliasesOf>>,
  /** Headers of columns that are neither taken nor kept. */
  passedOver: readonly string[],
  parts: HeaderParts,
): HeaderDictionary {
  const known = new Map<string, Known>()
  const add = (header: string, entry: Known) => {
    const folded = foldHeader(header)
    if (!known.has(folded)) known.set(folded, entry)
  }
  for (const { field, code, header } of officialColumns(kind)) {
    add(code, { field, source: 'official-code' })
    add(header, { field, source: 'official-header' })
  }
  for (const { header, field, implies } of aliases) {
    const source = /^[A-Z_]+$/.test(header) ? 'alias-code' : 'alias'
    add(header, field === null ? null : { field, source, ...(implies ? { implies } : {}) })
  }
  return { known, parts, bookkeeping: new Set(passedOver.map(foldHeader)) }
}

/** The columns of the official table, with the field that each is. */
export function officialColumns(kind: RecordKind): { field: FieldId; code: string; header: string }[] {
  return Object.entries(EXCHANGE[kind]).flatMap(([field, { code, header }]) =>
    isField(kind, field) ? [{ field, code, header }] : [],
  )
}

export function isField(kind: RecordKind, field: string): field is FieldId {
  return fieldSpec(kind, field as FieldId) !== undefined
}
