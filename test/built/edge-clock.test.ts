import { expect, test } from 'vitest'
import { ownSite, startWorker, workspaceOf } from './site.ts'

const DAY_MS = 86_400_000

test('the Cron Trigger of a Worker lets the clock run over cases: a file that nobody claimed is gone', async () => {
  const site = await ownSite()
  const w = await workspaceOf(site)
  const deskKey = (await w.cases.deskKey())?.id ?? ''
  const upload = {
    sealed: new Uint8Array([1, 2, 3]),
    deskKey,
    sealedBy: 'server',
    type: null,
    counts: [],
    hour: 0,
  } as const
  await w.cases.saveUpload({ ...upload, id: 'old', at: w.clock() - 3 * DAY_MS })
  await w.cases.saveUpload({ ...upload, id: 'new', at: w.clock() })
  const server = await startWorker(site)

  const woken = await fetch(`${server.origin}/cdn-cgi/handler/scheduled?cron=*%2F10+*+*+*+*`)

  expect([woken.status, await woken.text()]).toEqual([200, 'ok'])
  expect(await w.cases.sealedUpload('old')).toBeUndefined()
  expect(await w.cases.sealedUpload('new')).toBeDefined()
  await server.close()
})
