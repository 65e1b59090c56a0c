import { Hono } from 'hono'
import { SHARD_PREFIX_DIGITS } from '#domain/snapshot-address'
import type { ReadDeps } from '#usecase/list-rows'
import { readShard } from '#usecase/look-up-exact'

/** Exact look-up without the API: `{base}exact/{first hex digits of the key's hash}.json`, one small document. */
export function exactRoutes(deps: ReadDeps) {
  const app = new Hono()
  app.get(`/:prefix{[0-9a-f]{${SHARD_PREFIX_DIGITS}}\\.json}`, async (c) => {
    c.header('X-Robots-Tag', 'noindex')
    return c.json(await readShard(deps, c.req.param('prefix').slice(0, SHARD_PREFIX_DIGITS)))
  })
  return app
}
