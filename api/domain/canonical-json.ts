export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * One text for one value: keys sorted by code unit, no blanks, undefined members left out.
 * The subset of RFC 8785 that our content needs (no floats occur in it).
 */
export function canonicalJson(value: Json): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    let members = ''
    for (const key of Object.keys(value).sort()) {
      const member = value[key]
      if (member === undefined) continue
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`
    }
    return `{${members}}`
  }
  return JSON.stringify(value)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
