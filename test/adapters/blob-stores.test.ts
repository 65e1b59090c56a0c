import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createS3Blobs, VersionedBucketError } from '#adapters/s3-blobs'
import { createSnapshotStore } from '#adapters/snapshot-store'
import type { BlobStore } from '#usecase/ports'
import { type S3Server, startS3 } from '../s3-server.ts'
import { signatureFault } from '../s3-signature.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (data: Uint8Array | undefined) => (data === undefined ? undefined : new TextDecoder().decode(data))

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-blobs-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function bucket(): Promise<S3Server> {
  const server = await startS3()
  onTestFinished(() => server.close())
  return server
}

/** Quick to try again, so that trouble costs a test no time. */
async function impatient(server: S3Server, more: Record<string, string> = {}): Promise<BlobStore> {
  const at = { ...server.settings, ...more }
  return createS3Blobs(
    {
      endpoint: at.SNAPSHOT_S3_ENDPOINT ?? '',
      bucket: at.SNAPSHOT_S3_BUCKET ?? '',
      key: at.SNAPSHOT_S3_KEY ?? '',
      secret: at.SNAPSHOT_S3_SECRET ?? '',
      ...{ region: 'auto', prefix: '', spoolFolder: await emptyFolder() },
    },
    1,
  )
}

const STORES: Record<string, () => Promise<BlobStore>> = {
  'a folder': async () => createSnapshotStore({}, await emptyFolder()),
  'a bucket': async () => createSnapshotStore((await bucket()).settings, await emptyFolder()),
  'a folder of a bucket': async () =>
    createSnapshotStore({ ...(await bucket()).settings, SNAPSHOT_S3_PREFIX: '/lanxi/public/' }, await emptyFolder()),
}

describe.each(Object.keys(STORES))('a snapshot store in %s', (name) => {
  const open = async (): Promise<BlobStore> => {
    const make = STORES[name]
    if (!make) throw new Error(name)
    return make()
  }

  test('gives back what was written last, and nothing where nothing lies', async () => {
    const store = await open()
    await store.write('journal.json', bytes('一'))
    await store.write('g1/packs/0a.json', bytes('旧'))
    await store.write('g1/packs/0a.json', bytes('新'))

    expect(text(await store.read('journal.json'))).toBe('一')
    expect(text(await store.read('g1/packs/0a.json'))).toBe('新')
    expect(await store.read('g1/packs/0b.json')).toBeUndefined()
    expect(await store.stream('g1/packs/0b.json')).toBeUndefined()
    expect(await store.read('manifest.json')).toBeUndefined()
  })

  test('holds an empty object, too', async () => {
    const store = await open()
    await store.write('g1/empty.json', bytes(''))

    expect(text(await store.read('g1/empty.json'))).toBe('')
  })

  test('shows readers the old bytes or the new while it is written, never a part', async () => {
    const store = await open()
    const versions = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(200_000))
    await store.write('g1/big.json', bytes(versions[0] ?? ''))

    let isWriting = true
    const seen: string[] = []
    const reader = (async () => {
      while (isWriting) seen.push(text(await store.read('g1/big.json')) ?? 'absent')
    })()
    for (const version of versions) await store.write('g1/big.json', bytes(version))
    isWriting = false
    await reader

    expect(seen.length).toBeGreaterThan(0)
    expect(seen.every((it) => versions.includes(it))).toBe(true)
  })

  test('removes an object, and does not mind one that is not there', async () => {
    const store = await open()
    await store.write('g1/one.json', bytes('1'))
    await store.write('g1/one.json.old', bytes('2'))

    await store.remove('g1/one.json')
    await store.remove('g1/one.json')

    expect(await store.read('g1/one.json')).toBeUndefined()
    expect(text(await store.read('g1/one.json.old'))).toBe('2')
  })

  test('removes a folder with everything in it, however much, and nothing beside', async () => {
    const store = await open()
    for (let n = 0; n < 35; n++) await store.write(`g1/packs/${n}.json`, bytes(String(n)))
    await store.write('g10/packs/0.json', bytes('beside'))

    await store.removeFolder('g1')
    await store.removeFolder('g1')

    expect((await store.folders()).filter((it) => it !== 'tmp')).toEqual(['g10'])
    expect(await store.read('g1/packs/34.json')).toBeUndefined()
    expect(text(await store.read('g10/packs/0.json'))).toBe('beside')
  })

  test('names the folders at the top and in a folder, however many', async () => {
    const store = await open()
    const names = Array.from({ length: 25 }, (_, n) => `v${n + 10}`)
    for (const it of names) await store.write(`downloads/${it}/all.csv`, bytes('x'))
    await store.write('journal.json', bytes('x'))
    await store.write('g1/packs/0.json', bytes('x'))

    expect((await store.folders()).filter((it) => it !== 'tmp').sort()).toEqual(['downloads', 'g1'])
    expect((await store.folders('downloads')).sort()).toEqual(names)
    expect(await store.folders('nowhere')).toEqual([])
  })

  test('takes a file bigger than a part piece by piece and gives it back so, with its length and sum', async () => {
    const store = await open()
    const sum = createHash('sha256')
    const sink = await store.create('downloads/v1/all.sqlite')
    for (let n = 0; n < 21; n++) {
      const piece = new Uint8Array(1_000_003).fill(n)
      sum.update(piece)
      await sink.write(piece)
    }
    const made = await sink.close()

    const back = createHash('sha256')
    let length = 0
    for await (const piece of (await store.stream('downloads/v1/all.sqlite')) ?? []) {
      back.update(piece)
      length += piece.length
    }
    expect(made).toEqual({ bytes: 21 * 1_000_003, sha256: sum.digest('hex') })
    expect(length).toBe(made.bytes)
    expect(back.digest('hex')).toBe(made.sha256)
  })

  test('takes a small file and an empty one', async () => {
    const store = await open()
    const [small, empty] = [await store.create('downloads/v1/a.csv'), await store.create('downloads/v1/b.csv')]
    await small.write(bytes('文号'))
    await small.write(bytes(',机关'))

    expect((await small.close()).bytes).toBe(13)
    expect(await empty.close()).toEqual({ bytes: 0, sha256: createHash('sha256').digest('hex') })
    expect(text(await store.read('downloads/v1/a.csv'))).toBe('文号,机关')
    expect(text(await store.read('downloads/v1/b.csv'))).toBe('')
  })

  test('refuses a path that leads out of it', async () => {
    const store = await open()
    for (const path of ['../outside.json', 'g1/../../x', '/etc/passwd', 'g1//x', 'g1/.x', 'G1/x', '']) {
      await expect((async () => store.write(path, bytes('x')))(), path).rejects.toThrow('not a path')
      await expect((async () => store.read(path))(), path).rejects.toThrow('not a path')
    }
  })
})

