import type { ChangeLine, ChangesView, ChangeView, DeskRecordView, ToReviewView } from '#contract/desk-record'
import { changeFailureText } from '#domain/change-text.zh'
import { dayOfInstant } from '#domain/day'
import {
  CHANGE_STATE_LABEL,
  PUBLICATION_DECISION_LABEL,
  RECORD_CHANGE_LABEL,
  RECORD_KIND_LABEL,
  RECORD_STATE_LABEL,
  RETRACTED_LABEL,
} from '#domain/labels.zh'
import { shown as asRead, labelOf, memberLabels } from '#domain/public-record'
import { fieldSpec } from '#domain/record-fields'
import type { Staff } from '#domain/staff'
import type { ChangeRow, OpenChange, ToReview } from '#usecase/change-ports'
import type { DeskRecord } from '#usecase/desk-records'
import type { ChangeShown } from '#usecase/list-changes'

type Names = { agencies: ReadonlyMap<string, string>; staff: readonly Staff[] }

export function deskRecordView(
  names: Names,
  { now, fields, allowed, openChange, history }: DeskRecord,
): DeskRecordView {
  const { id, kind, state, seq, version, organSlug, decision } = now
  const { rule, basis, until, needsReview } = decision
  return {
    ...{ id, kind, state, seq, version, openChange },
    kindLabel: RECORD_KIND_LABEL[kind],
    stateLabel: RECORD_STATE_LABEL[state],
    agency: agencyOf(names, organSlug),
    decision: { label: PUBLICATION_DECISION_LABEL[decision.decision], rule, basis, until, needsReview },
    fields: fields.map((field) => ({
      ...field,
      label: labelOf(kind, field.id),
      value: field.isSealed || field.value === '' ? field.value : asRead(kind, field.id, field.value),
      options: fieldSpec(kind, field.id)?.type === 'enum' ? Object.values(memberLabels(field.id)) : null,
    })),
    allowed: allowed.map((change) => ({ change, label: RECORD_CHANGE_LABEL[change] })),
    history: history.map((change) => changeLine(names, change)),
  }
}

function changeLine(names: Names, row: ChangeRow): ChangeLine {
  const { id, change, reason, proposedBy, proposedAt, state, decidedBy } = row
  return {
    ...{ id, change, reason, label: RECORD_CHANGE_LABEL[change] },
    state: state === 'rejected' && decidedBy === proposedBy ? RETRACTED_LABEL : CHANGE_STATE_LABEL[state],
    by: nameOf(names, proposedBy),
    on: dayOfInstant(proposedAt),
    // Who takes back what is one's own decides nothing.
    decidedBy: decidedBy === null || decidedBy === proposedBy ? null : nameOf(names, decidedBy),
  }
}

type Page<T> = { items: T[]; next: string | null; total: number }

export function changesView(names: Names, { items, next, total }: Page<OpenChange>): ChangesView {
  return {
    ...{ next, total },
    items: items.map((it) => ({
      ...changeLine(names, it),
      ...{ recordId: it.recordId, documentNumber: it.documentNumber ?? '', isStale: it.isStale },
      subject: it.subjectName,
      kindLabel: RECORD_KIND_LABEL[it.kind],
    })),
  }
}

export function toReviewView(
  names: Names,
  {
    items,
    byRule,
    next,
    total,
  }: Page<ToReview> & { byRule: { rule: string; kind: ToReview['kind']; records: number }[] },
): ToReviewView {
  return {
    ...{ next, total },
    items: items.map((it) => ({
      ...{ id: it.id, documentNumber: it.documentNumber ?? '', subject: it.subjectName, basis: it.basis },
      ...{ kindLabel: RECORD_KIND_LABEL[it.kind], agency: agencyOf(names, it.organSlug) },
    })),
    byRule: byRule.map(({ rule, kind, records }) => ({ rule, records, kindLabel: RECORD_KIND_LABEL[kind] })),
  }
}

export function changeView(names: Names, reader: Staff, shown: ChangeShown): ChangeView {
  const { change, kind, isStale, fields, preview } = shown
  return {
    ...changeLine(names, change),
    ...{ recordId: change.recordId, caseReceipt: change.caseReceipt, ground: change.ground, basis: change.basis },
    ...{ isStale, isOpen: change.state === 'open', isHiding: change.change === 'hide' },
    kindLabel: RECORD_KIND_LABEL[kind],
    isOwn: change.proposedBy === reader.id,
    fields: fields.map(({ field, before, after }) => ({
      label: labelOf(kind, field),
      before: before === undefined ? '（空）' : asRead(kind, field, before),
      after: after === undefined ? '（空）' : asRead(kind, field, after),
    })),
    preview: preview.ok ? previewOf(preview.value) : null,
    obstacle: preview.ok || change.state !== 'open' ? null : changeFailureText(preview.failure),
  }
}

function previewOf({
  toState,
  rule,
  basis,
  until,
  needsReview,
}: Extract<ChangeShown['preview'], { ok: true }>['value']) {
  return { stateLabel: RECORD_STATE_LABEL[toState], rule, basis, until, needsReview }
}

function nameOf({ staff }: Names, id: string): string {
  return staff.find((it) => it.id === id)?.name ?? id
}

function agencyOf({ agencies }: Names, slug: string | null): string | null {
  return slug === null ? null : (agencies.get(slug) ?? slug)
}
