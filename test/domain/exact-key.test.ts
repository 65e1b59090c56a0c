import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDay } from '#domain/day'
import { exactKeys, keysOfAgency, keysOfRecord, suggestionsFor } from '#domain/exact-key'
import { toPublicRecord } from '#domain/public-record'
import type { FieldValues } from '#domain/record-content'

const CODE = '91999001MA0000007U'

function record(open: FieldValues, linkedUscc: string | null = CODE) {
  const day = parseDay('2026-11-10')
  if (day === undefined) throw new Error('not a day')
  return toPublicRecord(
    {
      id: '0123456789ab',
      kind: 'penalty',
      open: { subjectName: '澜溪县试样食品有限公司', decidedOn: day, ...open },
      maskedFields: [],
      agency: { slug: 'shichang-jianguan', name: '澜溪县市场监督管理局' },
      linkedUscc,
      publishedOn: day,
      until: null,
      version: 1,
      updatedOn: day,
      decision: { rule: 'a', basis: '某法' },
      timeliness: { status: 'on-time', dueOn: day, lateBy: 0, provisional: false },
      sameLicence: [],
      categories: [],
      history: [],
    },
    false,
  )
}

describe('a document number', () => {
  const NUMBER = '澜市监罚〔2026〕12号'
  test.each([
    '澜市监罚〔2026〕12号',
    '澜市监罚[2026]12号',
    '澜市监罚【2026】12号',
    '澜市监罚（2026）12号',
    '澜市监罚(2026)12',
    '澜市监罚〔2026〕第12号',
    '澜市监罚〔２０２６〕１２號',
    ' 澜市监罚 〔2026〕 12 号 ',
    '澜市监罚〔2026〕12号。',
    '澜市监罚&nbsp;〔2026〕12号',
    '澜市监罚\u200b〔2026〕12号',
  ])('written %j leads to the same record', (written) => {
    const [key] = keysOfRecord(record({ documentNumber: NUMBER }))

    expect(exactKeys(written)).toContain(key?.key)
    expect(key?.target).toBe('r:0123456789ab')
  })

  test.each(['澜市监罚〔2026〕13号', '澜市监罚〔2025〕12号', '滑市监罚〔2026〕12号', '澜市监罚〔2026〕1-2号'])(
    'the other number %j leads elsewhere',
    (written) => {
      const keys = keysOfRecord(record({ documentNumber: NUMBER })).map(({ key }) => key)

      expect(exactKeys(written).some((key) => keys.includes(key))).toBe(false)
    },
  )
})

describe('a subject', () => {
  test.each([
    '91999001MA0000007U',
    '91999001ma0000007u',
    '9199 9001 MA00 0000 7U',
    '９１９９９００１ＭＡ００００００７Ｕ',
    '91999001-MA0000007-U',
  ])('by its code written %j is found', (written) => {
    const keys = keysOfRecord(record({ documentNumber: '1' }))

    expect(keys.filter(({ key }) => exactKeys(written).includes(key))).toEqual([
      { key: `c:${CODE}`, target: `s:${CODE}` },
    ])
  })

  test.each([
    ['甲（滑县）食品有限公司', '甲(滑县)食品有限公司'],
    ['甲·乙商行', '甲•乙商行'],
    ['ABC食品有限公司', 'ａｂｃ食品 有限公司'],
  ])('%j is found by %j', (name, written) => {
    const keys = keysOfRecord(record({ subjectName: name }))

    expect(keys.find(({ key }) => exactKeys(written).includes(key))?.target).toBe(`s:${CODE}`)
  })

  test('without a code leads to the record itself', () => {
    const keys = keysOfRecord(record({ documentNumber: '1号' }, null))

    expect(keys).toEqual([
      { key: 'n:1', target: 'r:0123456789ab' },
      { key: 'm:澜溪县试样食品有限公司', target: 'r:0123456789ab' },
    ])
  })

  test('a record without a number has no key for one', () => {
    expect(keysOfRecord(record({})).map(({ key }) => key.slice(0, 2))).toEqual(['c:', 'm:'])
  })
})

describe('an organ', () => {
  test('is found by name, and by code where it has one', () => {
    const organ = { slug: 'a', name: '澜溪县市场监督管理局', uscc: '11999001MAJDTL5G19' }

    expect(keysOfAgency(organ)).toEqual([
      { key: 'm:澜溪县市场监督管理局', target: 'a:a' },
      { key: 'c:11999001MAJDTL5G19', target: 'a:a' },
    ])
    expect(keysOfAgency({ ...organ, uscc: null })).toHaveLength(1)
  })
})

describe('a query', () => {
  test.each(['', '   ', '\u3000', '\u200b'])('%j that says nothing has no keys', (query) => {
    expect(exactKeys(query)).toEqual([])
  })

  test.each([
    ['澜市监罚〔2O26〕12号', ['澜市监罚〔2026〕12号']],
    ['澜市监罚〔2o26〕1o号', ['澜市监罚〔2026〕10号']],
    ['澜市监罚〔２Ｏ２６〕12号', ['澜市监罚〔２0２６〕12号']],
    ['91999OO1MAOOOOOO7U', [CODE, '91999001MA0000007U']],
    ['9I9990OIMA0000007U', [CODE, '9I99900IMA0000007U']],
    ['澜市监罚〔2026〕12号', []],
    [CODE, []],
  ])('%j may have meant %j', (query, meant) => {
    expect(suggestionsFor(query)).toEqual([...new Set(meant)])
  })

  test('always finds what is written the very same way', () => {
    const names = fc.string({ unit: fc.constantFrom(...'甲乙丙12（）〔〕·-A号。 &'), minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(names, (text) => {
        const keys = keysOfRecord(record({ documentNumber: text, subjectName: text }, null)).map(({ key }) => key)

        for (const key of keys) expect(exactKeys(text)).toContain(key)
      }),
    )
  })

  test('never stumbles, and never has a key twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        const keys = exactKeys(query)

        expect(new Set(keys).size).toBe(keys.length)
        for (const meant of suggestionsFor(query)) expect(meant).not.toBe(query)
      }),
    )
  })
})