describe('a bucket', () => {
  test('is tried again where it is busy, broken or hangs up, and then holds what was written, once', async () => {
    const server = await bucket()
    const store = await impatient(server)
    server.troubled = /PUT/
    server.troubles.push(503, 429, 0, 500)

    await store.write('journal.json', bytes('一'))

    expect(text(await store.read('journal.json'))).toBe('一')
    expect(server.requests.filter((it) => it.startsWith('PUT'))).toHaveLength(5)
  })

  test('that stays broken is an error and not an absent object', async () => {
    const server = await bucket()
    const store = await impatient(server)
    await store.write('journal.json', bytes('一'))
    server.troubles.push(...Array<number>(20).fill(503))

    await expect(store.read('journal.json')).rejects.toThrow('对象存储没有完成 GET journal.json：503 SlowDown')
    await expect(store.stream('g1/none.json')).rejects.toThrow('503')
    await expect(store.folders()).rejects.toThrow('503')
  })

  test('of another name is an error and not an absent object', async () => {
    const store = await impatient(await bucket(), { SNAPSHOT_S3_BUCKET: 'others' })

    await expect(store.read('journal.json')).rejects.toThrow('404 NoSuchBucket。请检查 SNAPSHOT_S3_BUCKET。')
  })

  test('that does not know the key says so, and no error holds key, secret or signature', async () => {
    const server = await bucket()
    const wrong = 'a-secret-that-is-wrong'
    const store = await impatient(server, { SNAPSHOT_S3_SECRET: wrong })

    const error: unknown = await store.read('journal.json').catch((it: unknown) => it)

    const said = error instanceof Error ? `${error.stack} ${JSON.stringify(error)}` : ''
    expect(said).toContain('403 SignatureDoesNotMatch。请检查 SNAPSHOT_S3_KEY')
    for (const hidden of [wrong, server.settings.SNAPSHOT_S3_KEY ?? '', 'AWS4', 'StringToSign']) {
      expect(said).not.toContain(hidden)
    }
    expect(server.requests).toHaveLength(1)
  })

  test.each(['Enabled', 'Suspended'] as const)(
    'with versions (%s) is refused before a byte lies in it',
    async (how) => {
      const server = await bucket()
      const store = await impatient(server)
      server.versioning = how

      for (const change of [
        () => store.write('journal.json', bytes('x')),
        () => store.create('downloads/v1/a.csv'),
        () => store.remove('journal.json'),
        () => store.removeFolder('g1'),
      ]) {
        await expect(change()).rejects.toThrow(VersionedBucketError)
      }
      expect(server.objects.size).toBe(0)
    },
  )

  test('that does not know versions is taken', async () => {
    const server = await bucket()
    const store = await impatient(server)
    server.versioning = 'unknown'

    await store.write('journal.json', bytes('一'))

    expect(server.objects.size).toBe(1)
  })

  test('keeps no part of a file that broke off, once its folder is removed', async () => {
    const server = await bucket()
    const store = await impatient(server)
    const sink = await store.create('downloads/v1/all.sqlite')
    await sink.write(new Uint8Array(9_000_000))

    const before = await store.folders('downloads')
    const parts = server.uploads.size
    await store.removeFolder('downloads/v1')

    expect([before, parts, server.uploads.size, server.objects.size]).toEqual([['v1'], 1, 0, 0])
    await expect(sink.close()).rejects.toThrow('NoSuchUpload')
    expect(server.objects.size).toBe(0)
  })

  test('that refuses a part is left without the others, and without a file', async () => {
    const server = await bucket()
    const store = await impatient(server)
    const sink = await store.create('downloads/v1/all.sqlite')
    await sink.write(new Uint8Array(9_000_000))
    server.troubled = /partNumber/
    server.troubles.push(...Array<number>(20).fill(500))

    await expect(sink.write(new Uint8Array(9_000_000))).rejects.toThrow('500')

    expect([server.uploads.size, server.objects.size]).toEqual([0, 0])
  })

  test('leaves nothing on this machine of what waited to be sent', async () => {
    const folder = await emptyFolder()
    const store = createSnapshotStore((await bucket()).settings, folder)
    const sink = await store.create('downloads/v1/all.sqlite')
    await sink.write(bytes('公示'))

    expect(await readdir(join(folder, 'spool'))).toEqual([])
    await sink.close()
  })
})

