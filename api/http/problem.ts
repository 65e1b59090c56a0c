import { z } from '@hono/zod-openapi'
import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { CaseFailure, Failure, StaffFailure } from '#domain/failure'

type ReadCode = Extract<
  Failure['code'],
  | 'record-not-found'
  | 'agency-not-found'
  | 'subject-not-found'
  | 'page-not-found'
  | 'snapshot-unreadable'
  | 'download-not-found'
  | 'downloads-rebuilding'
  | 'database-unavailable'
  | 'search-unavailable'
  | 'policy-not-found'
  | 'task-not-found'
  | 'scheme-not-found'
  | 'year-without-scheme'
>
type DeskOnly = 'note-personal-data' | 'summary-not-allowed'
type IntakeCode = Exclude<CaseFailure['code'], DeskOnly> | 'intake-unavailable'
type ImportCode =
  | 'import-not-found'
  | 'import-closed'
  | 'import-changed'
  | 'import-same-person'
  | 'import-unchecked'
  | 'import-known'
  | 'import-refused'
type DeskCode = StaffFailure['code'] | DeskOnly | ImportCode | 'origin-unknown' | 'change-refused' | 'change-not-found'
type TransportCode = 'body-too-large' | 'content-type-unknown' | 'json-broken'
export type ProblemCode =
  | ReadCode
  | IntakeCode
  | DeskCode
  | TransportCode
  | 'input-invalid'
  | 'address-unknown'
  | 'record-withdrawn'
  | 'record-ended'
  | 'fault'

type Row = { status: ContentfulStatusCode; title: string; advice: string; retryAfter?: number }

/** Failure → status and Chinese text, of the public API; nothing else may answer an error. */
export const PUBLIC_PROBLEM = {
  'record-not-found': { status: 404, title: '没有这条记录', advice: '请核对地址或文书号。' },
  'agency-not-found': { status: 404, title: '没有这个机关', advice: '请从机关列表中选择。' },
  'subject-not-found': { status: 404, title: '没有这个主体的公示信息', advice: '请核对统一社会信用代码。' },
  'policy-not-found': { status: 404, title: '没有这份文件的任务', advice: '请核对文件代号，或者不限文件。' },
  'task-not-found': { status: 404, title: '没有这项任务', advice: '请从任务列表中选择。' },
  'scheme-not-found': { status: 404, title: '没有这个评价办法', advice: '不写编号，用那一年使用的办法。' },
  'year-without-scheme': {
    status: 404,
    title: '这一年没有评价办法',
    advice: '从 years 列出的年份中选择，或者不写年份。',
  },
  'page-not-found': { status: 404, title: '没有这一页', advice: '请回到第一页。' },
  'snapshot-unreadable': {
    status: 503,
    title: '公示信息暂时无法读取',
    advice: '为避免展示已经撤下的信息，请稍后再试。',
    retryAfter: 60,
  },
  'download-not-found': { status: 404, title: '没有这个下载文件', advice: '现有的文件见数据下载页。' },
  'downloads-rebuilding': {
    status: 503,
    title: '下载文件正在重新生成',
    advice: '有信息停止公示、撤下或者更正，旧文件不再提供；新文件生成后即可下载，请稍后再试。',
    retryAfter: 120,
  },
  'database-unavailable': {
    status: 503,
    title: '业务数据库暂时不可用',
    advice: '公示信息仍可查询；请稍后再试。',
    retryAfter: 60,
  },
  'search-unavailable': {
    status: 503,
    title: '全文检索暂时不可用',
    advice: '完整的文书号、统一社会信用代码和名称仍可查到（见 exact），其他内容请稍后再试。',
    retryAfter: 60,
  },
  'intake-closed': {
    status: 503,
    title: '还不能在线提交',
    advice: '本站的受理台还没有启用。请使用页面上公布的电话、地址等方式。',
    retryAfter: 3600,
  },
  'intake-unavailable': {
    status: 503,
    title: '暂时无法受理',
    advice: '没有确认收到，内容请保留，稍后再试；用同一个 Idempotency-Key 重试不会重复登记。',
    retryAfter: 30,
  },
  'record-not-public': {
    status: 410,
    title: '这条信息已不在公示',
    advice: '已经停止公示或者撤下的信息不需要提出异议。',
  },
  'complaint-elsewhere': {
    status: 422,
    title: '这件事本站不受理',
    advice: '没有登记，也没有保存您写的内容。请向 channels 中的渠道提出。',
  },
  'repair-elsewhere': {
    status: 422,
    title: '本站不受理这类信用修复',
    advice: '行政处罚信息的修复统一在“信用中国”网站申请，不收费。',
  },
  'proof-refused': { status: 403, title: '提交凭证无效', advice: '凭证可能已经过期或者用过，请重新打开表单再提交。' },
  'key-reused': {
    status: 409,
    title: '这张表单已经提交过',
    advice: '内容和上次不同，这次的没有保存。要补充内容，请凭受理编号和查询码在进度查询页补充材料。',
  },
  'too-many': { status: 429, title: '提交得太频繁', advice: '请过一会儿再试，或者使用电话、窗口等方式。' },
  'sealed-malformed': { status: 422, title: '封存的内容无法识别', advice: 'sealed 应为 age 加密文件的 base64。' },
  'papers-missing': {
    status: 422,
    title: '缺少委托书',
    advice: '受托人代为提出的，要同时上传委托书等能证明受托的材料。',
  },
  'upload-refused': { status: 422, title: '文件不能接收', advice: '原因见 errors。' },
  'upload-unknown': {
    status: 422,
    title: '找不到已上传的文件',
    advice: '文件可能已过期，或者已随别的申请提交，请重新上传。',
  },
  'case-not-found': { status: 404, title: '没有找到', advice: '受理编号或者查询码不对，请核对后再试。' },
  'case-step-not-allowed': { status: 409, title: '当前状态不能这样办理', advice: '请刷新页面查看最新状态。' },
  'case-role-not-allowed': { status: 403, title: '没有办理权限', advice: '请由有权限的经办人办理。' },
  'case-changed-meanwhile': { status: 409, title: '该件刚被更新', advice: '请重新查询后再试。' },
  'body-too-large': { status: 413, title: '提交的内容太大', advice: '一次最多 20 MB；更多的材料可以随后补充。' },
  'content-type-unknown': {
    status: 415,
    title: '内容格式不对',
    advice: '请求的 Content-Type 应为接口说明中的格式，且不压缩。',
  },
  'json-broken': { status: 400, title: '不是有效的 JSON', advice: '请检查请求的内容。' },
  'input-invalid': { status: 422, title: '填写的内容有误', advice: '请按每一项的说明改正。' },
  'address-unknown': { status: 404, title: '没有这个地址', advice: '可用的地址见接口说明。' },
  'record-withdrawn': { status: 410, title: '该行政决定信息已依法撤下', advice: '理由见 reason。' },
  'record-ended': { status: 410, title: '该信息已停止公示', advice: '请删除您保存的副本。' },
  fault: { status: 500, title: '服务器出错', advice: '不是您的问题；我们已经记录，请稍后再试。' },
} as const satisfies Record<Exclude<ProblemCode, DeskCode>, Row>

