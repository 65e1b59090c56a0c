/** Keys under which platforms put the rows of an answer. */
const LIST_KEYS = ['data', 'rows', 'records', 'list', 'items', 'result', 'results']
const ENVELOPE_CHARS = 1_048_576

export type JsonTrouble = {
  trouble: 'item-malformed' | 'item-too-long' | 'not-objects' | 'two-lists' | 'envelope'
  item: number
}

export type JsonItems = {
  /** Texts of the items that end in this piece of the file. */
  push(text: string): string[]
  /** To be called once, when the file is over. */
  end(): void
}

/** Thrown by `jsonItems`, with the item it was at, from 1. */
export class JsonItemsError extends Error {
  override name = 'JsonItemsError'
  readonly at: JsonTrouble

  constructor(at: JsonTrouble) {
    super(at.trouble)
    this.at = at
  }
}

type Mode = 'envelope' | 'between' | 'item' | 'after'

/**
 * Cuts a JSON file into the objects of its one list: the whole file, or a list under a usual key of the answer around
 * it. Items are cut by their brackets and not checked; the text around them is, at the end. Flat memory.
 */
export function jsonItems(maxChars: number): JsonItems {
  let mode: Mode = 'envelope'
  let envelope = ''
  let item = ''
  let count = 0
  let depth = 0
  let needsComma = false
  let inString = false
  let escaped = false
  let wasCut = false

  const trouble = (what: JsonTrouble['trouble']): never => {
    throw new JsonItemsError({ trouble: what, item: count + 1 })
  }
  const keep = (text: string) => {
    envelope += text
    if (envelope.length > ENVELOPE_CHARS) trouble('envelope')
  }
  const skipString = (text: string, from: number): number => {
    for (let at = from; at < text.length; at++) {
      if (escaped) escaped = false
      else if (text[at] === '\\') escaped = true
      else if (text[at] === '"') {
        inString = false
        return at + 1
      }
    }
    return text.length
  }

  /** Reads outside of the list; stops behind the first brace of the list's first item. */
  const readEnvelope = (text: string, from: number): number => {
    let at = from
    while (at < text.length) {
      if (inString) at = skipString(text, at)
      else {
        const letter = text.charAt(at++)
        if (letter === '"') inString = true
        if (letter !== '{' || !opensList(envelope.slice(-200) + text.slice(Math.max(from, at - 201), at - 1))) continue
        if (mode === 'after') trouble('two-lists')
        keep(text.slice(from, at - 1))
        mode = 'item'
        depth = 0
        return at - 1
      }
    }
    keep(text.slice(from))
    return at
  }

  const readBetween = (text: string, from: number): number => {
    for (let at = from; at < text.length; at++) {
      const letter = text.charAt(at)
      if (/\s/.test(letter)) continue
      if (letter === ',' && needsComma) needsComma = false
      else if (letter === '{' && !needsComma) {
        mode = 'item'
        return at
      } else if (letter === ']' && needsComma) {
        mode = 'after'
        return at
      } else trouble(needsComma || letter === ',' || letter === ']' ? 'item-malformed' : 'not-objects')
    }
    return text.length
  }

  const readItem = (text: string, from: number, found: string[]): number => {
    let at = from
    while (at < text.length) {
      if (inString) at = skipString(text, at)
      else {
        const letter = text.charCodeAt(at++)
        if (letter === 0x22) inString = true
        else if (letter === 0x7b || letter === 0x5b) depth += 1
        else if (letter === 0x7d || letter === 0x5d) depth -= 1
        if (depth === 0) {
          found.push(item + text.slice(from, at))
          count += 1
          item = ''
          wasCut = true
          needsComma = true
          mode = 'between'
          return at
        }
      }
    }
    item += text.slice(from)
    if (item.length > maxChars) trouble('item-too-long')
    return at
  }

  return {
    push(text) {
      const found: string[] = []
      let at = 0
      while (at < text.length) {
        if (mode === 'item') at = readItem(text, at, found)
        else if (mode === 'between') at = readBetween(text, at)
        else at = readEnvelope(text, at)
      }
      return found
    },
    end() {
      if (mode === 'item' || mode === 'between') trouble('item-malformed')
      try {
        JSON.parse(envelope)
      } catch {
        trouble('envelope')
      }
      if (!wasCut && !holdsEmptyList(envelope)) trouble('not-objects')
    },
  }
}

/** Whether an object that begins here is the first of a list: of the file's own, or of one under a usual key. */
function opensList(before: string): boolean {
  const tail = before.trimEnd()
  if (!tail.endsWith('[')) return false
  const rest = tail.slice(0, -1).trimEnd()
  return rest === '' || rest === '\ufeff' || LIST_KEYS.some((key) => new RegExp(`"${key}"\\s*:$`).test(rest))
}

function holdsEmptyList(envelope: string): boolean {
  return new RegExp(`^\\s*\\[\\s*\\]\\s*$|"(?:${LIST_KEYS.join('|')})"\\s*:\\s*\\[\\s*\\]`).test(envelope)
}
