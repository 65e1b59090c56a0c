import { pinyin } from 'pinyin-pro'
import { describe, expect, test } from 'vitest'
import { PublicRecord } from '#contract/record'
import { SearchAnswer } from '#contract/search'
import { isAboutOrgan, isDecision } from '#domain/kind-groups'
import { fieldSpec, fieldsOf } from '#domain/record-fields'
import { KIND_LABEL } from '#domain/record-kinds'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { createRandom, type Random } from '../../scripts/demo/random.ts'
import { type World, world } from '../world.ts'

/**
 * The gate: queries made from every public record of the demo, looked up the slow way and through the API. The slow way
 * shares no code with the search but the data.
 */
const SEED = 20_261_122
const FEWEST_QUERIES = 2000
const PAGE = 20

type Known = {
  id: string
  number: string
  code: string
  name: string
  /** The name is that of an organ, which is what it leads to. */
  isOrgan: boolean
  texts: string[]
  more: string[]
}

const TEXT_FIELDS = [
  'violationType',
  'facts',
  'content',
  'legalBasis',
  'documentTitle',
  'certificateName',
  'licenceCategory',
]

/** Found too, but poor in words to ask for. */
const MORE_FIELDS = [
  'penaltyKinds',
  'agencyName',
  'licenceNumber',
  'registrationNumber',
  'organisationCode',
  'taxNumber',
]

/** An entry is found by all that is written in it, and by what it is. */
function isTextOf(kind: RecordKind, id: string): boolean {
  if (isDecision(kind)) return TEXT_FIELDS.includes(id)
  return typeOf(kind, id) === 'free-text'
}

function isMoreOf(kind: RecordKind, id: string): boolean {
  if (isDecision(kind)) return MORE_FIELDS.includes(id)
  const type = typeOf(kind, id)
  return type === 'text' || type === 'enum'
}

function typeOf(kind: RecordKind, id: string) {
  const field = fieldsOf(kind).find((it) => it === id)
  return field === undefined ? undefined : fieldSpec(kind, field)?.type
}

/** Letters and digits only, lower case: what two ways of writing have in common. */
const plain = (text: string) =>
  [...text.normalize('NFKC').toLowerCase()].filter((it) => /[\p{L}\p{N}]/u.test(it)).join('')

async function knownRecords(w: World): Promise<Known[]> {
  const known: Known[] = []
  for (const kind of RECORD_KINDS) {
    for (let page = 1; ; page++) {
      const rows = await w.rows(`kind=${kind}&limit=100&page=${page}`).catch(() => [])
      for (const { id } of rows) {
        const record = PublicRecord.parse((await w.get(`records/${id}`)).body)
        known.push({
          id,
          number: record.documentNumber ?? '',
          code: record.subject.uscc ?? '',
          name: record.subject.name,
          isOrgan: isAboutOrgan(kind),
          texts: record.fields.filter(({ id }) => isTextOf(kind, id)).map(({ value }) => value),
          more: [
            ...(isDecision(kind) ? [] : [KIND_LABEL[kind]]),
            ...record.fields.filter(({ id }) => isMoreOf(kind, id)).map(({ value }) => value),
          ],
        })
      }
      if (rows.length < 100) break
    }
  }
  return known
}

async function search(w: World, q: string): Promise<SearchAnswer> {
  const { status, body } = await w.get(`search?q=${encodeURIComponent(q)}&limit=${PAGE}`)
  if (status !== 200) throw new Error(`“${q}” was answered ${status}: ${JSON.stringify(body)}`)
  return SearchAnswer.parse(body)
}

const wide = (text: string) => text.replace(/[!-~]/g, (it) => String.fromCharCode(it.charCodeAt(0) + 0xfee0))

const NUMBER_NOTATIONS: ((number: string) => string)[] = [
  (number) => number,
  (number) => number.replace('〔', '[').replace('〕', ']'),
  (number) => number.replace('〔', '（').replace('〕', '）'),
  (number) => number.replace('〔', '【').replace('〕', '】'),
  (number) => number.replace('〔', ' ( ').replace('〕', ' ) '),
  (number) => number.replace(/号$/, ''),
  (number) => ` ${[...wide(number)].join(' ')}　`,
  (number) => number.replace(/(\d+)号$/, '第$1号'),
]
const CODE_NOTATIONS: ((code: string) => string)[] = [
  (code) => code,
  (code) => code.toLowerCase(),
  wide,
  (code) => code.replace(/(.{4})/g, '$1 '),
  (code) => `${code.slice(0, 8)}-${code.slice(8, 17)}-${code.slice(17)}`,
]
const NAME_NOTATIONS: ((name: string) => string)[] = [
  (name) => name,
  (name) => ` ${name}　`,
  (name) => [...name].join(' '),
  (name) => name.replaceAll('（', '(').replaceAll('）', ')'),
]

