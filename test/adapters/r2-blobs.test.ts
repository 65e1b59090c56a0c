import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { getPlatformProxy } from 'wrangler'
import { createR2Blobs, type R2Bucket } from '#adapters/r2-blobs'

type Bucket = R2Bucket & {
  put: (name: string, text: string) => Promise<unknown>
  delete: (name: string) => Promise<unknown>
}

/** A bucket as a Worker is bound to it, in workerd on this machine. */
async function bucket(): Promise<Bucket> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-r2-'))
  const config = join(folder, 'wrangler.toml')
  await writeFile(config, '[[r2_buckets]]\nbinding = "SNAPSHOT"\nbucket_name = "gongxin-snapshot"\n')
  const proxy = await getPlatformProxy<{ SNAPSHOT: Bucket }>({ configPath: config, persist: { path: folder } })
  onTestFinished(async () => {
    await proxy.dispose()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })
  return proxy.env.SNAPSHOT
}

const text = (data: Uint8Array | undefined) => (data === undefined ? undefined : new TextDecoder().decode(data))

test('a Worker sees at once what Node put into the bucket and what it took out, and can change nothing', async () => {
  const r2 = await bucket()
  const blobs = createR2Blobs(r2, '/lanxi/')
  const seen: (string | undefined)[] = []
  const look = async () => seen.push(text(await blobs.read('journal.json')))

  await look()
  await r2.put('journal.json', 'of another place')
  await look()
  await r2.put('lanxi/journal.json', '一')
  await look()
  await r2.put('lanxi/journal.json', '二')
  await look()
  await r2.put('lanxi/downloads/v1/all.csv', 'a,b')
  const streamed = await new Response(await blobs.stream('downloads/v1/all.csv')).text()
  await r2.delete('lanxi/journal.json')
  await look()

  expect(seen).toEqual([undefined, undefined, '一', '二', undefined])
  expect(streamed).toBe('a,b')
  expect(await blobs.stream('downloads/v1/none.csv')).toBeUndefined()
  await expect(blobs.read('../journal.json')).rejects.toThrow('not a path')
  await expect(blobs.write('journal.json', new Uint8Array())).rejects.toThrow('can only be read')
  await expect(blobs.removeFolder('g1')).rejects.toThrow('can only be read')
})
