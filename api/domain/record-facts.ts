import { addDays, type Day, parseDay } from './day.ts'
import { isDecision } from './kind-groups.ts'
import { lastDayOf } from './loose-day-text.ts'
import { findPersonNames } from './person-names.ts'
import type { PublicationFacts } from './publication.ts'
import type { FieldValues, RecordContent } from './record-content.ts'
import { type FieldId, fieldSpec, fieldsOf } from './record-fields.ts'
import { type PenaltyKind, type RecordKind, type RecordState, SEVERITIES, SUBJECT_CATEGORIES } from './vocabulary.ts'

/** Words of 处罚类别 as files write them → kind; several in a cell are split at the usual separators. */
export type PenaltyWords = ReadonlyMap<string, PenaltyKind>

/** 1. and （2） before an item; signs, breaks and 并处 between items. */
const ITEM_NUMBER = /(?<![\d.])\(?\d{1,2}[.、)](?!\d)/g
const BETWEEN_ITEMS = /[;,、。+/|\\&\s]+|并处|并科|以及|[并和及]/

export function penaltyKindsOf(text: string, words: PenaltyWords): PenaltyKind[] {
  const kinds = text
    .normalize('NFKC')
    .replace(ITEM_NUMBER, ';')
    .split(BETWEEN_ITEMS)
    .filter((part) => part !== '')
    .map((part) => words.get(part) ?? (part.startsWith('其他') ? 'other' : undefined))
  return kinds.every((kind) => kind !== undefined) ? [...new Set(kinds)] : []
}

/** What the publication rule has to know of a content. An unread word of 处罚类别 makes the kinds unknown, not fewer. */
export function factsOf(input: {
  kind: RecordKind
  content: RecordContent
  state: RecordState | 'new'
  organKnown: boolean
  familyLeft: boolean
  decidedOn: Day
  publishedOn: Day
  words: PenaltyWords
}): PublicationFacts {
  const { open, sealed, maskedFields } = input.content
  const present = new Set([...fieldsIn(open), ...fieldsIn(sealed)])
  const publicUntil = open.publicUntil === undefined ? undefined : lastDayOf(open.publicUntil, input.decidedOn)
  const left = leftOn(input.kind, open)
  return {
    kind: input.kind,
    state: input.state,
    category: memberOf(SUBJECT_CATEGORIES, open.subjectCategory),
    organKnown: input.organKnown,
    present,
    text: open,
    unreadFields: input.content.unreadFields,
    familyLeft: input.familyLeft,
    maskedFields,
    namedFields: isDecision(input.kind) ? [] : namedFields(input.kind, open),
    decidedOn: input.decidedOn,
    publishedOn: input.publishedOn,
    statedUntil: left === undefined ? publicUntil : earliest(addDays(left, -1), publicUntil),
    penaltyKinds: penaltyKindsOf(open.penaltyKinds ?? '', input.words),
    severity: memberOf(SEVERITIES, open.severity),
    procedure: memberOf(['simple', 'ordinary'] as const, open.procedure),
  }
}

const CHECKED: readonly FieldId[] = ['agencyName', 'documentNumber', 'subjectName']

/** Numbers, the organ and the name of who is listed are checked otherwise; everything else that is written may name somebody. */
function namedFields(kind: RecordKind, open: FieldValues): FieldId[] {
  return fieldsOf(kind).filter((field) => {
    const type = fieldSpec(kind, field)?.type
    const isListed = CHECKED.includes(field) || (type !== 'text' && type !== 'free-text')
    return !isListed && findPersonNames(open[field] ?? '').length > 0
  })
}

function earliest(left: Day, stated: Day | undefined): Day {
  return stated !== undefined && stated < left ? stated : left
}

/** The day on which the record left where it came from. */
function leftOn(kind: RecordKind, open: FieldValues): Day | undefined {
  const field = fieldsOf(kind).find((it) => fieldSpec(kind, it)?.endsOn)
  return field === undefined ? undefined : dayField(open[field])
}

export function dayField(value: string | undefined): Day | undefined {
  return value === undefined ? undefined : parseDay(value)
}

function memberOf<T extends string>(list: readonly T[], value: string | undefined): T | undefined {
  return list.find((member) => member === value)
}

function fieldsIn(values: Partial<Record<FieldId, string>>): FieldId[] {
  const named: FieldId[] = []
  for (const key in values) if (isFieldKey(values, key) && values[key]) named.push(key)
  return named
}

/** Safe: `values` has only field ids as keys. */
function isFieldKey(values: Partial<Record<FieldId, string>>, key: string): key is FieldId {
  return Object.hasOwn(values, key)
}
