import type { MiddlewareHandler } from 'hono'

const METHODS = ['GET', 'HEAD', 'POST']

/**
 * One answer to a method on both machines. HEAD is answered from what GET would say, so that it has the same headers;
 * Hono leaves the body out. The API says itself what it does not have.
 */
export function createMethods(base: string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'HEAD') c.req.raw = new Request(c.req.raw, { method: 'GET' })
    else if (!METHODS.includes(c.req.method) && !c.req.path.startsWith(`${base}api/`)) {
      return c.text('这个地址只能查看或者提交表单。', 405, { Allow: METHODS.join(', ') })
    }
    return next()
  }
}
