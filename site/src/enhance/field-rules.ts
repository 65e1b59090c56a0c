/** What a field asks for, as words for whoever fills it in. The same on the server and in the browser. */
export type FieldRules = {
  /** Said where nothing is filled in; null: it may stay empty. */
  required: string | null
  max: number | null
  tooLong: string | null
  pattern: string | null
  mismatch: string | null
}

export const FREE: FieldRules = { required: null, max: null, tooLong: null, pattern: null, mismatch: null }

/** What is wrong with a value; null where nothing is. */
export function troubleOf(rules: FieldRules, value: string): string | null {
  const text = value.trim()
  if (text === '') return rules.required
  if (rules.max !== null && text.length > rules.max) return rules.tooLong
  if (rules.pattern === null) return null
  return new RegExp(rules.pattern, 'u').test(text) ? null : rules.mismatch
}
