import type { APIRoute } from 'astro'
import { oembedAnswer, oembedTarget } from '../lib/oembed.ts'

export const prerender = false

const problem = (status: number, detail: string) =>
  Response.json({ status, detail }, { status, headers: { 'Content-Type': 'application/problem+json' } })

export const GET: APIRoute = async ({ url, locals }) => {
  const format = url.searchParams.get('format') ?? 'json'
  if (format !== 'json') return problem(501, `只提供 json 格式，不提供 ${format}。`)
  const target = oembedTarget(locals, url.searchParams.get('url'))
  if (!target) return problem(404, 'url 应为本站一条公示信息的完整网址。')
  const { status, body } = oembedAnswer(locals, target, await locals.api.record(target.id))
  return Response.json(body, { status })
}
