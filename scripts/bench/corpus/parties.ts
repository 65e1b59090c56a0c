import { organisationCodeCheck, uscCheckDigit } from '#domain/uscc'
import { createRandom, type Random } from '../../demo/random.ts'
import { CHARACTERS, FORMS, SHOPS, TRADES } from './words.ts'

/** The region digits belong to no place. */
const AREA = '999001'
const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

export type Party = { name: string; code: string; isShop: boolean }

/** Subject `n`: always the same, so that a record can name one met before without keeping a list of them. */
export function createParty(n: number, seed: number): Party {
  const random = createRandom(Math.imul(n + 1, 0x9e3779b1) ^ seed)
  const isShop = random.chance(0.35)
  const root = Array.from({ length: random.chance(0.3) ? 3 : 2 }, () => random.pick(CHARACTERS)).join('')
  return { name: isShop ? shopName(random, root) : enterpriseName(random, root), code: codeOf(n, isShop), isShop }
}

function shopName(random: Random, root: string): string {
  return `澜溪县${root}${random.pick(SHOPS)}`
}

function enterpriseName(random: Random, root: string): string {
  const tail = `${random.pick(TRADES)}${random.pick(FORMS)}`
  const roll = random.below(10)
  if (roll < 6) return `澜溪县${root}${tail}`
  return roll < 8 ? `澜溪${root}${tail}` : `${root}（澜溪）${tail}`
}

/** Both check digits hold; other subjects have other codes. */
function codeOf(n: number, isShop: boolean): string {
  // Multiplied by a number without a common factor: neighbours do not look alike, and no two become the same.
  let left = (n * 387_420_489) % 31 ** 6
  let body = ''
  for (let digit = 0; digit < 6; digit++) {
    body += CODE_ALPHABET.charAt(left % 31)
    left = Math.floor(left / 31)
  }
  const eight = `MA${body}`
  const seventeen = `${isShop ? '92' : '91'}${AREA}${eight}${organisationCodeCheck(eight) ?? '0'}`
  return `${seventeen}${uscCheckDigit(seventeen) ?? '0'}`
}
