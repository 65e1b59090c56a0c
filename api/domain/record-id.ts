const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 12

/** The first 60 bits of a keyed hash (hex) as 12 Crockford base32 characters. */
export function recordIdFrom(macHex: string): string {
  let bits = BigInt(`0x${macHex.slice(0, 15)}`)
  let id = ''
  for (let i = 0; i < LENGTH; i++) {
    id = `${ALPHABET[Number(bits & 31n)] ?? ''}${id}`
    bits >>= 5n
  }
  return id
}

export function isRecordId(text: string): boolean {
  return text.length === LENGTH && [...text].every((character) => ALPHABET.includes(character))
}

/** The first `bits` bits of an id as a number: ids are spread evenly, so this spreads records over packs. */
export function leadingBits(id: string, bits: number): number {
  let value = 0n
  for (const character of id) value = value * 32n + BigInt(Math.max(0, ALPHABET.indexOf(character)))
  return Number(value >> BigInt(60 - bits))
}
