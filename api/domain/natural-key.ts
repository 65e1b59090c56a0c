import { canonicalJson } from './canonical-json.ts'
import { foldDocumentNumber, foldName } from './document-number.ts'
import type { RecordContent } from './record-content.ts'
import type { RecordKind } from './vocabulary.ts'

/**
 * What makes two rows the same decision: organ, 文书号 folded, subject. Where the number is missing, all the content:
 * two unnumbered rows are one record only if nothing in them differs, and even then each keeps its own ordinal.
 */
export function naturalKey(
  kind: RecordKind,
  organ: string,
  content: RecordContent,
): { text: string; numbered: boolean } {
  const number = foldDocumentNumber(content.open.documentNumber ?? '')
  const subject = foldName(content.sealed.subjectName ?? content.open.subjectName ?? '')
  if (number !== '') return { text: canonicalJson([kind, organ, number, subject]), numbered: true }
  const everything = canonicalJson({ open: content.open, sealed: content.sealed, extras: content.extras })
  return { text: canonicalJson([kind, organ, '', subject, everything]), numbered: false }
}
