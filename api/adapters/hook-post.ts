import { createHmac } from 'node:crypto'
import type { HookPost } from '#usecase/message-ports'

const TIMEOUT_MS = 10_000

/** Signed over the bytes that are sent, so that the receiver knows who sent them and that nobody changed them. */
export function createHookPost(secret: () => string, timeoutMs = TIMEOUT_MS): HookPost {
  return {
    async send({ id, url, body }) {
      const headers = {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Gongxin-Delivery': id,
        'X-Gongxin-Signature': `sha256=${createHmac('sha256', secret()).update(body).digest('hex')}`,
      }
      try {
        const signal = AbortSignal.timeout(timeoutMs)
        const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
        await response.body?.cancel()
        return response.ok ? 'sent' : { trouble: 'gone-wrong', code: `http-${response.status}` }
      } catch {
        return { trouble: 'unreachable', code: 'http-unreachable' }
      }
    },
  }
}
