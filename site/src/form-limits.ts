import { Buffer } from 'node:buffer'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** Every field filled with the longest text, as a form without files sends it. */
const TEXT_BYTES = 192 * 1024
const MOST_FIELDS = 100
/** Files of 20 MB together, and the text of a form. */
const FILES_BYTES = 21 * 1024 * 1024
/** Bodies with files are read whole; so many at once do not fill the memory of a small machine. */
const MOST_WITH_FILES = 6

const TOO_LARGE = '提交的内容太大：文件一共不能超过 20 MB。请返回上一页，少选几个文件再提交，其余的可以以后补充。'
const TOO_BUSY = '现在提交的人太多，没有确认收到。请返回上一页，过几分钟再按一次“提交”，不会重复登记。'
const FOREIGN = '这张表单不是从本站打开的，没有处理。请在本站打开表单后再提交。'

/**
 * What a form's post may be, whatever its path: a text form of some fields, or one with files on the pages that take
 * files. Reading a body comes before everything else, and costs more than its size: so it is bounded here.
 */
export function createFormLimits(base: string, filePages: readonly string[]): MiddlewareHandler {
  const refuse = (status: 403 | 413 | 415 | 503, text: string) =>
    new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
  const onError = () => refuse(413, TOO_LARGE)
  const limitText = bodyLimit({ maxSize: TEXT_BYTES, onError })
  const limitFiles = bodyLimit({ maxSize: FILES_BYTES, onError })
  let withFiles = 0

  const readText: MiddlewareHandler = (c, next) =>
    limitText(c, async () => {
      const text = await c.req.text()
      if (text.split('&', MOST_FIELDS + 2).length > MOST_FIELDS) {
        c.res = onError()
        return
      }
      c.req.raw = rewritten(c, text)
      await next()
    })

  const readFiles: MiddlewareHandler = async (c, next) => {
    if (withFiles >= MOST_WITH_FILES) return refuse(503, TOO_BUSY)
    withFiles += 1
    try {
      return await limitFiles(c, async () => {
        const body = await c.req.arrayBuffer()
        if (partsIn(body) > MOST_FIELDS) {
          c.res = onError()
          return
        }
        c.req.raw = rewritten(c, body)
        await next()
      })
    } finally {
      withFiles -= 1
    }
  }

  return async (c, next) => {
    // Two slashes are one to some readers of a path and not to others; no page has them.
    if (c.req.path.includes('//')) return c.notFound()
    if (c.req.method !== 'POST' || c.req.path.startsWith(`${base}api/`)) return next()
    // Another site could spend its visitors' limits; browsers say where a post comes from, even without its address.
    if (c.req.header('Sec-Fetch-Site') === 'cross-site') return refuse(403, FOREIGN)
    const type = typeOf(c)
    if (type === 'application/x-www-form-urlencoded') return readText(c, next)
    if (type === 'multipart/form-data' && filePages.includes(c.req.path)) return readFiles(c, next)
    return refuse(415, FOREIGN)
  }
}

/** What was read, to be read again. */
function rewritten(c: Context, body: string | ArrayBuffer): Request {
  const { url, headers } = c.req.raw
  return new Request(url, { method: 'POST', headers, body })
}

const PART_HEAD = 'content-disposition'

/** Each part has a head; thousands of tiny ones would cost seconds to take apart. */
function partsIn(body: ArrayBuffer): number {
  const bytes = Buffer.from(body)
  let parts = 0
  for (const head of [PART_HEAD, 'Content-Disposition']) {
    for (let at = bytes.indexOf(head); at >= 0 && parts <= MOST_FIELDS; at = bytes.indexOf(head, at + head.length)) {
      parts += 1
    }
  }
  return parts
}

function typeOf(c: Context): string {
  return (c.req.header('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
