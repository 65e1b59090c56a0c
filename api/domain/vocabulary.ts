import { type KIND_FIELDS, KIND_STANDINGS, RECORD_KINDS } from './record-kinds.ts'

/**
 * Every closed list of the project. Imports nothing but the kinds of records, which are written in `content/kinds`, so
 * drizzle, zod, the browser and the docs can all read it. Chinese words: `labels.zh.ts`; terms: `docs/glossary.md`.
 */

export { RECORD_KINDS }
export type RecordKind = (typeof RECORD_KINDS)[number]

/** Where a kind stands in navigation: 双公示、政务诚信、名单和清单、政务公开. */
export const KIND_GROUPS = ['decisions', 'integrity', 'lists', 'openness'] as const
export type KindGroup = (typeof KIND_GROUPS)[number]

type Fields = typeof KIND_FIELDS
type Members<F> = F extends { isCategory: true; members: infer M } ? keyof M : never
/** Members of the fields that `content/kinds` marks as categories. */
export type KindCategory = {
  [K in RecordKind]: { [F in keyof Fields[K]]: Members<Fields[K][F]> }[keyof Fields[K]]
}[RecordKind] &
  string
/** Where an entry of an organ's own record stands. */
export type StandingId = (typeof KIND_STANDINGS)[RecordKind][number]['id']

/** 行政相对人类别, the three words of the 2018 data standard. */
export const SUBJECT_CATEGORIES = ['organisation', 'sole-trader', 'natural-person'] as const
export type SubjectCategory = (typeof SUBJECT_CATEGORIES)[number]

/** What the publication rule says of one record version. */
export const PUBLICATION_DECISIONS = ['publish', 'mask', 'withhold'] as const
export type PublicationDecision = (typeof PUBLICATION_DECISIONS)[number]

/**
 * Where a record stands towards the public. `withdrawn` and `ended` are two ways out and never confused; `hidden` was
 * taken out at once by one person, and waits for another to say which it becomes.
 */
export const RECORD_STATES = ['withheld', 'public', 'hidden', 'withdrawn', 'ended'] as const
export type RecordState = (typeof RECORD_STATES)[number]

/** What staff may do about a record: 更正、公示、去标识化后公示、不予公示、撤下、停止公示、紧急停止公示. */
export const RECORD_CHANGES = ['correct', 'publish', 'mask', 'withhold', 'withdraw', 'end', 'hide'] as const
export type RecordChange = (typeof RECORD_CHANGES)[number]

/** Where a proposed change stands. `stale`: the record was changed by something else meanwhile. */
export const CHANGE_STATES = ['open', 'approved', 'rejected', 'stale'] as const
export type ChangeState = (typeof CHANGE_STATES)[number]

