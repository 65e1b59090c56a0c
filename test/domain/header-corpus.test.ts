import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mapHeaders } from '#domain/header-mapping'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { dictionaries } = await loadContent('demo')

const CORPUS = join(import.meta.dirname, 'header-corpus')
/** Portals publish files of these kinds; of the other kinds no real headers are known. */
const KINDS_WITH_CORPUS: readonly RecordKind[] = ['licence', 'penalty']

/** Headers as portals and offices write them; '-' where nobody could say what a column of that name holds. */
function corpus(kind: RecordKind, set: string): { header: string; expected: string | null }[] {
  const text = readFileSync(join(CORPUS, `${kind}-${set}.csv`), 'utf8')
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([header = '', expected = '']) => ({ header, expected: expected === '-' ? null : expected }))
}

function read(kind: RecordKind, set: string) {
  return corpus(kind, set).map((row) => ({
    ...row,
    found: mapHeaders([row.header], dictionaries[kind], kind).columns[0]?.field ?? null,
  }))
}

/** The sets of `held` were taken out, every third line, before the words were chosen. */
const SETS = KINDS_WITH_CORPUS.flatMap((kind) => [
  { kind, set: 'tuning', least: 0.95 },
  { kind, set: 'held', least: 0.9 },
])

describe.each(SETS)('the headers of $kind-$set.csv', ({ kind, set, least }) => {
  test('are written with fields that the kind has', () => {
    const unknown = corpus(kind, set).filter(
      ({ expected }) => expected !== null && !fieldSpec(kind, expected as FieldId),
    )

    expect(unknown).toEqual([])
  })

  test('are never taken for a wrong field', () => {
    expect(read(kind, set).filter(({ found, expected }) => found !== null && found !== expected)).toEqual([])
  })

  test(`are recognised, ${least * 100} of a hundred that have a field at least`, () => {
    const known = read(kind, set).filter(({ expected }) => expected !== null)
    const right = known.filter(({ found, expected }) => found === expected)

    expect(right.length / known.length).toBeGreaterThanOrEqual(least)
  })
})

/** Headers that are recognised: of the corpus, else of the kind's own template. */
function publicHeaders(kind: RecordKind): string[] {
  if (!KINDS_WITH_CORPUS.includes(kind)) return fieldsOf(kind).flatMap((field) => fieldSpec(kind, field)?.header ?? [])
  return ['tuning', 'held'].flatMap((set) =>
    read(kind, set).flatMap(({ header, found }) => (found === null ? [] : [header])),
  )
}

/** A word for a person's data, before, within or behind whatever makes a header of a public field. */
const PERSONAL = ['身份证号', '身份证号码', '联系电话', '手机号码', '家庭住址', '出生日期', '证件号码', '银行账号']

describe.each(RECORD_KINDS)('personal data in a %s', (kind) => {
  const recognised = publicHeaders(kind)

  test.each(PERSONAL)('%s never makes a header of a field that can be public', (word) => {
    const headers = recognised.flatMap((header) => [`${word}${header}`, `${header}${word}`, `${header}（${word}）`])
    const leaks = headers.filter((header) => {
      const field = mapHeaders([header], dictionaries[kind], kind).columns[0]?.field
      return field && fieldSpec(kind, field)?.visibility !== 'never'
    })

    expect(headers.length).toBeGreaterThan(20)
    expect(leaks).toEqual([])
  })
})
