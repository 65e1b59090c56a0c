import { expect, test } from 'vitest'
import type { BlobStore } from '#usecase/ports'
import { world } from '../world.ts'

const READS = [
  'records?kind=penalty',
  'agencies',
  'agencies/shichang-jianguan',
  'exact?q=x',
  'removals?since=2026-01-01',
]

test('with the database gone every public read answers, and what needs it says 503 with Retry-After', async () => {
  const w = await world({ ping: () => Promise.reject(new Error('no database')) })
  const [row] = await w.rows('kind=penalty&limit=1')

  for (const path of [...READS, `records/${row?.id}`]) expect((await w.get(path)).status, path).toBe(200)
  const health = await w.get('health')

  expect(health).toMatchObject({ status: 503, body: { code: 'database-unavailable' } })
  expect(health.headers.get('Retry-After')).toBe('60')
  expect(w.faults).toEqual([])
})

test.each(['journal.json', 'manifest.json'])(
  'with an unreadable %s no read says anything of any record',
  async (broken) => {
    const w = await world({ readThrough: (blobs) => failing(blobs, (path) => path === broken) })

    for (const path of [...READS, 'records/000000000000', 'subjects/91999001MA0000007U']) {
      const answer = await w.get(path)
      expect(answer, path).toMatchObject({ status: 503, body: { code: 'snapshot-unreadable' } })
      expect(answer.headers.get('Retry-After'), path).toBe('60')
    }
  },
)

test.each(['{', '[]', '{"format":2}', ''])('a journal that reads "%s" is not believed', async (content) => {
  const w = await world()
  await w.blobs.write('journal.json', new TextEncoder().encode(content))

  expect(await w.get('records?kind=penalty')).toMatchObject({ status: 503, body: { code: 'snapshot-unreadable' } })
})

test('a fault inside is logged and answered without a word of it', async () => {
  const w = await world({ readThrough: (blobs) => ({ ...blobs, read: (path) => readOrNonsense(blobs, path) }) })

  const answer = await w.get('records?kind=penalty')

  expect(answer).toMatchObject({ status: 500, body: { code: 'fault' } })
  expect(JSON.stringify(answer.body)).not.toContain('map')
  expect(w.faults).toHaveLength(1)
})

function failing(blobs: BlobStore, breaks: (path: string) => boolean): BlobStore {
  return { ...blobs, read: (path) => (breaks(path) ? Promise.reject(new Error('EIO')) : blobs.read(path)) }
}

/** A list index whose members are not what the writer writes: a programming fault, not a foreseen failure. */
async function readOrNonsense(blobs: BlobStore, path: string): Promise<Uint8Array | undefined> {
  return path.endsWith('index.json') ? new TextEncoder().encode('{"months":7}') : blobs.read(path)
}
