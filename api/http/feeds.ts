import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { type FeedFormat, parseFeedName } from '#domain/addresses'
import { atomText } from '#domain/atom'
import { type Feed, makeFeed } from '#domain/feed'
import { jsonFeedText } from '#domain/json-feed'
import type { PlaceFacts } from '#domain/place-facts'
import type { ReadDeps } from '#usecase/list-rows'
import { readFeed } from '#usecase/read-feed'
import { problem } from './problem.ts'

const WRITERS = {
  atom: { type: 'application/atom+xml; charset=utf-8', text: atomText },
  json: { type: 'application/feed+json; charset=utf-8', text: jsonFeedText },
} satisfies Record<FeedFormat, { type: string; text: (feed: Feed) => string }>

/** Feeds under `{base}feeds/`, made at every request, so that what left is in none of them. */
export function feedRoutes(deps: ReadDeps & { place: PlaceFacts }) {
  const app = new Hono()
  app.use(etag({ weak: true }))
  app.get('/:name{.+}', async (c) => {
    const asked = parseFeedName(c.req.param('name'))
    if (!asked) return problem(c, 'address-unknown')
    const found = await readFeed(deps, asked.scope)
    if (!found.ok) return problem(c, found.failure.code)
    const { type, text } = WRITERS[asked.format]
    return c.body(text(makeFeed({ place: deps.place, ...asked, ...found.value })), 200, { 'Content-Type': type })
  })
  return app
}
