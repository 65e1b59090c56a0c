import type { FieldId } from './record-fields.ts'

/** What a header can mean. `implies`: e.g. 企业名称 says by itself that the subject is an organisation. */
export type HeaderMeaning = { field: FieldId; implies?: Partial<Record<FieldId, string>> }
export type HeaderDictionary = ReadonlyMap<string, HeaderMeaning>

export type HeaderMapping = {
  columns: { header: string; field: FieldId | null; clash: boolean }[]
  implied: Partial<Record<FieldId, string>>
}

/** Headers are compared without blanks, brackets, underscores and case: 行政相对人代码_1（统一社会信用代码） is one. */
export function foldHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Zs}\u200b-\u200d\ufeff_\-()[\]〔〕【】、，,:*]/gu, '')
}

/** Maps each column to at most one field; a second column for the same field is left unmapped and said to clash. */
export function mapHeaders(headers: readonly string[], dictionary: HeaderDictionary): HeaderMapping {
  const taken = new Set<FieldId>()
  const implied: Partial<Record<FieldId, string>> = {}
  const columns = headers.map((header) => {
    const meaning = dictionary.get(foldHeader(header))
    if (!meaning) return { header, field: null, clash: false }
    if (taken.has(meaning.field)) return { header, field: null, clash: true }
    taken.add(meaning.field)
    Object.assign(implied, meaning.implies ?? {})
    return { header, field: meaning.field, clash: false }
  })
  return { columns, implied }
}
