import { Parser } from 'htmlparser2'
import { ImportFailed } from '#domain/failure'

/** Names come without their prefix, which writers choose freely; attributes keep theirs. */
export type XmlHandler = {
  open(name: string, attributes: Record<string, string>): void
  text(text: string): void
  close(name: string): void
}

/** A tag, comment or attribute that goes on for this long is no spreadsheet's. */
const MAX_SILENCE = 16 * 1_048_576
const MAX_DEPTH = 256

/** Parses in step with the reader: each yield is one piece of the part, and its events have been handled. */
export async function* parseXml(
  where: { file: string; part: string },
  chunks: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
): AsyncGenerator<number> {
  const damaged = (cause?: unknown) => new ImportFailed({ code: 'file-damaged', ...where }, cause)
  let silence = 0
  let depth = 0
  let isOpening = false
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        silence = 0
        isOpening = true
        if (++depth > MAX_DEPTH) throw damaged()
        handler.open(localName(name), attributes)
      },
      ontext(text) {
        silence = 0
        isOpening = false
        handler.text(text)
      },
      // The parser closes by itself what closes itself, and what a wrong tag cuts off.
      onclosetag(name, isImplied) {
        if (isImplied && !isOpening) throw damaged()
        silence = 0
        isOpening = false
        depth -= 1
        handler.close(localName(name))
      },
    },
    { xmlMode: true },
  )
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of chunks) {
    silence += chunk.length
    parser.write(decode(decoder, chunk, damaged))
    if (silence > MAX_SILENCE) throw damaged()
    yield chunk.length
  }
  if (depth > 0) throw damaged()
  parser.end()
  yield 0
}

function decode(decoder: TextDecoder, chunk: Uint8Array, damaged: (cause: unknown) => Error): string {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch (cause) {
    throw damaged(cause)
  }
}

/** The whole of a small part. */
export async function readXml(
  where: { file: string; part: string },
  chunks: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
): Promise<void> {
  for await (const _ of parseXml(where, chunks, handler));
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
