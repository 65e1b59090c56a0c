import type { MiddlewareHandler } from 'hono'
import { kindAt, recordPath } from '#domain/addresses'
import { isRecordId } from '#domain/record-id'
import type { PageKey } from '#domain/snapshot'
import { RECORD_KINDS } from '#domain/vocabulary'
import type { SnapshotReader } from '#usecase/snapshot-reader'
import { GUIDES, templatePath } from './lib/urls.ts'

/** Which snapshot the built pages show; written beside them by the build. */
export type BuildStamp = { lineage: string; version: number }

export type GuardEnv = { Variables: { mayServeFile: boolean } }

/**
 * Decides for every request whether a built file may answer it. Only known addresses may: hashed assets, pages without
 * record text, and pages with record text that the journal does not name. All else is rendered from the snapshot, which
 * says by itself what has left; an unreadable journal therefore never lets an old file out.
 */
export function createGuard(
  reader: SnapshotReader,
  base: string,
  stamp: BuildStamp | undefined,
): MiddlewareHandler<GuardEnv> {
  return async (c, next) => {
    // Astro would answer without the base too; then a page would have two addresses.
    if (`${c.req.path}/` === base) return c.redirect(base, 301)
    if (!c.req.path.startsWith(base)) return c.notFound()
    const path = c.req.path.slice(base.length)
    c.set('mayServeFile', isPlainFile(path) || (await isFresh(path)))
    await next()
    return undefined
  }

  async function isFresh(path: string): Promise<boolean> {
    const key = pageKeyOf(path)
    if (key === undefined || stamp === undefined) return false
    try {
      const { manifest, journal, changedPages } = await reader.view()
      return manifest.lineage === stamp.lineage && journal.since <= stamp.version && !changedPages.has(key)
    } catch {
      return false
    }
  }
}

const PLAIN_PAGES: ReadonlySet<string> = new Set([
  ...['about/', 'privacy/', 'robots.txt', 'favicon.svg'],
  ...['policies/', 'guides/', 'accessibility/', 'sitemap/', 'statistics/method/'],
  ...GUIDES.map((id) => `guides/${id}/`),
  ...RECORD_KINDS.map(templatePath),
])

const PLAIN_PATH = /^(_astro\/[\w.-]+|policies\/[a-z0-9-]+\/)$/
/** What a search in the browser loads, and nothing else of the same program. */
const PAGEFIND_FILE =
  /^pagefind\/(pagefind\.js|pagefind-entry\.json|wasm\.[a-z-]+\.pagefind|pagefind\.[\w-]+\.pf_meta|(index|fragment|filter)\/[\w-]+\.pf_\2)$/

/** True for a built file below the base that holds nothing of a record. */
export function isPlainFile(path: string): boolean {
  return PLAIN_PATH.test(path) || PAGEFIND_FILE.test(path) || PLAIN_PAGES.has(path)
}

/** The inverse of the addresses of prerendered pages with record text. */
export function pageKeyOf(path: string): PageKey | undefined {
  const [, section = '', id = ''] = /^([a-z-]+)\/([0-9a-z]{12})\/$/.exec(path) ?? []
  const kind = kindAt(section)
  if (kind !== undefined && isRecordId(id)) return `record:${kind}:${id}`
  const agency = /^agencies\/([a-z0-9-]+)\/$/.exec(path)
  return agency?.[1] === undefined ? undefined : `agency:${agency[1]}`
}

/** The built file of a page key, under the client folder; undefined where the page is never built. */
export function builtFileOf(key: string): string | undefined {
  const [what, first, second] = key.split(':')
  const kind = RECORD_KINDS.find((it) => it === first)
  if (what === 'record' && kind !== undefined && second !== undefined) return `${recordPath(kind, second)}index.html`
  return what === 'agency' && first !== undefined ? `agencies/${first}/index.html` : undefined
}
