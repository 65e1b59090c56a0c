import { isAboutOrgan } from '#domain/kind-groups'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { isRecordId } from '#domain/record-id'
import { chineseDay } from '../dates.ts'

type Locals = App.Locals

/** One of several that bear the same number, as people tell them apart. */
export type FoundRecord = {
  id: string
  documentNumber: string
  subject: string
  agency: string
  kindLabel: string
  decidedOn: string
  publicHref: string
}

/** What a clerk has in hand of a record: its id, its address from a browser, or the number of the document. */
export async function findRecords({ api, urls }: Locals, typed: string): Promise<FoundRecord[] | string> {
  const id = idIn(typed)
  if (id !== null) return id
  const answer = await api.exact(typed.trim())
  if (answer.state !== 'found') return []
  return answer.value.records.map(({ id: found, kind, documentNumber, subject, title, agency, decidedOn }) => ({
    ...{ id: found, documentNumber: documentNumber ?? '', agency: agency.name },
    // Of an organ's own record the subject is the organ, which stands beside it.
    subject: isAboutOrgan(kind) ? title : subject.name,
    ...{ kindLabel: RECORD_KIND_LABEL[kind], decidedOn: chineseDay(decidedOn), publicHref: urls.record(kind, found) },
  }))
}

/** An id as it is, or as the last part of an address. */
export function idIn(typed: string): string | null {
  const last =
    typed
      .trim()
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? ''
  const id = last.toLowerCase()
  return isRecordId(id) ? id : null
}
