/** Codes that name a subject: GB 32100-2015 (统一社会信用代码), GB 11714, GS15-2006, GB 11643. Check digits and normal forms. */
import { isCivilDate } from './day.ts'
import { dropBlanks, untilStable } from './document-number.ts'

/** GB 32100-2015: no I, O, S, V, Z. The place in the text is the value of the character. */
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const USCC_SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const GB11714_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const GB11714_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Letters outside the alphabet, and the character a hand meant. */
const MISTYPED: ReadonlyMap<string, string> = new Map(Object.entries({ O: '0', I: '1', Z: '2', S: '5', V: 'U' }))

/** Zeros filling the whole code: 00000000000000000X stands for "has none" in the 2018 standard. */
const PLACEHOLDER = /^0{8,}[0-9A-Z]?$/

/** Codes issued in Fujian's pilot before the check character was settled: inner block M000…, whose own digit holds. */
const PILOT = /^9[1-3]35\d{4}M000/

export type UsccVerdict = 'valid' | 'inner-check-failed' | 'check-failed' | 'placeholder' | 'pilot' | 'malformed'
export type UsccCheck = { verdict: UsccVerdict; expected?: string; suggestion?: string }

export type CodeVerdict = 'valid' | 'check-failed' | 'malformed'
export type CodeCheck = { verdict: CodeVerdict; expected?: string }

/** Upper-case, half-width, without blanks and dashes: the stored form of every code. */
export function normaliseCode(text: string): string {
  return untilStable(text, (value) =>
    dropBlanks(value.normalize('NFKC'))
      .replace(/[\p{Pd}−]/gu, '')
      .toUpperCase(),
  )
}

/** Region digits are not compared with GB/T 2260: more than one real code in ten holds a region since retired. */
export function checkUscc(text: string): UsccCheck {
  const code = normaliseCode(text)
  if (PLACEHOLDER.test(code)) return { verdict: 'placeholder' }
  if (!USCC_SHAPE.test(code)) return { verdict: 'malformed', ...suggestUscc(code) }

  const expected = uscCheckDigit(code.slice(0, 17)) ?? ''
  const innerHolds = organisationCodeCheck(code.slice(8, 16)) === code.charAt(16)
  if (expected === code.charAt(17)) return { verdict: innerHolds ? 'valid' : 'inner-check-failed' }
  return { verdict: PILOT.test(code) && innerHolds ? 'pilot' : 'check-failed', expected }
}

/** "Did you mean": offered only when the corrected code checks, so it is never a guess alone. */
function suggestUscc(code: string): { suggestion?: string } {
  const suggestion = Array.from(code, (letter) => MISTYPED.get(letter) ?? letter).join('')
  if (suggestion === code || !USCC_SHAPE.test(suggestion)) return {}
  const { verdict } = checkUscc(suggestion)
  return verdict === 'valid' || verdict === 'inner-check-failed' ? { suggestion } : {}
}

/** GB 32100-2015: C18 = 31 − (ΣCi·Wi mod 31), 31 → 0. Undefined unless given 17 characters of the alphabet. */
export function uscCheckDigit(first17: string): string | undefined {
  const sum = weightedSum(first17, USCC_ALPHABET, USCC_WEIGHTS)
  return sum === undefined ? undefined : USCC_ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** GB 11714: C9 = 11 − (ΣCi·Wi mod 11), 10 → X, 11 → 0. */
export function organisationCodeCheck(first8: string): string | undefined {
  const sum = weightedSum(first8, GB11714_ALPHABET, GB11714_WEIGHTS)
  return sum === undefined ? undefined : '0X987654321'.charAt(sum % 11)
}

function weightedSum(text: string, alphabet: string, weights: readonly number[]): number | undefined {
  if (text.length !== weights.length) return undefined
  const values = Array.from(text, (letter) => alphabet.indexOf(letter))
  if (values.includes(-1)) return undefined
  return weights.reduce((sum, weight, place) => sum + weight * (values[place] ?? 0), 0)
}

/** 组织机构代码, 8 characters and a check character; the hyphen may be there or not. */
export function checkOrganisationCode(text: string): CodeCheck {
  const code = normaliseCode(text)
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return { verdict: 'malformed' }
  return verdictFor(code, organisationCodeCheck(code.slice(0, 8)))
}

/** 工商注册号, 15 digits, ISO 7064 MOD 11,10. Numbers of 13 digits are older and carry no check digit: malformed here. */
export function checkRegistrationNumber(text: string): CodeCheck {
  const code = normaliseCode(text)
  if (!/^\d{15}$/.test(code)) return { verdict: 'malformed' }
  let product = 10
  for (const digit of code.slice(0, 14)) {
    const sum = (product + Number(digit)) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return verdictFor(code, String((11 - product) % 10))
}

/** 居民身份证, 18 characters (GB 11643), or the 15 digits of cards before 1999, which carry no check digit: 'legacy'. */
export function checkIdNumber(text: string): { verdict: CodeVerdict | 'legacy'; expected?: string } {
  const code = normaliseCode(text)
  const birth = /^[1-9]\d{5}(?:(\d{4})(\d{2})(\d{2})\d{3}[0-9X]|(\d{2})(\d{2})(\d{2})\d{3})$/.exec(code)
  if (!birth) return { verdict: 'malformed' }
  if (code.length === 15) {
    const real = isCivilDate(1900 + Number(birth[4]), Number(birth[5]), Number(birth[6]))
    return { verdict: real ? 'legacy' : 'malformed' }
  }
  const year = Number(birth[1])
  if (year < 1850 || year > 2199 || !isCivilDate(year, Number(birth[2]), Number(birth[3]))) {
    return { verdict: 'malformed' }
  }
  return verdictFor(code, idCheckDigit(code.slice(0, 17)))
}

/** GB 11643: Σ mod 11 picks from 10X98765432. */
export function idCheckDigit(first17: string): string | undefined {
  const sum = weightedSum(first17, '0123456789', ID_WEIGHTS)
  return sum === undefined ? undefined : '10X98765432'.charAt(sum % 11)
}

function verdictFor(code: string, expected: string | undefined): CodeCheck {
  if (expected === undefined) return { verdict: 'malformed' }
  return code.endsWith(expected) ? { verdict: 'valid' } : { verdict: 'check-failed', expected }
}
