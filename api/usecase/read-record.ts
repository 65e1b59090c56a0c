import { addMonthsCapped } from '#domain/day'
import type { FailureOf } from '#domain/failure'
import type { EndedRecord, PublicRecord, RecordRow, WithdrawalNotice } from '#domain/public-record'
import { fail, ok, type Result } from '#domain/result'
import type { RemovalsDocument, SubjectDocument } from '#domain/snapshot'
import { removalsPath, subjectPath } from '#domain/snapshot-address'
import type { ReadDeps } from './list-rows.ts'

export async function readRecord(
  { reader }: ReadDeps,
  id: string,
): Promise<Result<PublicRecord | WithdrawalNotice | EndedRecord, FailureOf<'record-not-found'>>> {
  const found = await reader.record(await reader.view(), id)
  return found ? ok(found) : fail({ code: 'record-not-found', id })
}

export type SubjectAnswer = { uscc: string; name: string; records: RecordRow[] }

/** A subject is a page only while something of it is public. */
export async function readSubject(
  { reader }: ReadDeps,
  uscc: string,
): Promise<Result<SubjectAnswer, FailureOf<'subject-not-found'>>> {
  const at = await reader.view()
  const document = await reader.document<SubjectDocument>(at, subjectPath(uscc))
  const records = (document?.rows ?? []).filter((row) => !reader.isGone(at, row))
  const [newest] = records
  if (!newest) return fail({ code: 'subject-not-found', uscc })
  return ok({ uscc, name: newest.subject.name, records })
}

/** Copies older than this are nobody's guess any more, and one request reads one document a month. */
const REMOVAL_MONTHS = 120

/** Opaque ids only: who holds a record can match it, and nobody learns a name. */
export async function listRemovals({ reader }: ReadDeps, since: string): Promise<RemovalsDocument['items']> {
  const at = await reader.view()
  const items: RemovalsDocument['items'] = []
  const earliest = addMonthsCapped(at.today, -REMOVAL_MONTHS)
  const start = since < earliest ? earliest : since
  let [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))]
  for (;;) {
    const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
    if (name > at.today.slice(0, 7)) break
    const document = await reader.document<RemovalsDocument>(at, removalsPath(name))
    items.push(...(document?.items ?? []).filter((item) => item.on >= since))
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
  for (const row of at.expired.values()) {
    if (row.until !== null && row.until >= since) items.push({ id: row.id, on: at.today, state: 'ended' })
  }
  return items
}
