import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { SuggestionList } from '#contract/search'
import { openDatabaseFile } from '#db/client'
import { exactKey } from '#domain/exact-key'
import { JOURNAL_PATH, SHARD_PREFIX_DIGITS, shardEntryKey } from '#domain/snapshot-address'
import { publishPending } from '#usecase/publish-pending'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { databaseFileOf } from '../../scripts/lib/workspace.ts'
import { importRows, PENALTY } from '../csv.ts'
import { type World, world } from '../world.ts'
import { idsOf, onePenalty, search } from './searching.ts'

/** Asks SQLite itself whether the index still says exactly what its sources say. */
async function expectSoundIndex(w: World): Promise<void> {
  const database = await openDatabaseFile(databaseFileOf(w.dataFolder))
  await database.run(sql`INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)`)
  const [counts] = await database.all(sql`SELECT (SELECT count(*) FROM search_entry) AS entries,
    (SELECT count(*) FROM search_source) AS sources, (SELECT count(*) FROM record WHERE state = 'public') AS public`)
  expect(counts).toEqual({
    entries: await w.store.countPublic(),
    sources: await w.store.countPublic(),
    public: await w.store.countPublic(),
  })
  database.$client.close()
}

describe('what leaves', () => {
  test.each(['withdraw', 'end'] as const)(
    'by %s is found no more by the batch that takes it, before any publishing',
    async (way) => {
      const w = await world()
      const row = await onePenalty(w)
      const number = row.documentNumber ?? ''
      // Narrowed, so that the index alone answers and not the look-up in the snapshot.
      expect(idsOf(await search(w, number, '&kind=penalty'))).toContain(row.id)

      const done =
        way === 'withdraw'
          ? await withdrawRecord(w, {
              id: row.id,
              ground: 'quashed',
              reason: '经行政复议，原决定被撤销。',
              actor: 'operator',
            })
          : await endRecord(w, { id: row.id, ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })

      expect(done.ok).toBe(true)
      expect(idsOf(await search(w, number))).not.toContain(row.id)
      expect(idsOf(await search(w, row.subject.name, '&limit=50'))).not.toContain(row.id)
      await publishPending(w)
      expect(idsOf(await search(w, number))).not.toContain(row.id)
      const suggested = SuggestionList.parse((await w.get(`suggestions?q=${encodeURIComponent(number)}`)).body)
      expect(suggested.items.filter(({ path }) => path.includes(row.id))).toEqual([])
      await expectSoundIndex(w)
    },
  )

  test('on its last day is found, on the day after it is not, though nobody published', async () => {
    const first = await world()
    const row = (await first.rows('kind=penalty&limit=100')).find(({ until }) => until !== null)
    const until = row?.until ?? ''
    const next = new Date(Date.parse(`${until}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

    const on = await world({ day: until })
    const after = await world({ day: next })

    expect(idsOf(await search(on, row?.documentNumber ?? '', '&kind=penalty'))).toContain(row?.id)
    expect(idsOf(await search(after, row?.documentNumber ?? '', '&kind=penalty'))).not.toContain(row?.id)
    expect((await search(after, row?.documentNumber ?? '')).exact?.records).toEqual([])
  })

  test('a publishing without changes writes no entry, and one record of all is one entry', async () => {
    const w = await world()
    const written: number[] = []
    const index = {
      ...w.index,
      indexEntries: async (entries: Parameters<typeof w.index.indexEntries>[0]) => {
        const count = await w.index.indexEntries(entries)
        written.push(count)
        return count
      },
    }
    await publishPending({ ...w, index })
    await w.blobs.remove('manifest.json')
    await publishPending({ ...w, index })

    expect(written.reduce((sum, it) => sum + it, 0)).toBe(0)
    await expectSoundIndex(w)
  })

  test('an entry whose record left meanwhile is not put in', async () => {
    const w = await world()
    const row = await onePenalty(w)
    const late: SearchIndexed[] = []
    const index = {
      ...w.index,
      indexEntries: async (entries: SearchIndexed[]) => {
        late.push(...entries.map((entry) => ({ ...entry, digest: 'other' })))
        return 0
      },
    }
    await w.blobs.remove('manifest.json')
    await publishPending({ ...w, index })
    await withdrawRecord(w, { id: row.id, ground: 'quashed', reason: '经行政复议，原决定被撤销。', actor: 'operator' })
    await w.index.indexEntries(late)

    expect(late.map(({ id }) => id)).toContain(row.id)
    expect(idsOf(await search(w, row.documentNumber ?? ''))).not.toContain(row.id)
    await expectSoundIndex(w)
  })

  test('because a file says so is found no more by the batch of that file', async () => {
    const w = await world({ empty: true })
    await importRows(w, 'penalty', [PENALTY])
    await publishPending(w)
    expect((await search(w, '过期 澜市监罚', '&kind=penalty')).items).toHaveLength(0)
    expect((await search(w, '超过保质期', '&kind=penalty')).items).toHaveLength(1)

    await importRows(w, 'penalty', [{ ...PENALTY, 失信严重程度: '轻微' }])

    expect((await search(w, '超过保质期', '&kind=penalty')).items).toHaveLength(0)
    await expectSoundIndex(w)
  })

  test('leads no shard to a subject without a record, even while the publisher is stopped half-way', async () => {
    const w = await world()
    const rows = await w.rows('kind=penalty&limit=100')
    const only = rows.find(
      ({ subject }) => subject.uscc && rows.filter((it) => it.subject.uscc === subject.uscc).length === 1,
    )
    const uscc = only?.subject.uscc ?? ''
    const others = await w.rows('kind=licence&limit=100')
    expect(others.some(({ subject }) => subject.uscc === uscc)).toBe(false)
    const keyHash = w.secrets.hash(exactKey(uscc))
    const shard = async () => {
      const response = await w.app.request(`/exact/${keyHash.slice(0, SHARD_PREFIX_DIGITS)}.json`)
      const { keys } = (await response.json()) as { keys: Record<string, string[]> }
      return keys[shardEntryKey(keyHash)]
    }
    expect(await shard()).toEqual([`s:${uscc}`])

    await endRecord(w, { id: only?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
    let isJournalled = false
    const write = async (path: string, bytes: Uint8Array) => {
      if (isJournalled) throw new Error('stopped')
      await w.blobs.write(path, bytes)
      isJournalled = path === JOURNAL_PATH
    }
    await expect(publishPending({ ...w, blobs: { ...w.blobs, write } })).rejects.toThrow('stopped')

    expect(await shard()).toBeUndefined()
  })

  test('another way of indexing makes all entries anew', async () => {
    const w = await world()
    const manifest = JSON.parse(new TextDecoder().decode(await w.blobs.read('manifest.json')))
    await w.blobs.write('manifest.json', new TextEncoder().encode(JSON.stringify({ ...manifest, searchFormat: 0 })))
    let looked = 0
    const index = {
      ...w.index,
      indexEntries: async (entries: SearchIndexed[]) => {
        looked += entries.length
        return 0
      },
    }
    await publishPending({ ...w, index })

    expect(looked).toBe(await w.store.countPublic())
  })
})

type SearchIndexed = Parameters<World['index']['indexEntries']>[0][number]