/** Only at the desk. */
const DESK_PROBLEM = {
  'sign-in-wrong': { status: 401, title: '账号或者密码不对', advice: '请核对后再试。连续输错会暂时锁定。' },
  'sign-in-locked': {
    status: 429,
    title: '试得太多，已暂时锁定',
    advice: '请一刻钟以后再试；忘记密码的，请管理员重设。',
  },
  'sign-in-stale': { status: 401, title: '登录已经过期', advice: '请重新输入账号和密码。' },
  'second-factor-wrong': {
    status: 401,
    title: '动态验证码不对',
    advice: '请输入验证器现在显示的 6 位数字；手机时间不准时验证码会不对。',
  },
  'password-wrong': { status: 422, title: '现在的密码不对', advice: '没有改动，请核对后再试。' },
  'password-weak': { status: 422, title: '密码太简单', advice: '至少 12 个字，不含账号，不是几个字反复出现。' },
  'not-signed-in': { status: 401, title: '请先登录', advice: '登录已经过期，或者还没有登录。' },
  'sign-in-unfinished': { status: 403, title: '还没有完成登录设置', advice: '请先修改初始密码，并设置动态验证码。' },
  'role-not-allowed': { status: 403, title: '您的角色不能办理这一项', advice: '请由有权限的经办人员办理。' },
  'account-taken': { status: 409, title: '这个账号已经有了', advice: '请换一个账号。' },
  'account-malformed': {
    status: 422,
    title: '账号不符合要求',
    advice: '3 至 32 个字：小写字母开头，只用小写字母、数字、点、下划线和连字符。',
  },
  'organ-missing': { status: 422, title: '机关账号要选一个机关', advice: '只有机关角色要选机关，其他角色不选。' },
  'staff-not-found': { status: 404, title: '没有这个账号', advice: '账号可能已经停用，请刷新列表。' },
  'staff-self': { status: 409, title: '不能改自己的账号', advice: '停用、改角色和重设密码，请另一位管理员办理。' },
  'alarm-not-found': { status: 404, title: '没有这条预警', advice: '请回到预警列表。' },
  'batch-not-found': { status: 404, title: '没有这一批', advice: '请回到归集报送列表。' },
  'upward-nowhere': {
    status: 409,
    title: '没有写明报送到哪里',
    advice:
      '请管理员在 place.yaml 的 upward.url 写明接收方的地址；或者用文件报送：npm run upward -- drop --to 文件夹。',
  },
  'upward-undelivered': { status: 502, title: '没有送到', advice: '接收方没有给出可采信的回执，详情见该批的记录。' },
  'sender-unknown': {
    status: 404,
    title: '没有登记这个报送方，或者签名不是它的',
    advice: '请接收方在 place.yaml 的 senders 中登记报送方的代号和公钥（npm run upward -- key）。',
  },
  'inbound-busy': {
    status: 503,
    title: '正在收取另一批',
    advice: '请稍后重新报送这一批，内容不会重复。',
    retryAfter: 10,
  },
  'alarm-closed': { status: 409, title: '这条预警已经办结', advice: '请刷新列表，看是谁办结的。' },
  'alarm-no-entry': {
    status: 409,
    title: '不能据此提出政务失信信息',
    advice: '只有逾期的整改、承诺、拖欠和失信被执行人可以；信息已经不在公示的也不行。',
  },
  'too-many-views': { status: 409, title: '保存的筛选太多', advice: '请先删去不用的。' },
  'upholder-involved': {
    status: 409,
    title: '要由另一个人复核',
    advice: '您已经办理过这一件的前面步骤，认定成立要由没有办过的复核人员办理。',
  },
  'step-incomplete': { status: 422, title: '还有几项要改正', advice: '没有办理，请按每一项的说明改正。' },
  'handler-refused': { status: 422, title: '不能转给这个机关', advice: '请选本地的另一个机关；不能转给被投诉的机关。' },
  'note-personal-data': {
    status: 422,
    title: '里面有个人信息',
    advice: '这些话别人也会看到，里面不能有证件号码、电话、住址等，请删去。',
  },
  'summary-not-allowed': { status: 409, title: '不能公开摘要', advice: '只有已办结、投诉人同意的投诉可以公开摘要。' },
  'change-not-found': { status: 404, title: '没有这项申请', advice: '请从待复核列表重新打开。' },
  'change-refused': { status: 409, title: '没有办理', advice: '请按说明改正后再试。' },
  'import-not-found': { status: 404, title: '没有这份文件', advice: '请从导入列表重新打开。' },
  'import-closed': { status: 409, title: '这份文件已经办结', advice: '没有改动。需要再次导入的，请重新上传。' },
  'import-changed': {
    status: 409,
    title: '内容或者核对结果刚有变化',
    advice: '没有办理。请看过现在的核对结果后再办。',
  },
  'import-same-person': {
    status: 409,
    title: '要由另一个人批准',
    advice: '您上传过、对照过表头或者改过这份文件，导入要由没有经手的复核或者发布人员批准。',
  },
  'import-unchecked': { status: 409, title: '现在不能办理', advice: '这份文件还没有可用的核对结果。' },
  'import-known': { status: 409, title: '这份文件已经上传，正在等待批准', advice: '没有再次接收。' },
  'import-refused': { status: 422, title: '没有办理', advice: '请按说明改正后再试。' },
  'origin-unknown': { status: 403, title: '请求的来源不对', advice: '请回到受理台页面重新操作。' },
} as const satisfies Record<DeskCode, Row>

