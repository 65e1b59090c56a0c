import { z } from 'zod'
import { foldHeader, type HeaderMap } from '#domain/header-mapping'
import { type FieldId, fieldSpec } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'

/** A field by what people call it: field id, official code or official header, folded. */
export type FieldNames = Record<RecordKind, ReadonlyMap<string, FieldId>>

/** Written for a column that deliberately has no field. */
export const NO_FIELD = '-'
const OTHER_UNIT = /[十百千亿美港欧日]元/u

/** A person's map of one file's headers: `kind`, and under `columns` header → field, '-' for none. */
export function headerMapSchema(names: FieldNames) {
  return z
    .strictObject({
      kind: z.enum(RECORD_KINDS),
      columns: z.record(z.string().min(1), z.string({ error: '加引号的文字' })),
    })
    .transform(({ kind, columns }, context) => {
      const map = new Map<string, FieldId | null>()
      const holders = new Map<FieldId, string>()
      const complain = (header: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['columns', header], input: columns[header], message })
      for (const [header, target] of Object.entries(columns)) {
        const folded = foldHeader(header)
        const field = target.trim() === NO_FIELD ? null : names[kind].get(foldHeader(target))
        const holder = field ? holders.get(field) : undefined
        if (folded === '') complain(header, '有文字的表头')
        else if (map.has(folded)) complain(header, '每个表头只写一次；标点和空格不同的算同一个')
        else if (field === undefined) complain(header, allowedTargets(kind))
        else if (holder !== undefined) complain(header, `没有用过的字段；${field} 已经给了“${holder}”`)
        else if (field && isAmount(kind, field) && OTHER_UNIT.test(folded))
          complain(header, `"${NO_FIELD}"；金额只能以元或万元为单位`)
        map.set(folded, field ?? null)
        if (field) holders.set(field, header)
      }
      return { kind, map: map satisfies HeaderMap, headers: Object.keys(columns) }
    })
}

function isAmount(kind: RecordKind, field: FieldId): boolean {
  return fieldSpec(kind, field)?.type.startsWith('amount') ?? false
}

function allowedTargets(kind: RecordKind): string {
  return `“${kind}”的字段名（如 decidedOn）、官方代码、官方中文表头，或者 "${NO_FIELD}"（不采用）`
}