/** Of a file that was uploaded at the desk. `lapsed`: nobody decided about it for a week, and it was removed. */
export const IMPORT_STATES = ['waiting', 'approved', 'returned', 'discarded', 'lapsed'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/** What becomes of a hidden record when another person has looked. */
export const HIDING_OUTCOMES = ['withdraw', 'end', 'withhold', 'restore'] as const
export type HidingOutcome = (typeof HIDING_OUTCOMES)[number]

/** 行政处罚法 §48: 变更、撤销、确认违法、确认无效. */
export const WITHDRAWAL_GROUNDS = ['changed', 'quashed', 'unlawful', 'void'] as const
export type WithdrawalGround = (typeof WITHDRAWAL_GROUNDS)[number]

export const ENDING_GROUNDS = ['period-over', 'repaired'] as const
export type EndingGround = (typeof ENDING_GROUNDS)[number]

/** 失信严重程度: 轻微、一般、严重 (国办发〔2025〕22号). */
export const SEVERITIES = ['minor', 'general', 'serious'] as const
export type Severity = (typeof SEVERITIES)[number]

/** 行政处罚法 §9, with the words of the 2018 list as aliases in `content/codes/words.yaml`. */
export const PENALTY_KINDS = [
  'warning',
  'criticism',
  'fine',
  'confiscate-gains',
  'confiscate-goods',
  'suspend-licence',
  'downgrade',
  'revoke-licence',
  'restrict-business',
  'suspend-business',
  'close-business',
  'bar-person',
  'detention',
  'other',
] as const
export type PenaltyKind = (typeof PENALTY_KINDS)[number]

/** 行政许可法 §12: 普通许可、特许、认可、核准、登记, and 其他 of the data standard. */
export const LICENCE_CATEGORIES = ['ordinary', 'franchise', 'recognition', 'approval', 'registration', 'other'] as const
export type LicenceCategory = (typeof LICENCE_CATEGORIES)[number]

/** What a list can be narrowed to: the kinds of a penalty, the category of a licence, or what a kind's content says. */
export type RecordCategory = PenaltyKind | LicenceCategory | KindCategory

/** How a list of decisions can be narrowed by when they were published. */
export const LATENESS_STATES = ['on-time', 'late', 'unknown'] as const

/** How a list can be narrowed by state: lateness of decisions, standing of an organ's own record. */
export type ListState = (typeof LATENESS_STATES)[number] | StandingId
export const STANDING_IDS: readonly StandingId[] = [
  ...new Set(RECORD_KINDS.flatMap((kind) => KIND_STANDINGS[kind].map(({ id }) => id))),
]
export const LIST_STATES: readonly ListState[] = [...LATENESS_STATES, ...STANDING_IDS]

/** How a 双公示 record stands to its 7 working days. */
export const TIMELINESS = ['on-time', 'late', 'not-yet-due', 'unknown'] as const
export type Timeliness = (typeof TIMELINESS)[number]

/** What became of one row of an imported file; every row has exactly one. */
export const ROW_OUTCOMES = ['accepted', 'warned', 'rejected', 'unchanged'] as const
export type RowOutcome = (typeof ROW_OUTCOMES)[number]

export const BATCH_STATES = ['reading', 'applying', 'done', 'discarded'] as const
export type BatchState = (typeof BATCH_STATES)[number]

/** How sure a rule row is: read in a document, computed, common knowledge of the field, or unsure. */
export const CONFIDENCES = ['verified', 'computed', 'known', 'unsure'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** What the desk is told of before somebody asks: 预警. */
export const ALARM_KINDS = [
  ...(['entry-overdue', 'entry-filed', 'arrears-grown', 'published-late'] as const),
  ...(['task-soon', 'task-passed', 'referral-unanswered'] as const),
  ...(['report-soon', 'report-missing', 'report-mismatch'] as const),
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]

/** What can be wrong with a record on file, as the counts of an organ's data have it. */
export const DATA_FLAWS = [
  ...(['field-missing', 'code-missing', 'code-malformed', 'code-check'] as const),
  ...(['value-unread', 'number-shared', 'late'] as const),
] as const
export type DataFlaw = (typeof DATA_FLAWS)[number]

/** `missing`: its last day is over and nothing came; `unread`: perhaps it came; `open`: the day has not passed yet. */
export const REPORT_STATES = ['missing', 'unread', 'late', 'submitted', 'open'] as const
export type ReportState = (typeof REPORT_STATES)[number]

/** What personal data the free-text scan can find. */
export const PERSONAL_DATA_KINDS = ['id-number', 'phone', 'bank-card', 'plate', 'email', 'address'] as const
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number]

/** What people send in: 异议、投诉、信用修复、本页纠错. */
export const CASE_KINDS = ['objection', 'complaint', 'repair', 'correction'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

/** Where a case stands. The first six are open; from the others nothing leads on. */
export const CASE_STATES = [
  ...(['submitted', 'papers-asked', 'accepted', 'evidence-asked', 'referred', 'answered', 'transferred'] as const),
  ...(['returned', 'redirected', 'lapsed', 'withdrawn', 'settled', 'upheld', 'dismissed'] as const),
] as const
export type CaseState = (typeof CASE_STATES)[number]

/** Who takes a step in a case. */
export const CASE_ROLES = ['filer', 'clerk', 'organ', 'reviewer', 'clock'] as const
export type CaseRole = (typeof CASE_ROLES)[number]

/** How a case came in: 网上、电话、信件、来访、12345. */
export const CASE_SOURCES = ['web', 'phone', 'letter', 'visit', 'hotline'] as const
export type CaseSource = (typeof CASE_SOURCES)[number]

/** What staff write beside a step: 移交摘要、机关答复、代录的答复从哪里来、协调结果、书面说明和限期整改. */
export const CASE_PAPERS = ['extract', 'answer', 'answer-source', 'settlement', 'rectification'] as const
export type CasePaper = (typeof CASE_PAPERS)[number]

/** 异议的理由: 有误、遗漏、期满、误列、违法、不是本单位. */
export const OBJECTION_GROUNDS = ['wrong', 'missing', 'period-over', 'wrongly-listed', 'unlawful', 'not-mine'] as const
export type ObjectionGround = (typeof OBJECTION_GROUNDS)[number]

/** Who files: the subject itself, or an agent with papers. */
export const FILER_ROLES = ['subject', 'agent'] as const
export type FilerRole = (typeof FILER_ROLES)[number]

/** What a complaint is about, in the words of the five documents. */
export const COMPLAINT_DOMAINS = [
  ...(['procurement', 'tendering', 'ppp', 'investment-promotion', 'government-investment', 'debt'] as const),
  ...(['statistics', 'township', 'arrears', 'successor', 'disclosure', 'service-promise', 'other'] as const),
] as const
export type ComplaintDomain = (typeof COMPLAINT_DOMAINS)[number]

/** First question of the complaint tree. */
export const COMPLAINT_EVENTS = [
  ...(['breach', 'arrears', 'wages', 'official', 'disclosure', 'record-wrong'] as const),
  ...(['decision', 'petition', 'statistics', 'site', 'other'] as const),
] as const
export type ComplaintEvent = (typeof COMPLAINT_EVENTS)[number]

/** 拖欠款项的债权人: 中小企业（含个体工商户）、大型企业、个人. */
export const CREDITORS = ['small-business', 'large-business', 'person'] as const
export type Creditor = (typeof CREDITORS)[number]

/** Who takes what this site does not: names and numbers in `content/codes/outside-channels.yaml`. */
export const OUTSIDE_CHANNELS = [
  ...(['discipline', 'sme-arrears', 'petition', 'labour', 'review', 'hotline', 'inspection'] as const),
] as const
export type OutsideChannel = (typeof OUTSIDE_CHANNELS)[number]

export const CORRECTION_KINDS = ['typo', 'link', 'outdated', 'wrong', 'display', 'other'] as const
export type CorrectionKind = (typeof CORRECTION_KINDS)[number]

/** 办理期限的来历: 法定，或者本站承诺. */
export const DUE_KINDS = ['statutory', 'promise'] as const
export type DueKind = (typeof DUE_KINDS)[number]

/** What a public record carries beside its content. */
export const RECORD_MARKS = ['objection-pending'] as const
export type RecordMark = (typeof RECORD_MARKS)[number]

/** Where a sealed part was sealed: in the filer's browser, or on arrival. */
export const SEALED_BY = ['browser', 'server'] as const
export type SealedBy = (typeof SEALED_BY)[number]

/** Kinds of files that may be sent in. */
export const UPLOAD_TYPES = ['pdf', 'jpeg', 'png', 'docx', 'xlsx', 'ofd'] as const
export type UploadType = (typeof UPLOAD_TYPES)[number]

/** What somebody at the desk is there for: 受理、机关、复核、发布、审计、管理员. */
export const STAFF_ROLES = ['clerk', 'organ', 'reviewer', 'publisher', 'auditor', 'admin'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

/** Who did something. `staff`: a person signed in at the desk, whom the audit names. */
export const ACTOR_KINDS = ['operator', 'clock', 'seed', 'filer', 'staff', 'sender'] as const
export type ActorKind = (typeof ACTOR_KINDS)[number]

/** What messages are sent about: who has to do something now, and what of the records became different. */
export const MESSAGE_EVENTS = [
  ...(['submitted', 'referred', 'answered', 'due-soon', 'overdue', 'records-changed'] as const),
] as const
export type MessageEvent = (typeof MESSAGE_EVENTS)[number]

export const MESSAGE_STATES = ['queued', 'sent', 'failed'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

/** What the unit that leads a task reports of it. */
export const TASK_REPORT_STATES = ['not-started', 'under-way', 'late', 'done', 'stopped'] as const
export type TaskReportState = (typeof TASK_REPORT_STATES)[number]

/** How a task stands on a day: as reported, but for what the calendar says. */
export const TASK_STATES = ['unreported', 'not-started', 'under-way', 'late', 'overdue', 'done', 'stopped'] as const
export type TaskState = (typeof TASK_STATES)[number]

/** By when a task is due, in kind. */
export const TASK_TERMS = ['dated', 'yearly', 'ongoing', 'unstated'] as const
export type TaskTerm = (typeof TASK_TERMS)[number]

/** What a batch of the upward report says of a record: 新增、变更、撤销. */
export const UPWARD_CHANGES = ['added', 'changed', 'revoked'] as const
export type UpwardChange = (typeof UPWARD_CHANGES)[number]

/** How a record that was reported left: with a notice, for good, or for now. */
export const REVOCATION_WAYS = ['withdrawn', 'ended', 'held'] as const
export type RevocationWay = (typeof REVOCATION_WAYS)[number]

/** What became of a batch where it arrived. */
export const BATCH_OUTCOMES = ['taken', 'repeated', 'refused'] as const
export type BatchOutcome = (typeof BATCH_OUTCOMES)[number]
