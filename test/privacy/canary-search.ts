import { readFile } from 'node:fs/promises'
import { filesUnder } from '../files.ts'

/** Every way in which a word could lie in a file: as it is, in UTF-16, in base64 from each of three places, in hex. */
function writings(word: string): readonly Buffer[] {
  const known = WRITINGS.get(word) ?? written(word)
  WRITINGS.set(word, known)
  return known
}

const WRITINGS = new Map<string, readonly Buffer[]>()

function written(word: string): Buffer[] {
  const bytes = Buffer.from(word)
  const wide = Buffer.from(word, 'utf16le')
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    // The characters at both ends also hold bits of what stands beside the word.
    return Buffer.from(shifted.slice(shift === 0 ? 0 : 4, Math.floor(((bytes.length + shift) * 8) / 6) - 1))
  })
  const escaped = JSON.stringify(word).replace(/[^\x20-\x7e]/g, (it) => `\\u${it.charCodeAt(0).toString(16)}`)
  return [
    ...[bytes, wide, Buffer.from(wide).swap16(), ...base64, Buffer.from(bytes.toString('hex'))],
    ...[Buffer.from(escaped.slice(1, -1)), Buffer.from(encodeURIComponent(word))],
  ]
}

/** Those of the words that lie in the bytes, however they are written. */
export function wordsIn(bytes: Buffer, words: readonly string[]): string[] {
  return words.filter((word) => writings(word).some((it) => bytes.includes(it)))
}

export async function filesHolding(folder: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const file of await filesUnder(folder)) {
    const bytes = await readFile(file)
    for (const word of wordsIn(bytes, words)) found.push(`${word} in ${file}`)
  }
  return found
}
