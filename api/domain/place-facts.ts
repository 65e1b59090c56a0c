/** What an answer outside a page says of the place it comes from. `base` has both slashes; `origin` is null until known. */
export type PlaceFacts = {
  slug: string
  siteName: string
  areaName: string
  base: string
  origin: string | null
  demo: boolean
  showLegalRepresentative: boolean
  channels: { operator: string | null }
  /** On what terms the data may be used; null until the place has published them. */
  dataTerms: { name: string; url: string | null } | null
}

/** The address of a path below the base. Never the request's host: it would change the bytes of an answer. */
export function addressOf({ origin, base }: PlaceFacts, path: string): string {
  return `${origin === null ? '' : new URL(origin).origin}${base}${path}`
}
