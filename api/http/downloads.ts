import { Hono, type MiddlewareHandler } from 'hono'
import { MEDIA_TYPE } from '#contract/open-data'
import type { PlaceFacts } from '#domain/place-facts'
import { KIND_PATH } from '#domain/record-kinds'
import type { ReadDeps } from '#usecase/list-rows'
import { findDownload } from '#usecase/read-downloads'
import { problem } from './problem.ts'

/** Files made ahead, under `{base}data/`. They name who was punished, so search engines are asked to leave them out. */
export function downloadRoutes(deps: ReadDeps & { place: PlaceFacts }) {
  const app = new Hono()
  const answer: MiddlewareHandler = async (c) => {
    const path = c.req.path.slice(`${deps.place.base}data/`.length)
    const found = await findDownload(deps, path)
    if (!found.ok) return problem(c, found.failure.code)
    const { file, open } = found.value
    const headers = {
      'Content-Type': `${MEDIA_TYPE[file.format]}${file.format === 'sqlite' ? '' : '; charset=utf-8'}`,
      'Content-Length': String(file.bytes),
      'Content-Disposition': `attachment; filename="${deps.place.slug}-${path.replaceAll('/', '-')}"`,
      ETag: `"${file.sha256}"`,
      'X-Robots-Tag': 'noindex',
    }
    if (isKnown(c.req.header('If-None-Match'), file.sha256)) return c.body(null, 304, { ETag: headers.ETag })
    // Not opened for a question about its headers: nobody would read it to its end.
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    const stream = await open()
    return stream === undefined ? problem(c, 'downloads-rebuilding') : c.body(stream, 200, headers)
  }
  const file = `:file{(?:${Object.values(KIND_PATH).join('|')})\\.(?:csv|json|ndjson)}`
  app.get(`/${file}`, answer)
  app.get('/records.sqlite', answer)
  app.get(`/agencies/:slug/${file}`, answer)
  return app
}

function isKnown(ifNoneMatch: string | undefined, sha256: string): boolean {
  return ifNoneMatch === '*' || (ifNoneMatch?.includes(`"${sha256}"`) ?? false)
}
