import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import {
  CaseView,
  ComplaintSubmission,
  CorrectionSubmission,
  DeskKey,
  IdempotencyKey,
  LookUp,
  ObjectionSubmission,
  Receipt,
  RepairSubmission,
  Supplement,
  UploadReceipt,
  Withdrawal,
} from '#contract/submission'
import { ADDRESS_HEADER, addressGroup } from '#domain/client-address'
import type { FailureOf, FilerFailure, SubmitFailure } from '#domain/failure'
import { TOKEN_FORMS } from '#domain/form-token'
import type { CaseKind } from '#domain/vocabulary'
import { supplementCase, withdrawCase } from '#usecase/change-case'
import { type IntakeDeps, issueWork, type Proof, type Sender } from '#usecase/intake'
import { lookUpCase } from '#usecase/look-up-case'
import { receiveUpload } from '#usecase/receive-upload'
import { type Submission, submitCase } from '#usecase/submit-case'
import { caseView, receiptView } from './case-view.ts'
import { JSON_BYTES, onlyBodies, UPLOAD_BYTES } from './intake-limits.ts'
import { invalidInput } from './invalid-input.ts'
import { type ProblemExtra, type ProblemResponse, problem, problemResponses } from './problem.ts'

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
const jsonBody = <S extends z.ZodType>(schema: S) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const withKey = { headers: z.object({ 'idempotency-key': IdempotencyKey }) }

const TRANSPORT = ['input-invalid', 'body-too-large', 'content-type-unknown', 'json-broken'] as const
const SENDING = [
  ...TRANSPORT,
  ...([
    'proof-refused',
    'too-many',
    'intake-closed',
    'intake-unavailable',
    'upload-refused',
    'upload-unknown',
  ] as const),
  'sealed-malformed',
] as const
const SUBMITTING = [
  ...SENDING,
  ...(['record-not-found', 'record-not-public', 'agency-not-found', 'complaint-elsewhere'] as const),
  ...(['repair-elsewhere', 'key-reused', 'papers-missing', 'snapshot-unreadable'] as const),
] as const
const FILING = [
  ...SENDING,
  ...(['case-not-found', 'case-step-not-allowed', 'case-role-not-allowed', 'case-changed-meanwhile'] as const),
  'key-reused',
] as const

/** One shape for the four: what differs is the clear part, and what the sealed part has in it. */
function submissionRoute<P extends string, S extends z.ZodType>(path: P, summary: string, schema: S) {
  return createRoute({
    method: 'post',
    path,
    summary,
    request: { ...withKey, ...jsonBody(schema) },
    responses: { 201: json(Receipt, '已登记'), ...problemResponses(...SUBMITTING) },
  })
}

const objectionRoute = submissionRoute('/objections', '对一条公示信息提出异议', ObjectionSubmission)
const complaintRoute = submissionRoute('/complaints', '投诉一个机关的失信行为', ComplaintSubmission)
const repairRoute = submissionRoute('/repairs', '申请修复本地认定的失信信息', RepairSubmission)
const correctionRoute = submissionRoute('/corrections', '指出网页上的错误', CorrectionSubmission)

const challengeRoute = createRoute({
  method: 'get',
  path: '/challenges',
  summary: '提交前要解的题目（altcha 工作量证明），一小时内有效，只能用一次',
  request: { query: z.object({ form: z.enum(TOKEN_FORMS) }) },
  responses: {
    200: json(z.record(z.string(), z.unknown()), '题目'),
    ...problemResponses('input-invalid'),
  },
})

const deskKeyRoute = createRoute({
  method: 'get',
  path: '/desk-key',
  summary: '受理台的加密公钥',
  responses: { 200: json(DeskKey, '公钥'), ...problemResponses('intake-closed', 'intake-unavailable') },
})