describe("the tests' own check of signatures", () => {
  const account = {
    key: 'AKIAIOSFODNN7EXAMPLE',
    secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
  }
  const check = (path: string, names: string, signature: string, more: Record<string, string> = {}) =>
    signatureFault(
      {
        method: 'GET',
        headers: {
          host: 'examplebucket.s3.amazonaws.com',
          'x-amz-date': '20130524T000000Z',
          'x-amz-content-sha256': createHash('sha256').digest('hex'),
          ...more,
          authorization: `AWS4-HMAC-SHA256 Credential=${account.key}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`,
        },
      },
      new URL(path, 'https://examplebucket.s3.amazonaws.com'),
      new Uint8Array(),
      account,
      Date.parse('2013-05-24T00:00:00Z'),
    )

  test('agrees with the examples that AWS publishes, and with no other signature', () => {
    const names = 'host;x-amz-content-sha256;x-amz-date'
    const listing = '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'
    const object = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'

    expect(check('/?max-keys=2&prefix=J', names, listing)).toBeNull()
    expect(check('/test.txt', `host;range;${names.slice(5)}`, object, { range: 'bytes=0-9' })).toBeNull()
    expect(check('/?max-keys=2&prefix=K', names, listing)).toBe('SignatureDoesNotMatch')
    expect(check('/?max-keys=2&prefix=J', 'host;x-amz-date', listing)).toBe('AccessDenied')
  })
})

describe('the settings of a store', () => {
  const settings = {
    SNAPSHOT_S3_ENDPOINT: 'https://s3.example',
    SNAPSHOT_S3_BUCKET: 'b',
    SNAPSHOT_S3_KEY: 'k',
    SNAPSHOT_S3_SECRET: 's3cret',
  }

  test('that are half there stop the program with what is missing', () => {
    for (const name of Object.keys(settings)) {
      expect(() => createSnapshotStore({ ...settings, [name]: ' ' }, '/nowhere')).toThrow(`还缺 ${name}`)
    }
    expect(() => createSnapshotStore({ SNAPSHOT_S3_PREFIX: 'x' }, '/nowhere')).toThrow('公开快照的存储桶没有写全')
  })

  test('that are wrong stop the program, too, and never repeat the secret', () => {
    for (const wrong of [{ SNAPSHOT_S3_ENDPOINT: 's3cret' }, { SNAPSHOT_S3_PREFIX: 'a?b' }]) {
      expect(() => createSnapshotStore({ ...settings, ...wrong }, '/nowhere')).toThrow(/^(?!.*s3cret)/)
    }
  })
})
