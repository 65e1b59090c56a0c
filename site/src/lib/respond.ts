/** The part of Astro.response a page may set. */
type ResponseHead = { status?: number; readonly headers: Headers }

/** Must be called in a page's own frontmatter: once a component renders, the head has been sent. */
export function respondWith(response: ResponseHead, status: number): void {
  response.status = status
  if (status === 503) response.headers.set('Retry-After', '60')
}
