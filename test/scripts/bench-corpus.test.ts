import { describe, expect, test } from 'vitest'
import { isRecordId } from '#domain/record-id'
import { checkUscc } from '#domain/uscc'
import { CORPUS_DAY, corpus } from '../../scripts/bench/corpus/records.ts'
import { ORGANS } from '../../scripts/bench/corpus/words.ts'
import { createQueries, QUERY_KINDS, recallOf } from '../../scripts/bench/search/queries.ts'
import { createMix } from '../../scripts/bench/search/server-mix.ts'
import { createRandom } from '../../scripts/demo/random.ts'

const COUNT = 1500
const records = [...corpus(COUNT)]

describe('the corpus of the benchmarks', () => {
  test('is the same for the same seed, and another for another', () => {
    expect([...corpus(COUNT)]).toEqual(records)
    expect([...corpus(20, 7)]).not.toEqual([...corpus(20, 8)])
  })

  test('numbers every decision of an organ, kind and year from one on', () => {
    const numbers = new Map<string, number[]>()
    for (const { documentNumber } of records) {
      const [, head = '', n = ''] = /^(.+〔\d{4}〕)(\d+)号$/.exec(documentNumber ?? '') ?? []
      numbers.set(head, [...(numbers.get(head) ?? []), Number(n)])
    }

    expect(numbers.has('')).toBe(false)
    for (const own of numbers.values()) expect(own).toEqual(own.map((_, at) => at + 1))
  })

  test('has an id of its own for every record, and codes that check', () => {
    expect(new Set(records.map(({ id }) => id)).size).toBe(COUNT)
    expect(records.filter(({ id }) => !isRecordId(id))).toEqual([])
    expect(records.filter(({ subject }) => checkUscc(subject.uscc ?? '').verdict !== 'valid')).toEqual([])
  })

  test('is public on the day on which it is asked, and tells facts of 60 to 400 characters', () => {
    const lengths = records.flatMap(({ fields }) =>
      fields.filter(({ id }) => id === 'facts').map(({ value }) => [...value].length),
    )

    expect(records.filter(({ until }) => until !== null && until < CORPUS_DAY)).toEqual([])
    expect(records.filter(({ publishedOn }) => publishedOn > CORPUS_DAY)).toEqual([])
    expect(lengths.length).toBeGreaterThan(COUNT / 4)
    expect(lengths.filter((length) => length < 60 || length > 400)).toEqual([])
  })

  test('names no organ and no enterprise but those of the invented county', () => {
    expect(ORGANS.filter(({ name }) => !name.startsWith('澜溪县'))).toEqual([])
    expect(records.filter(({ subject }) => !/^澜溪|（澜溪）/.test(subject.name))).toEqual([])
    expect(records.filter(({ subject }) => subject.uscc?.slice(2, 8) !== '999001')).toEqual([])
  })

  test('has a heavy organ, and subjects that come again', () => {
    const heaviest = records.filter(({ agency }) => agency.slug === ORGANS[0]?.slug)
    const subjects = new Set(records.map(({ subject }) => subject.uscc))

    expect(heaviest.length).toBeGreaterThan(COUNT / 4)
    expect(subjects.size).toBeLessThan(COUNT / 2)
  })
})

describe('queries of the benchmark', () => {
  const draw = createQueries(records, createRandom(1))

  test.each(QUERY_KINDS)(
    'of kind %s are answered wholly by what they were made of, and not at all by nothing',
    (kind) => {
      for (const query of draw(kind, 5)) {
        expect(recallOf(query, [...query.meant])).toBe(1)
        expect(recallOf(query, [])).toBe(0)
      }
    },
  )

  test('for the server are the same for the same records, half of them exact', () => {
    const mix = createMix(records)

    expect(createMix(records)).toEqual(mix)
    expect(mix).toHaveLength(COUNT)
    expect(Math.abs(mix.filter(({ is }) => is === 'exact').length / COUNT - 0.5)).toBeLessThan(0.05)
    expect(mix.filter(({ q }) => [...q].length < 2)).toEqual([])
  })
})
