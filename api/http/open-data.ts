import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { catalogOf } from '#contract/catalog'
import { dataPackageOf } from '#contract/data-package'
import { DICTIONARY_HEADERS, dictionaryCells, dictionaryOf } from '#contract/dictionary'
import { DownloadList } from '#contract/open-data'
import { csvText } from '#domain/csv-text'
import type { PlaceFacts } from '#domain/place-facts'
import type { ReadDeps } from '#usecase/list-rows'
import { listAgencies } from '#usecase/read-agency'
import { listDownloads } from '#usecase/read-downloads'
import { problem, problemResponses } from './problem.ts'

const downloadsRoute = createRoute({
  method: 'get',
  path: '/downloads',
  summary: '可以下载的文件及其行数、大小和校验值',
  responses: {
    200: { description: '文件', content: { 'application/json': { schema: DownloadList } } },
    ...problemResponses('snapshot-unreadable'),
  },
})

export function downloadListRoutes(deps: ReadDeps) {
  const app = new OpenAPIHono()
  app.openapi(downloadsRoute, async (c) => c.json(await listDownloads(deps), 200))
  return app
}

/** What the files under `{base}data/` are and mean, for programs. */
export function metadataRoutes(deps: ReadDeps & { place: PlaceFacts }) {
  const { place } = deps
  const app = new Hono()
  const described = async (c: Context, describe: typeof dataPackageOf | typeof catalogOf, type: string) => {
    const list = await listDownloads(deps)
    if (!list.files.some(({ isServed }) => isServed)) return problem(c, 'downloads-rebuilding')
    const agencyNames = new Map((await listAgencies(deps)).map(({ slug, name }) => [slug, name]))
    const document = describe(place, list, { agencyNames })
    return c.body(`${JSON.stringify(document, null, 1)}\n`, 200, { 'Content-Type': type })
  }
  app.use(etag({ weak: true }))
  app.get('/datapackage.json', (c) => described(c, dataPackageOf, 'application/json; charset=utf-8'))
  app.get('/catalog.jsonld', (c) => described(c, catalogOf, 'application/ld+json; charset=utf-8'))
  app.get('/dictionary.csv', (c) => {
    const rows = dictionaryOf(place.showLegalRepresentative).map(dictionaryCells)
    return c.body(csvText([[...DICTIONARY_HEADERS], ...rows]), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
    })
  })
  return app
}
