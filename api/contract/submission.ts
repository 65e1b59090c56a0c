import { z } from '@hono/zod-openapi'
import type { FieldId } from '#domain/record-fields'
import { fieldsOf } from '#domain/record-fields'
import { MAX_UPLOADS } from '#domain/upload-type'
import {
  CASE_KINDS,
  CASE_STATES,
  COMPLAINT_DOMAINS,
  CORRECTION_KINDS,
  type ComplaintDomain,
  CREDITORS,
  type Creditor,
  DUE_KINDS,
  OBJECTION_GROUNDS,
  RECORD_KINDS,
} from '#domain/vocabulary'
import { DayText, RecordId } from './record.ts'
import { ComplaintPart, CorrectionPart, FilerRole, ObjectionPart, RepairPart, SupplementPart } from './sealed-part.ts'

/** Sealed bytes in base64; the text of a form with every field filled is far below it. */
const MAX_SEALED = 96 * 1024

const Sealed = z
  .string()
  .max(MAX_SEALED, '封存的内容太大')
  .min(1, '应为 base64')
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, '应为 base64')
  .openapi({ description: 'age 加密后的 base64：明文是 part 的 JSON（UTF-8），收件公钥见 /desk-key' })

export const UploadId = z.string().regex(/^[0-9a-f]{32}$/, '应为上传文件时返回的编号')

/** Every submission brings one of two proofs: work that a program did, or the token of a form that a person filled in. */
const sending = {
  sealed: Sealed.optional(),
  uploads: z.array(UploadId).max(MAX_UPLOADS, `最多 ${MAX_UPLOADS} 个文件`).default([]),
  work: z
    .string()
    .max(4096)
    .optional()
    .openapi({ description: '工作量证明：/challenges 的题目和解答，JSON 的 base64（altcha）' }),
  token: z.string().max(200).optional().openapi({ description: '表单令牌；程序请用 work' }),
  website: z.string().max(200).optional().openapi({ description: '必须为空' }),
}

type Sending = { part?: unknown; sealed?: string | undefined; work?: string | undefined; token?: string | undefined }

function checkSending({ part, sealed, work, token }: Sending, context: z.RefinementCtx): void {
  const issue = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message, input: undefined })
  if ((part === undefined) === (sealed === undefined)) issue('part', 'part 和 sealed 应当有一个，也只能有一个')
  if ((work === undefined) === (token === undefined)) issue('work', 'work 和 token 应当有一个，也只能有一个')
}

const FIELDS: readonly FieldId[] = [...new Set(RECORD_KINDS.flatMap((kind) => fieldsOf(kind)))]
const choose = (what: string) => ({ error: `请选择${what}` })

export const ObjectionClear = {
  record: RecordId,
  ground: z.enum(OBJECTION_GROUNDS, choose('理由')),
  field: z.enum(FIELDS, choose('有误的一项')).nullable().default(null).openapi({ description: '有误的是哪一项' }),
  filer: FilerRole,
}

export const ObjectionSubmission = z
  .strictObject({ ...ObjectionClear, part: ObjectionPart.optional(), ...sending })
  .superRefine(checkSending)
  .openapi('ObjectionSubmission')

export const ComplaintClear = {
  agency: z.string().min(1, '请选择被投诉的机关').max(64),
  domain: z.enum(COMPLAINT_DOMAINS, choose('涉及的领域')),
  creditor: z.enum(CREDITORS).nullable().default(null).openapi({ description: '拖欠账款的，债权人是谁' }),
  isAboutBody: z
    .boolean()
    .openapi({ description: '投诉的是单位；其中没有检举公职人员个人的内容。检举个人的，本站不受理' }),
  isNamed: z.boolean().openapi({ description: '是否实名' }),
  mayPublishSummary: z.boolean().openapi({ description: '办结后是否同意公开不含个人信息的摘要和答复' }),
}

/** Who is owed decides who is in charge of it. */
export const saysCreditor = ({ domain, creditor }: { domain: ComplaintDomain; creditor: Creditor | null }) =>
  domain !== 'arrears' || creditor !== null
export const CREDITOR_MISSING = { path: ['creditor'], error: '拖欠账款的，请说明债权人是谁' }

export const ComplaintSubmission = z
  .strictObject({ ...ComplaintClear, part: ComplaintPart.optional(), ...sending })
  .superRefine(checkSending)
  .refine(saysCreditor, CREDITOR_MISSING)
  .openapi('ComplaintSubmission')

