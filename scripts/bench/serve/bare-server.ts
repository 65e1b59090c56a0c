import { type ServerType, serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'

/**
 * What ours stands beside: the least that the same library does in a process of its own. Prints its port.
 * `node scripts/bench/serve/bare-server.ts FOLDER`
 */
const [folder = '.'] = process.argv.slice(2)
const app = new Hono()
app.get('/hello', (c) => c.text('hello'))
app.use('/*', serveStatic({ root: folder }))

const server: ServerType = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`${port}\n`)
})
process.on('SIGTERM', () => server.close(() => process.exit(0)))
