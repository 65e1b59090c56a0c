import { fail, ok, type Result } from './result.ts'
import { normaliseCode } from './uscc.ts'
import type { CaseKind } from './vocabulary.ts'

/** Without I, O, S, V, Z, like the credit code (GB 32100): what people misread is not in it. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const MISTYPED: ReadonlyMap<string, string> = new Map(Object.entries({ O: '0', I: '1', Z: '2', S: '5', V: 'U' }))
const SIZE = ALPHABET.length
/** Powers of 3 modulo 31, like the credit code: all differ, so a slip and a swap of neighbours change the sum. */
const FACTOR = 3

const PREFIX = { objection: 'YY', complaint: 'TS', repair: 'XF', correction: 'JC' } as const satisfies Record<
  CaseKind,
  string
>
export const RECEIPT_BODY = 10
export const RECEIPT_SHAPE = /^(YY|TS|XF|JC)-[0-9A-HJ-NPQRTUWXY]{5}-[0-9A-HJ-NPQRTUWXY]{5}-[0-9A-HJ-NPQRTUWXY]$/
/** 21 characters of 31 are 104 bits. */
const CODE_LENGTH = 21
const GROUP = /.{1,7}/g

/** `random`: hex, at least 10 bytes. Not a running number: it tells neither how many there are nor when. */
export function receiptOf(kind: CaseKind, random: string): string {
  const body = lettersOf(random, RECEIPT_BODY)
  const prefix = PREFIX[kind]
  return `${prefix}-${body.slice(0, 5)}-${body.slice(5)}-${checkLetter(prefix + body)}`
}

/** As typed by hand: small letters, blanks, full-width, O for 0. Fails where the check letter does not hold. */
export function parseReceipt(text: string): Result<string, { code: 'receipt-malformed' }> {
  const flat = normaliseCode(text)
  const prefix = flat.slice(0, 2)
  const rest = mended(flat.slice(2))
  const body = rest.slice(0, RECEIPT_BODY)
  const receipt = `${prefix}-${body.slice(0, 5)}-${body.slice(5)}-${rest.slice(RECEIPT_BODY)}`
  const holds = RECEIPT_SHAPE.test(receipt) && checkLetter(prefix + body) === rest.slice(RECEIPT_BODY)
  return holds ? ok(receipt) : fail({ code: 'receipt-malformed' })
}

/** `mac`: hex of a keyed hash over the idempotency key and the receipt, at least 24 bytes. */
export function codeOf(mac: string): string {
  return (lettersOf(mac, CODE_LENGTH).match(GROUP) ?? []).join('-')
}

/** The form of a code that is hashed and compared. */
export function normaliseLookUpCode(text: string): string {
  return mended(normaliseCode(text))
}

function mended(text: string): string {
  return Array.from(text, (letter) => MISTYPED.get(letter) ?? letter).join('')
}

/** Letters of a number given in hex, evenly spread as long as there are many more bits than letters need. */
function lettersOf(hex: string, length: number): string {
  let rest = BigInt(`0x${hex}`)
  let letters = ''
  for (let at = 0; at < length; at++) {
    letters += ALPHABET.charAt(Number(rest % BigInt(SIZE)))
    rest /= BigInt(SIZE)
  }
  return letters
}

/** The prefix counts too: its letters stand for their place among all letters, modulo 31. */
function checkLetter(text: string): string {
  let weight = 1
  let sum = 0
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter)
    sum += (value < 0 ? letter.charCodeAt(0) : value) * weight
    weight = (weight * FACTOR) % SIZE
  }
  return ALPHABET.charAt((SIZE - (sum % SIZE)) % SIZE)
}