/** Whom the exact part of an answer puts first. */
function firstOf({ exact, items }: SearchAnswer): string | undefined {
  return exact?.records[0]?.id ?? exact?.subjects[0]?.uscc ?? items[0]?.record.id
}

function substring(text: string, length: number, random: Random): string {
  const characters = [...text]
  const from = random.below(Math.max(1, characters.length - length + 1))
  return characters.slice(from, from + length).join('')
}

describe('the gate', () => {
  test('every number, code and name in every notation leads to its record or subject first; words lose nothing', async () => {
    const w = await world()
    const known = await knownRecords(w)
    const random = createRandom(SEED)
    expect(known.length).toBeGreaterThan(200)

    const exactMisses: string[] = []
    let exactAsked = 0
    const askExact = async (written: string, meant: ReadonlySet<string>) => {
      exactAsked += 1
      const first = firstOf(await search(w, written))
      if (first === undefined || !meant.has(first)) exactMisses.push(`${written} → ${first}`)
    }
    const numbers = new Map<string, Set<string>>()
    for (const { number, id } of known) numbers.set(number, (numbers.get(number) ?? new Set()).add(id))
    for (const [number, ids] of numbers) for (const write of NUMBER_NOTATIONS) await askExact(write(number), ids)
    const codes = new Set(known.map(({ code }) => code).filter((code) => code !== ''))
    for (const code of codes) {
      const write = CODE_NOTATIONS[exactAsked % CODE_NOTATIONS.length] ?? String
      await askExact(write(code), new Set([code]))
    }
    const names = new Map<string, Set<string>>()
    for (const { name, code, id, isOrgan } of known)
      if (!isOrgan) names.set(name, (names.get(name) ?? new Set()).add(code || id))
    for (const [name, targets] of names) {
      const write = NAME_NOTATIONS[exactAsked % NAME_NOTATIONS.length] ?? String
      await askExact(write(name), targets)
    }

    const losses: string[] = []
    const empties: string[] = []
    const recalls: number[] = []
    const askWord = async (word: string, isTrue: (it: Known) => boolean) => {
      const truth = new Set(known.filter(isTrue).map(({ id }) => id))
      if (truth.size === 0) return
      const answer = await search(w, word)
      const found = new Set([
        ...answer.items.map(({ record }) => record.id),
        ...(answer.exact?.records ?? []).map(({ id }) => id),
      ])
      const hits = [...truth].filter((id) => found.has(id)).length
      for (const id of found) if (!truth.has(id)) losses.push(`${word}: ${id} has it not`)
      const recall = Math.min(1, hits / Math.min(PAGE, truth.size))
      recalls.push(recall)
      if (recall < 1) losses.push(`${word}: ${hits} of ${truth.size}`)
      if (found.size === 0) empties.push(word)
    }
    const holds = (word: string) => (it: Known) =>
      [it.name, it.number, it.code, ...it.texts, ...it.more].some((text) => plain(text).includes(plain(word)))
    for (const it of known) {
      for (const length of [2, 3, 4]) {
        const part = substring(it.name, length, random)
        await askWord(part, holds(part))
      }
      const text = it.texts[random.below(it.texts.length)] ?? it.name
      for (const length of [2, 4, 6, 8]) {
        const word = plain(substring(text, length, random))
        if ([...word].length >= 2) await askWord(word, holds(word))
      }
      const syllables = pinyin(it.name, { toneType: 'none', type: 'array', v: true })
      const from = random.below(Math.max(1, syllables.length - 3))
      const spellings = [
        syllables.slice(from, from + 3).join(''),
        syllables
          .map((one) => one.charAt(0))
          .join('')
          .slice(from, from + 4),
      ]
      for (const spelling of spellings) {
        await askWord(spelling, ({ name }) => {
          const all = pinyin(name, { toneType: 'none', type: 'array', v: true })
          return (
            all.join('').includes(spelling) ||
            all
              .map((one) => one.charAt(0))
              .join('')
              .includes(spelling)
          )
        })
      }
    }

    expect(exactMisses).toEqual([])
    expect(empties).toEqual([])
    const recall = recalls.reduce((sum, it) => sum + it, 0) / recalls.length
    expect(losses).toEqual([])
    expect(recall).toBeGreaterThanOrEqual(0.99)
    expect(exactAsked + recalls.length).toBeGreaterThan(FEWEST_QUERIES)
    process.stdout.write(
      `  search gate: ${exactAsked} exact queries, 0 misses; ${recalls.length} words, recall@20 ${recall.toFixed(4)}\n`,
    )
    expect(w.faults).toEqual([])
  }, 300_000)
})
