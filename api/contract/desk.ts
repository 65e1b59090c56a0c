import { z } from '@hono/zod-openapi'
import { STAFF_ROLES } from '#domain/vocabulary'

/** What the desk's own pages and its API say to one another. */
export const SignInBody = z.strictObject({
  account: z.string().trim().min(1).max(64),
  password: z.string().min(1).max(256),
})
export const CodeBody = z.strictObject({
  kind: z.enum(['totp', 'recovery']),
  code: z.string().trim().min(4).max(40),
})
export const DemoBody = z.strictObject({ role: z.enum(STAFF_ROLES) })
export const PasswordBody = z.strictObject({ present: z.string().min(1).max(256), next: z.string().min(1).max(256) })
export const StartFactorBody = z.strictObject({ password: z.string().min(1).max(256) })
export const ConfirmFactorBody = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, '应为 6 位数字'),
})
export const NothingBody = z.strictObject({})

const StaffPost = { role: z.enum(STAFF_ROLES), organSlug: z.string().max(64).nullable() }
export const NewStaffBody = z.strictObject({
  account: z.string().trim().max(64),
  name: z.string().trim().min(1, '请填写姓名').max(40),
  ...StaffPost,
})
export const RoleBody = z.strictObject(StaffPost)

export type StaffView = {
  id: string
  account: string
  name: string
  role: (typeof STAFF_ROLES)[number]
  roleLabel: string
  organ: { slug: string; name: string } | null
  hasSecondFactor: boolean
  isDemo: boolean
}

export type Me = StaffView & {
  /** What has to be done before anything else. */
  gap: 'change-password' | 'set-up-second-factor' | null
}

/** Where a part of an audit row leads, for those who may open it there. */
export type AuditLink = { of: 'case' | 'record' | 'change'; id: string }

export type AuditItemView = {
  id: number
  at: number
  /** Name of who did it, or what did; their account and role where it was somebody of the desk. */
  who: string
  account: string | null
  roleLabel: string | null
  verb: string
  verbLabel: string
  target: { text: string; link: AuditLink | null }
  detail: { label: string; text: string; link: AuditLink | null }[]
}

/** `next`: the cursor of the page that follows. */
export type AuditView = { items: AuditItemView[]; next: string | null }

export type AuditStaffView = {
  items: { id: string; name: string; account: string; roleLabel: string; isClosed: boolean }[]
}
