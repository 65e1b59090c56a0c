import { z } from '@hono/zod-openapi'
import { DESK_COMMANDS, NOTE_LENGTH, PAPER_LENGTH } from '#domain/desk-case'
import { type CASE_KINDS, CASE_PAPERS, CASE_SOURCES, type CASE_STATES } from '#domain/vocabulary'
import { DayText } from './record.ts'
import { ComplaintPart, CorrectionPart, ObjectionPart, RepairPart } from './sealed-part.ts'
import {
  type CaseView,
  ComplaintClear,
  CorrectionClear,
  CREDITOR_MISSING,
  ObjectionClear,
  RepairClear,
  saysCreditor,
} from './submission.ts'

/** A step that somebody at the desk takes. */
export const DeskStepBody = z.strictObject({
  command: z.enum(DESK_COMMANDS),
  seq: z.number().int().positive(),
  note: z
    .string()
    .trim()
    .max(NOTE_LENGTH * 2)
    .nullable()
    .default(null),
  until: DayText.nullable().default(null),
  handlerSlug: z.string().max(64).nullable().default(null),
  papers: z
    .array(
      z.strictObject({
        kind: z.enum(CASE_PAPERS),
        text: z
          .string()
          .trim()
          .max(PAPER_LENGTH * 2),
      }),
    )
    .max(CASE_PAPERS.length)
    .default([]),
})

export const AssignmentBody = z.strictObject({ assignee: z.string().max(64).nullable() })

export const WrapsBody = z.strictObject({
  account: z.string().max(64),
  wraps: z
    .array(z.strictObject({ keyId: z.string().max(64), wrapped: z.string().max(8192) }))
    .min(1)
    .max(64),
})

const counter = {
  key: z.string().regex(/^[0-9a-f]{32}$/, '应为页面给出的一次性密钥'),
  source: z.enum(CASE_SOURCES, { error: '请选择来件方式' }),
  externalNumber: z.string().trim().max(64).nullable().default(null),
}

/** At the counter an agent shows the mandate instead of sending it, and says who they are. */
const CounterObjection = z
  .strictObject({
    kind: z.literal('objection'),
    ...counter,
    clear: z.strictObject({ ...ObjectionClear, isMandateSeen: z.literal(true).optional() }),
    part: z.strictObject({
      ...ObjectionPart.shape,
      agentName: z.string().trim().max(50, '受托人姓名最多 50 个字').optional(),
      agentRelation: z.string().trim().max(50, '受托人和单位的关系最多 50 个字').optional(),
    }),
  })
  .superRefine(({ clear, part }, context) => {
    if (clear.filer !== 'agent' && clear.isMandateSeen) {
      const message = '只有受托人才查验授权委托书'
      context.addIssue({ code: 'custom', path: ['clear', 'isMandateSeen'], message, input: true })
    }
    for (const [name, label] of [
      ['agentName', '受托人姓名'],
      ['agentRelation', '受托人和单位的关系'],
    ] as const) {
      if (clear.filer !== 'agent' && part[name] !== undefined) {
        context.addIssue({ code: 'custom', path: ['part', name], message: `只有受托人才写${label}`, input: part[name] })
      }
      if (clear.filer !== 'agent' || part[name]) continue
      context.addIssue({ code: 'custom', path: ['part', name], message: `请填写${label}`, input: part[name] })
    }
  })

/** What a clerk writes down of a call, a letter or a visit. */
export const CounterBody = z.discriminatedUnion('kind', [
  CounterObjection,
  z.strictObject({
    kind: z.literal('complaint'),
    ...counter,
    clear: z.strictObject(ComplaintClear).refine(saysCreditor, CREDITOR_MISSING),
    part: ComplaintPart,
  }),
  z.strictObject({ kind: z.literal('repair'), ...counter, clear: z.strictObject(RepairClear), part: RepairPart }),
  z.strictObject({
    ...{ kind: z.literal('correction'), ...counter },
    ...{ clear: z.strictObject(CorrectionClear), part: CorrectionPart },
  }),
])

export type WorkItemView = {
  receipt: string
  kind: (typeof CASE_KINDS)[number]
  kindLabel: string
  state: (typeof CASE_STATES)[number]
  stateLabel: string
  submittedOn: string
  due: CaseView['due']
  /** The record, or the organ that it is about. */
  record: string | null
  agency: string | null
  handler: string | null
  assignee: string | null
  source: string
  isMarked: boolean
}

export type WorkListView = {
  items: WorkItemView[]
  counts: { open: number; mine: number; overdue: number; waiting: number }
  next: string | null
}

export type DeskCaseView = CaseView & {
  seq: number
  kindLabel: string
  sight: 'whole' | 'extract' | 'trail'
  source: string
  externalNumber: string | null
  assignee: { id: string; name: string } | null
  handlerSlug: string | null
  agencySlug: string | null
  /** What is not sealed, by name, in words. */
  clear: { label: string; text: string }[]
  /** The field of the record that an objection is about. */
  field: string | null
  papers: { kind: string; label: string; text: string }[]
  /** Upholding is for somebody who took no step in it yet. */
  waitsForSecond: boolean
  /** A change of its record that follows from the decision, ready to be asked for. */
  following: { change: 'end'; ground: string; label: string; reason: string } | null
  commands: {
    command: (typeof DESK_COMMANDS)[number]
    label: string
    note: boolean
    until: boolean
    papers: string[]
    /** Words to begin from; `field` is the paper that they go into, or the note. */
    templates: { id: string; name: string; field: string; text: string }[]
  }[]
}

export type SealedCaseView = {
  parts: { n: number; bytes: string; deskKey: string }[]
  uploads: string[]
}

export type DeskKeysView = { keys: { keyId: string; wrapped: string | null }[] }

/** Somebody that a case can be given to. */
export type Colleague = { id: string; name: string }

/** Only what the list's own filters are called; a name is one's own and names no filer. */
export const SavedViewBody = z.strictObject({
  name: z.string().trim().min(1, '请起个名字').max(20, '最多 20 个字'),
  query: z
    .string()
    .max(300)
    .regex(/^[a-z0-9=&_-]*$/, '应为列表地址里的筛选条件'),
})
export const RemoveViewBody = z.strictObject({ name: z.string().max(20) })
export type SavedViewsView = { items: { name: string; query: string }[] }
