import type { APIRoute } from 'astro'
import { oembedAnswer, oembedTarget } from '../lib/oembed.ts'

export const prerender = false

const problem = (status: number, detail: string) =>
  Response.json({ status, detail }, { status, headers: { 'Content-Type': 'application/problem+json' } })

/** What the other site has room for; it may say nothing. */
function sizeOf(url: URL, name: string): number {
  const size = Number(url.searchParams.get(name) ?? Number.NaN)
  return size > 0 ? Math.floor(size) : Number.MAX_SAFE_INTEGER
}

export const GET: APIRoute = async ({ url, locals }) => {
  const format = url.searchParams.get('format') ?? 'json'
  if (format !== 'json') return problem(501, `只提供 json 格式，不提供 ${format}。`)
  const target = oembedTarget(locals, url.searchParams.get('url'))
  if (!target) return problem(404, 'url 应为本站一条公示信息的完整网址。')
  const answer = await locals.api.record(target.id)
  if (answer.state === 'unavailable') return problem(503, '暂时读不到公示状态，请过一分钟再试。')
  if (answer.state === 'missing' || answer.value.kind !== target.kind) {
    return problem(404, '本站没有这条公示信息。')
  }
  const most = { width: sizeOf(url, 'maxwidth'), height: sizeOf(url, 'maxheight') }
  return Response.json(oembedAnswer(locals, target, answer, most))
}
