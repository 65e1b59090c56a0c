import { canonicalJson } from './canonical-json.ts'
import { foldDocumentNumber, foldName } from './document-number.ts'
import type { RecordContent } from './record-content.ts'
import type { RecordKind } from './vocabulary.ts'

/** `number`: shared by all records with this number of this organ; `family`: by those of one subject besides. */
export type NaturalKey = { number: string; family: string; numbered: boolean }

/**
 * What makes two rows the same decision: organ, 文书号 folded, subject. Where the number is missing, all the content:
 * two unnumbered rows are one record only if nothing in them differs, and even then each keeps its own ordinal.
 */
export function naturalKey(kind: RecordKind, organ: string, content: RecordContent): NaturalKey {
  const number = foldDocumentNumber(content.open.documentNumber ?? '')
  const subject = foldName(content.sealed.subjectName ?? content.open.subjectName ?? '')
  if (number !== '') {
    return {
      number: canonicalJson([kind, organ, number]),
      family: canonicalJson([kind, organ, number, subject]),
      numbered: true,
    }
  }
  const everything = canonicalJson({ open: content.open, sealed: content.sealed, extras: content.extras })
  const family = canonicalJson([kind, organ, '', subject, everything])
  return { number: family, family, numbered: false }
}

/** Shared by the versions of one licence (申领, 变更, 重新申请), whoever holds it; undefined without a 许可编号. */
export function licenceChain(kind: RecordKind, organ: string, content: RecordContent): string | undefined {
  const number = kind === 'licence' ? foldDocumentNumber(content.open.licenceNumber ?? '') : ''
  return number === '' ? undefined : canonicalJson(['chain', organ, number])
}
