import { z } from '@hono/zod-openapi'
import { REFUSALS } from '#domain/inbound-batch'
import { BATCH_OUTCOMES, ENDING_GROUNDS, RECORD_KINDS, type UpwardChange, WITHDRAWAL_GROUNDS } from '#domain/vocabulary'

/** Records of one batch: what a receiver reads in one request. */
const MOST_ITEMS = 2000

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 位十六进制')
const signature = z.string().regex(/^[A-Za-z0-9+/]{86}==$/, '88 个字符的签名')
const place = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, '地区代号')
const line = z.string().regex(/^[0-9a-f]{8}$/, '8 位十六进制')
const seq = z.int().min(1).max(1_000_000_000)
const number = z.string().regex(/^[a-z][a-z0-9-]{0,80}-\d{6,10}$/, '批次号，如 demo-1a2b3c4d-000001')
const record = z.string().regex(/^[0-9a-z]{12}$/, '12 位记录编号')
const instant = z.iso.datetime()

/** As batches write it. */
const CHANGE_OF = { 新增: 'added', 变更: 'changed', 撤销: 'revoked' } as const satisfies Record<string, UpwardChange>
const change = z.enum(['新增', '变更', '撤销']).transform((word) => CHANGE_OF[word])

const code = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, '数据标准的代码')
const Revocation = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('withdrawn'), ground: z.enum(WITHDRAWAL_GROUNDS), reason: z.string().max(1000) }),
  z.strictObject({ way: z.literal('ended'), ground: z.enum(ENDING_GROUNDS) }),
  z.strictObject({ way: z.literal('held') }),
])
const Content = z.union([
  z.strictObject({ row: z.record(code, z.string()), masked: z.array(code).max(200) }),
  z.strictObject({ revocation: Revocation }),
])
const Item = z.strictObject({
  ...{ record, kind: z.enum(RECORD_KINDS), change, revision: z.int().min(1), commitment: sha256 },
  salt: z
    .string()
    .regex(/^[0-9a-f]{32,128}$/)
    .nullable(),
  content: Content.nullable(),
})

/** 归集批次, as it is sent: `content` and `salt` null where a later batch says something else of the record. */
export const UpwardBatchBody = z.strictObject({
  ...{ format: z.literal(1), sender: place, line, seq, number, madeAt: instant, previous: sha256.nullable() },
  ...{ items: z.array(Item).max(MOST_ITEMS), checksum: sha256, signature },
})

const count = z.int().min(0)

/** 回执. */
export const AcknowledgementBody = z.strictObject({
  ...{ format: z.literal(1), receiver: place, sender: place, seq, number, checksum: sha256 },
  ...{ outcome: z.enum(BATCH_OUTCOMES), refusal: z.enum(REFUSALS).nullable(), at: instant },
  counts: z.strictObject({ taken: count, revoked: count, older: count, overtaken: count, refused: count }),
  refused: z.array(z.strictObject({ record, kind: z.enum(RECORD_KINDS), why: z.array(z.string().max(64)).max(50) })),
  missing: z.array(seq).max(1000),
  signature,
})