const uploadRoute = createRoute({
  method: 'post',
  path: '/uploads',
  summary: '上传一个文件，48 小时内随申请提交；一次最多 20 MB',
  request: {
    ...withKey,
    query: z
      .object({
        form: z.enum(TOKEN_FORMS),
        sealed: z
          .enum(['yes', 'no'])
          .default('yes')
          .openapi({ description: 'yes：已用 age 加密；no：由服务器加密后保存' }),
        work: z.string().max(4096).optional(),
        token: z.string().max(200).optional(),
      })
      .refine(({ work, token }) => (work === undefined) !== (token === undefined), {
        ...{ path: ['work'], error: 'work 和 token 应当有一个，也只能有一个' },
      }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: {
    201: json(UploadReceipt, '已收到'),
    ...problemResponses(...SENDING),
  },
})

const lookUpRoute = createRoute({
  method: 'post',
  path: '/look-ups',
  summary: '凭受理编号和查询码查询进度',
  request: jsonBody(LookUp),
  responses: {
    200: json(CaseView, '办理进度'),
    ...problemResponses('case-not-found', 'too-many', 'intake-unavailable', ...TRANSPORT),
  },
})

const supplementRoute = createRoute({
  method: 'post',
  path: '/cases/{receipt}/supplements',
  summary: '补充材料',
  request: { ...withKey, params: z.object({ receipt: z.string().max(64) }), ...jsonBody(Supplement) },
  responses: {
    201: json(CaseView, '已补充'),
    ...problemResponses(...FILING),
  },
})

const withdrawalRoute = createRoute({
  method: 'post',
  path: '/cases/{receipt}/withdrawal',
  summary: '撤回',
  request: { params: z.object({ receipt: z.string().max(64) }), ...jsonBody(Withdrawal) },
  responses: {
    200: json(CaseView, '已撤回'),
    ...problemResponses(...FILING),
  },
})

/** What people send in, and what became of it. Needs the database; reading the record does not. */
export function intakeRoutes(deps: IntakeDeps) {
  const app = new OpenAPIHono({ defaultHook: invalidInput })
  app.use('/uploads', onlyBodies('application/octet-stream', UPLOAD_BYTES))
  for (const path of ['/objections', '/complaints', '/repairs', '/corrections', '/look-ups', '/cases/*']) {
    app.use(path, onlyBodies('application/json', JSON_BYTES))
  }

  const sender = (c: Context, idempotencyKey: string): Sender => ({ idempotencyKey, address: addressOf(c) })

  /** One way in for the four: their schemas have said what is in the clear part of each. */
  const take = async (c: Context, head: KeyHead, submission: Submission) => {
    const taken = await submitCase(deps, submission, sender(c, head['idempotency-key']))
    return taken.ok ? c.json(receiptView(deps, taken.value), 201) : refuse(c, taken.failure)
  }

  app.openapi(objectionRoute, (c) => take(c, c.req.valid('header'), submissionOf('objection', c.req.valid('json'))))
  app.openapi(complaintRoute, (c) => take(c, c.req.valid('header'), submissionOf('complaint', c.req.valid('json'))))
  app.openapi(repairRoute, (c) => take(c, c.req.valid('header'), submissionOf('repair', c.req.valid('json'))))
  app.openapi(correctionRoute, (c) => take(c, c.req.valid('header'), submissionOf('correction', c.req.valid('json'))))

  app.openapi(challengeRoute, async (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json(await issueWork(deps, c.req.valid('query').form), 200)
  })

  app.openapi(deskKeyRoute, async (c) => {
    const key = await (await deps.cases()).deskKey()
    return key ? c.json(key, 200) : problem(c, 'intake-closed')
  })

  app.openapi(uploadRoute, async (c) => {
    const { form, sealed, work, token } = c.req.valid('query')
    const proof = proofOf({ work, token })
    const read = async () => new Uint8Array(await c.req.arrayBuffer())
    const key = c.req.valid('header')['idempotency-key']
    const taken = await receiveUpload(deps, { form, read, isSealed: sealed === 'yes', proof }, sender(c, key))
    return taken.ok ? c.json(taken.value, 201) : refuse(c, taken.failure)
  })

  app.openapi(lookUpRoute, async (c) => {
    const found = await lookUpCase(deps, c.req.valid('json'), addressOf(c))
    return found.ok ? c.json(caseView(deps, found.value), 200) : refuse(c, found.failure)
  })

  app.openapi(supplementRoute, async (c) => {
    const { sending, clear } = apart(c.req.valid('json'))
    const key = { receipt: c.req.valid('param').receipt, code: clear.code }
    const by = sender(c, c.req.valid('header')['idempotency-key'])
    const added = await supplementCase(deps, key, sending, by)
    return added.ok ? c.json(caseView(deps, added.value), 201) : refuse(c, added.failure)
  })

  app.openapi(withdrawalRoute, async (c) => {
    const key = { receipt: c.req.valid('param').receipt, code: c.req.valid('json').code }
    const gone = await withdrawCase(deps, key, addressOf(c))
    return gone.ok ? c.json(caseView(deps, gone.value), 200) : refuse(c, gone.failure)
  })
  return app
}

type KeyHead = { 'idempotency-key': string }

type Sent<P> = {
  part?: P | undefined
  sealed?: string | undefined
  uploads: string[]
  work?: string | undefined
  token?: string | undefined
  website?: string | undefined
}

/** How it was sent, apart from what it says. The schema has made sure that of each pair there is one. */
function apart<P, S extends Sent<P>>({ part, sealed, uploads, work, token, website, ...clear }: Sent<P> & S) {
  const content: { part: NonNullable<P> } | { sealed: Uint8Array } = part
    ? { part }
    : { sealed: bytesOfBase64(sealed ?? '') }
  return { sending: { content, uploads, proof: proofOf({ work, token, website }) }, clear }
}

function submissionOf<K extends CaseKind, P, S extends Sent<P>>(kind: K, sent: Sent<P> & S) {
  const { sending, clear } = apart(sent)
  return { kind, clear, ...sending }
}

function bytesOfBase64(text: string): Uint8Array {
  const letters = atob(text)
  const bytes = new Uint8Array(letters.length)
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at)
  return bytes
}

function proofOf({ work, token, website = '' }: Pick<Sent<unknown>, 'work' | 'token' | 'website'>): Proof {
  return work === undefined ? { token: token ?? '', website } : { work }
}

function addressOf(c: Context): string {
  return addressGroup(c.req.header(ADDRESS_HEADER) ?? '')
}

/** What a failure has to say beside its code. */
function refuse<F extends SubmitFailure | FilerFailure>(c: Context, failure: F): ProblemResponse<F['code']> {
  const { code }: { code: F['code'] } = failure
  return problem(c, code, extrasOf(failure))
}

function extrasOf(failure: SubmitFailure | FilerFailure): ProblemExtra {
  switch (failure.code) {
    case 'too-many':
      return { retryAfter: failure.retryAfter }
    case 'complaint-elsewhere':
      return { body: { channels: failure.channels, why: failure.why } }
    case 'repair-elsewhere':
      return { body: { channel: failure.channel } }
    case 'proof-refused':
      return { body: { why: failure.why } }
    case 'upload-refused':
      return { body: { why: failure.why }, errors: [{ field: 'uploads', message: UPLOAD_WORDS[failure.why] }] }
    default:
      return {}
  }
}

export const UPLOAD_WORDS = {
  empty: '文件是空的。',
  'too-large': '文件太大：一次提交最多 20 MB，更多的材料可以随后补充。',
  'type-unknown': '不是可以接收的文件：只接收 PDF、JPEG、PNG、Word（.docx）、Excel（.xlsx）和 OFD 文件。',
  inflates: '压缩得太狠，打开后会异常地大，不能接收。请另存后重新选择。',
  'sealed-malformed': '加密的文件无法识别。',
} satisfies Record<FailureOf<'upload-refused'>['why'], string>