/** `record` for records whose repair is decided here; `agency` for what is recorded of an organ and has no record page. */
export const RepairClear = {
  record: RecordId.nullable().default(null),
  agency: z.string().min(1).max(64).nullable().default(null),
  hasPromised: z.literal(true, { error: '需要作出信用承诺' }).openapi({ description: '已经作出信用承诺' }),
  isDutyDone: z.literal(true, { error: '需要先履行完义务' }).openapi({ description: '义务已经全部履行' }),
}

export const RepairSubmission = z
  .strictObject({ ...RepairClear, part: RepairPart.optional(), ...sending })
  .superRefine(checkSending)
  .openapi('RepairSubmission')

export const CorrectionClear = {
  page: z
    .string()
    .max(500)
    .regex(/^\/[\w./~%-]*$/, '应为本站网页的路径，不带问号后面的部分')
    .openapi({ example: '/guides/object/' }),
  what: z.enum(CORRECTION_KINDS, choose('错误的种类')),
}

export const CorrectionSubmission = z
  .strictObject({ ...CorrectionClear, part: CorrectionPart.optional(), ...sending })
  .superRefine(checkSending)
  .openapi('CorrectionSubmission')

/** Number and code, shown once: without the code nobody can look the case up, and nobody can give it again. */
export const Receipt = z
  .object({
    receipt: z.string().openapi({ example: 'YY-7K3M9-Q2X8T-C' }),
    code: z.string().openapi({ description: '查询码；遗失不补' }),
    dueOn: DayText.nullable(),
    dueKind: z.enum(DUE_KINDS).nullable(),
    provisional: z.boolean().openapi({ description: '期限跨到尚未公布放假安排的年份，公布后可能变动' }),
    trackUrl: z.string(),
  })
  .openapi('Receipt')

export const LookUp = z.strictObject({ receipt: z.string().max(64), code: z.string().max(64) }).openapi('LookUp')

export const CaseView = z
  .object({
    receipt: z.string(),
    kind: z.enum(CASE_KINDS),
    state: z.enum(CASE_STATES),
    stateLabel: z.string(),
    isOpen: z.boolean(),
    submittedOn: DayText,
    record: RecordId.nullable(),
    agency: z.string().nullable().openapi({ description: '被投诉或者申请修复的机关' }),
    handler: z.string().nullable().openapi({ description: '由谁核实；不会是被投诉的机关' }),
    isMarked: z.boolean().openapi({ description: '信息页面上是否标注“异议处理中”' }),
    due: z
      .object({
        on: DayText,
        kind: z.enum(DUE_KINDS),
        provisional: z.boolean(),
        isRunning: z.boolean().openapi({ description: '等待补充材料期间不计时' }),
        isOverdue: z.boolean(),
        basis: z.string(),
      })
      .nullable(),
    steps: z.array(
      z.object({ on: DayText, label: z.string(), state: z.string(), by: z.string(), note: z.string().nullable() }),
    ),
    asked: z.string().nullable().openapi({ description: '要求补充什么' }),
    askedUntil: DayText.nullable(),
    maySupplement: z.boolean(),
    mayWithdraw: z.boolean(),
    uploads: z.number().int(),
    sealedBy: z.string(),
    contentGoneOn: DayText.nullable().openapi({
      description: '保存期满、来件内容和文件被销毁的日期；没有销毁的为 null',
    }),
  })
  .openapi('CaseView')

export const Supplement = z
  .strictObject({ code: z.string().max(64), part: SupplementPart.optional(), ...sending })
  .superRefine(checkSending)
  .openapi('Supplement')

export const Withdrawal = z.strictObject({ code: z.string().max(64) }).openapi('Withdrawal')

export const DeskKey = z
  .object({
    id: z.string(),
    recipients: z.array(z.string()).openapi({ description: 'age 公钥：受理台和离线恢复；两个都要用' }),
  })
  .openapi('DeskKey')

export const UploadReceipt = z.object({ id: UploadId, bytes: z.number().int() }).openapi('UploadReceipt')

export const IdempotencyKey = z
  .string({ error: '请在 Idempotency-Key 中给出一次性的随机字符串' })
  .regex(/^[A-Za-z0-9_-]{22,64}$/, '应为 22 到 64 个字母、数字、下划线或连字符的随机字符串')

export type Receipt = z.infer<typeof Receipt>
export type CaseView = z.infer<typeof CaseView>
export type DeskKey = z.infer<typeof DeskKey>
