import { z } from '@hono/zod-openapi'
import { FILER_ROLES } from '#domain/vocabulary'

/**
 * What is sealed before anything is stored: who files, how to reach them, and what they wrote. A browser seals it itself;
 * a program may too (docs/api.md). Only whoever holds a desk key can read it again.
 */
const line = (most: number) => z.string().trim().max(most, `最多 ${most} 个字`)
const needed = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most, `${what}最多 ${most} 个字`)
const optional = (most: number) => line(most).optional()

export const MAX_TEXT = 4000

/** 11 digits, or a landline with its area code; written as people write it. */
const phone = z
  .string({ error: '请填写联系电话' })
  .trim()
  .min(1, '请填写联系电话')
  .max(32, '联系电话最多 32 个字')
  .regex(/^[+\d][\d\s\-转]{5,}$/u, '请填写能打通的电话号码，例如 13800138000 或者 0372-8110000')

export const ObjectionPart = z
  .strictObject({
    name: needed('单位名称', 200).openapi({ example: '某某商贸有限公司' }),
    contact: needed('联系人', 50).openapi({ example: '张三' }),
    phone: phone.openapi({ example: '0372-0000000' }),
    correct: optional(MAX_TEXT).openapi({ description: '这一项应当是什么', example: '罚款 2000 元' }),
    facts: needed('事实和理由', MAX_TEXT).openapi({ example: '决定书写明罚款 2000 元，页面写成 20000 元。' }),
  })
  .openapi('ObjectionPart')

export const ComplaintPart = z
  .strictObject({
    name: optional(200).openapi({ description: '匿名投诉的不填' }),
    phone: phone.optional(),
    facts: needed('事情经过', MAX_TEXT).openapi({ example: '2024 年签订的服务合同，验收一年没有付款。' }),
    amount: optional(50).openapi({ description: '涉及金额，照合同写', example: '12 万元' }),
    contractNumber: optional(100).openapi({ description: '合同编号或者项目名称' }),
    wanted: optional(MAX_TEXT).openapi({ description: '希望怎样解决' }),
  })
  .openapi('ComplaintPart')

export const RepairPart = z
  .strictObject({
    name: needed('单位名称', 200),
    contact: needed('联系人', 50),
    phone,
    determination: needed('认定文书的文号', 100).openapi({ example: '澜信认〔2026〕1号' }),
    done: needed('怎样纠正和履行的', MAX_TEXT),
  })
  .openapi('RepairPart')

export const CorrectionPart = z
  .strictObject({
    found: needed('页面上有什么错', MAX_TEXT),
    should: optional(MAX_TEXT).openapi({ description: '应当怎样写' }),
    contact: optional(100).openapi({ description: '愿意接受回访的，留联系方式' }),
  })
  .openapi('CorrectionPart')

export const SupplementPart = z.strictObject({ text: needed('补充的内容', MAX_TEXT) }).openapi('SupplementPart')

export const SEALED_PARTS = {
  objection: ObjectionPart,
  complaint: ComplaintPart,
  repair: RepairPart,
  correction: CorrectionPart,
} as const

export const FilerRole = z.enum(FILER_ROLES)
export type ObjectionPart = z.infer<typeof ObjectionPart>
export type ComplaintPart = z.infer<typeof ComplaintPart>
export type RepairPart = z.infer<typeof RepairPart>
export type CorrectionPart = z.infer<typeof CorrectionPart>
