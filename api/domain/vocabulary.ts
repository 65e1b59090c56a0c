/**
 * Every closed list of the project. Imports nothing, so drizzle, zod, the browser and the docs can all read it.
 * Chinese words for the members are in `labels.zh.ts`; terms in `docs/glossary.md`.
 */

export const RECORD_KINDS = ['licence', 'penalty'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

/** 行政相对人类别, the three words of the 2018 data standard. */
export const SUBJECT_CATEGORIES = ['organisation', 'sole-trader', 'natural-person'] as const
export type SubjectCategory = (typeof SUBJECT_CATEGORIES)[number]

/** What the publication rule says of one record version. */
export const PUBLICATION_DECISIONS = ['publish', 'mask', 'withhold'] as const
export type PublicationDecision = (typeof PUBLICATION_DECISIONS)[number]

/** Where a record stands towards the public. `withdrawn` and `ended` are two ways out and never confused. */
export const RECORD_STATES = ['withheld', 'public', 'withdrawn', 'ended'] as const
export type RecordState = (typeof RECORD_STATES)[number]

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

/** What a list can be narrowed to: the kinds of a penalty, the category of a licence. */
export type RecordCategory = PenaltyKind | LicenceCategory

/** How a list can be narrowed by when its records were published. */
export const LIST_STATES = ['on-time', 'late', 'unknown'] as const
export type ListState = (typeof LIST_STATES)[number]

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

/** What personal data the free-text scan can find. */
export const PERSONAL_DATA_KINDS = ['id-number', 'phone', 'bank-card', 'plate', 'email', 'address'] as const
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number]

/** Who did something; the desk adds its roles here. */
export const ACTOR_KINDS = ['operator', 'clock', 'seed'] as const
export type ActorKind = (typeof ACTOR_KINDS)[number]
