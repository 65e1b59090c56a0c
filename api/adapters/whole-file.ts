import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TableFailure } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'

/** A foreseen trouble, on its way out through the streams. */
export class Unwritable extends Error {
  override name = 'Unwritable'
  readonly failure: TableFailure
  constructor(failure: TableFailure) {
    super(failure.code)
    this.failure = failure
  }
}

/** Writes the file whole; where that cannot be done, it is as it was before. */
export async function writeWhole(
  file: string,
  content: AsyncIterable<Uint8Array | string>,
): Promise<Result<void, TableFailure>> {
  const part = `${file}.part`
  try {
    await pipeline(Readable.from(content), createWriteStream(part))
    await rename(part, file)
    return ok(undefined)
  } catch (error) {
    await rm(part, { force: true })
    if (error instanceof Unwritable) return fail(error.failure)
    throw error
  }
}
