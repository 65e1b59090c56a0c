import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { wordsOf } from '#adapters/chinese-words'
import { webHash } from '#adapters/web-hash'
import { createApp } from '#api/app'
import { createReadingSearch } from '#domain/reading-page'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { stampAddress } from '../lib/client-address.ts'
import { intakeOf } from '../lib/intake.ts'
import { openWorkspace } from '../lib/workspace.ts'

/**
 * The API alone in a process of its own, over DATA_DIR, for load and kills. Its parent learns the port by a message, and
 * faults by another.
 */
const workspace = await openWorkspace(process.env)
const { content, blobs, clock } = workspace
const app = createApp({
  reader: createSnapshotReader({ blobs, clock, joinsReads: true }),
  hash: webHash,
  place: content.place,
  ping: () => workspace.store.ping(),
  search: async () => workspace.search,
  readingPages: createReadingSearch([]),
  wordsOf,
  tasks: { entries: [], mechanisms: {}, clock },
  evaluations: [],
  duties: [],
  intake: intakeOf(workspace, process.env),
  report: (error) => process.send?.({ fault: String(error) }),
})
const listener = getRequestListener(app.fetch)
const server = createServer((request: IncomingMessage, response) => {
  stampAddress(request, 0)
  void listener(request, response)
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: portOf(server.address()) }))

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}
