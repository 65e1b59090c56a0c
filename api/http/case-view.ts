import type { CaseView, Receipt } from '#contract/submission'
import { caseStateLabel, SEALED_BY_LABEL, stepWords } from '#domain/case-labels.zh'
import { isOpen } from '#domain/case-life'
import { dayOfInstant } from '#domain/day'
import type { IntakeDeps } from '#usecase/intake'
import type { CaseStanding } from '#usecase/look-up-case'
import type { Receipt as Taken } from '#usecase/submit-case'

export function receiptView({ place }: IntakeDeps, { receipt, code, due }: Taken): Receipt {
  return {
    ...{ receipt, code },
    dueOn: due?.on ?? null,
    dueKind: due?.kind ?? null,
    provisional: due?.provisional ?? false,
    trackUrl: `${place.base}look-up/`,
  }
}

/** What a filer is told of a case: nothing of what was sealed, which the server cannot read. */
export function caseView({ agencies }: IntakeDeps, standing: CaseStanding): CaseView {
  const { found, due, isOverdue, maySupplement, mayWithdraw } = standing
  const { receipt, kind, state, trail, recordId, organSlug, handlerSlug } = found
  const last = trail.at(-1)
  const nameOf = (slug: string | null) => (slug === null ? null : (agencies.get(slug) ?? slug))
  return {
    ...{ receipt, kind, state, stateLabel: caseStateLabel(kind, state), isOpen: isOpen(state) },
    submittedOn: dayOfInstant(found.submittedAt),
    record: recordId,
    agency: nameOf(organSlug),
    handler: nameOf(handlerSlug),
    isMarked: found.isMarked,
    due:
      due === null
        ? null
        : {
            on: due.on,
            kind: due.kind,
            provisional: due.provisional,
            isRunning: due.isRunning,
            isOverdue,
            basis: due.basis,
          },
    steps: trail.map((step) => ({
      on: dayOfInstant(step.at),
      ...stepWords(step.command, step.role),
      state: caseStateLabel(kind, step.to),
      note: step.note,
    })),
    asked: last?.command === 'ask' ? last.note : null,
    askedUntil: last?.command === 'ask' ? last.until : null,
    ...{ maySupplement, mayWithdraw, uploads: found.uploads, sealedBy: SEALED_BY_LABEL[found.sealedBy] },
    contentGoneOn: found.purgedAt === null ? null : dayOfInstant(found.purgedAt),
  }
}
