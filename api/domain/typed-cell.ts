const MS_PER_DAY = 86_400_000
const FIRST_INSTANT_OF_1900 = -2_208_988_800_000

/** A number as a person would type it: the shortest digits that mean it, without an exponent. */
export function numberText(value: number): string {
  const text = String(value)
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!parts) return text
  const [, sign = '', first = '', rest = '', exponent = '0'] = parts
  const shift = Number(exponent)
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${first}${rest}`
  return `${sign}${first}${rest}${'0'.repeat(shift - rest.length)}`
}

export function booleanText(value: boolean): string {
  return value ? 'TRUE' : 'FALSE'
}

/**
 * A date cell, in milliseconds of UTC as spreadsheets count: 'YYYY-MM-DD' at midnight, else 'YYYY-MM-DD HH:MM:SS';
 * 'HH:MM:SS' for a time of no day, which they keep before 1900. To the nearest second, for serials are floats.
 */
export function dateText(instant: number): string {
  const rounded = Math.round(instant / 1000) * 1000
  const [day = '', time = ''] = new Date(rounded).toISOString().slice(0, 19).split('T')
  if (rounded < FIRST_INSTANT_OF_1900) return time
  return rounded % MS_PER_DAY === 0 ? day : `${day} ${time}`
}

/** Office writes control characters as _x000D_, and an underscore that would read so as _x005F_. */
export function unescapedText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
