import type { Acknowledgement } from '#domain/inbound-batch'
import type { UpwardChannel } from '#usecase/upward-ports'

/** A receiver imports a batch before it answers. */
const PATIENCE_MS = 120_000
const ANSWER_BYTES = 2_000_000

/** Posts batches to the address where the receiver takes them in. `read`: what an acknowledgement looks like. */
export function createHttpChannel(url: string, read: (json: unknown) => Acknowledgement | undefined): UpwardChannel {
  return {
    kind: 'http',
    async deliver(number, batch) {
      const response = await fetch(url, {
        ...{ method: 'POST', body: batch, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) },
        headers: { 'Content-Type': 'application/json' },
      }).catch(() => null)
      const text = response === null ? null : await textOf(response).catch(() => null)
      if (response === null || text === null) {
        return { trouble: `${url} 没有应答，第 ${number} 批没有送到。下次会再送。` }
      }
      const said = read(parsed(text))
      if (said !== undefined) return { acknowledgement: said }
      return { trouble: `${url} 的应答不是回执（HTTP ${response.status}），第 ${number} 批不算送到。下次会再送。` }
    },
  }
}

/** An answer that is longer than any acknowledgement is not read to its end. */
async function textOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body ?? []) {
    bytes += piece.length
    if (bytes > ANSWER_BYTES) return ''
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
