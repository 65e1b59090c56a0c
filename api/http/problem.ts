import { z } from '@hono/zod-openapi'
import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Failure } from '#domain/failure'

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
>
export type ProblemCode = ReadCode | 'input-invalid' | 'address-unknown' | 'record-withdrawn' | 'record-ended' | 'fault'

type Row = { status: ContentfulStatusCode; title: string; advice: string; retryAfter?: number }

/** Failure → status and Chinese text; nothing else may answer an error. */
export const PROBLEM = {
  'record-not-found': { status: 404, title: '没有这条记录', advice: '请核对地址或文书号。' },
  'agency-not-found': { status: 404, title: '没有这个机关', advice: '请从机关列表中选择。' },
  'subject-not-found': { status: 404, title: '没有这个主体的公示信息', advice: '请核对统一社会信用代码。' },
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
  'input-invalid': { status: 422, title: '填写的内容有误', advice: '请按每一项的说明改正。' },
  'address-unknown': { status: 404, title: '没有这个地址', advice: '可用的地址见接口说明。' },
  'record-withdrawn': { status: 410, title: '该行政决定信息已依法撤下', advice: '理由见 reason。' },
  'record-ended': { status: 410, title: '该信息已停止公示', advice: '请删除您保存的副本。' },
  fault: { status: 500, title: '服务器出错', advice: '不是您的问题；我们已经记录，请稍后再试。' },
} as const satisfies Record<ProblemCode, Row>

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

type Extra = { errors?: { field: string; message: string }[]; body?: Record<string, unknown> }

type StatusOf<C extends ProblemCode> = (typeof PROBLEM)[C]['status']
type ProblemBody = z.output<typeof Problem>
export type ProblemResponse<C extends ProblemCode> = Response & TypedResponse<ProblemBody, StatusOf<C>, 'json'>

/** RFC 9457. `instance` is the path only: a query could hold what a person typed. */
export function problem<C extends ProblemCode>(
  c: Context,
  code: C,
  { errors = [], body = {} }: Extra = {},
): ProblemResponse<C> {
  const row: Row = PROBLEM[code]
  const { status, title, advice } = row
  const headers: Record<string, string> = { 'Content-Type': 'application/problem+json; charset=utf-8' }
  if (row.retryAfter !== undefined) headers['Retry-After'] = String(row.retryAfter)
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