/** All of them, for whoever speaks of a failure in its words. */
export const PROBLEM = { ...PUBLIC_PROBLEM, ...DESK_PROBLEM }

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .openapi('Problem')

export type ProblemExtra = {
  errors?: { field: string; message: string }[]
  body?: Record<string, unknown>
  retryAfter?: number
}

type StatusOf<C extends ProblemCode> = (typeof PROBLEM)[C]['status']
type ProblemBody = z.output<typeof Problem>
export type ProblemResponse<C extends ProblemCode> = Response & TypedResponse<ProblemBody, StatusOf<C>, 'json'>

/** RFC 9457. `instance` is the path only: a query could hold what a person typed. */
export function problem<C extends ProblemCode>(
  c: Context,
  code: C,
  { errors = [], body = {}, retryAfter }: ProblemExtra = {},
): ProblemResponse<C> {
  const row: Row = PROBLEM[code]
  const { status, title, advice } = row
  const headers: Record<string, string> = { 'Content-Type': 'application/problem+json; charset=utf-8' }
  const wait = retryAfter ?? row.retryAfter
  if (wait !== undefined) headers['Retry-After'] = String(wait)
  const content: ProblemBody = {
    type: 'about:blank',
    title,
    status,
    detail: advice,
    instance: c.req.path,
    code,
    errors,
    ...body,
  }
  return typed(c.body(JSON.stringify(content), status, headers))
}

/** Safe: only `problem` calls it, with a body of the schema at the status of the code. */
function typed<C extends ProblemCode>(response: Response): ProblemResponse<C> {
  return response as ProblemResponse<C>
}

const problemContent = { 'application/problem+json': { schema: Problem } }
type ProblemResponses<C extends ProblemCode> = {
  [S in StatusOf<C>]: { description: string; content: typeof problemContent }
}

/** For the OpenAPI document: one entry a status that a route can answer. */
export function problemResponses<C extends ProblemCode>(...codes: C[]): ProblemResponses<C> {
  const byStatus = new Map<number, string[]>()
  for (const code of codes) {
    const { status, title } = PROBLEM[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), title])
  }
  return entriesOf<C>(byStatus)
}

/** Safe: the map has exactly the statuses of the codes, put in just above. */
function entriesOf<C extends ProblemCode>(byStatus: ReadonlyMap<number, string[]>): ProblemResponses<C> {
  return Object.fromEntries(
    [...byStatus].map(([status, titles]) => [status, { description: titles.join('；'), content: problemContent }]),
  ) as ProblemResponses<C>
}
