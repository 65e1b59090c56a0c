import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDay } from '#domain/day'
import { exactKey, keysOfAgency, keysOfRecord, parseTarget, suggestionsFor } from '#domain/exact-key'
import { toPublicRecord } from '#domain/public-record'
import type { FieldValues } from '#domain/record-content'
import type { RecordKind } from '#domain/vocabulary'

const CODE = '91999001MA0000007U'

function record(open: FieldValues, linkedUscc: string | null = CODE, kind: RecordKind = 'penalty') {
  const day = parseDay('2026-11-10')
  if (day === undefined) throw new Error('not a day')
  return toPublicRecord(
    {
      id: '0123456789ab',
      kind,
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
      marks: [],
      categories: [],
      standing: null,
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

    expect(exactKey(written)).toBe(key?.key)
    expect(key?.target).toBe('p:0123456789ab:shichang-jianguan')
  })

  test.each(['澜市监罚〔2026〕13号', '澜市监罚〔2025〕12号', '滑市监罚〔2026〕12号', '澜市监罚〔2026〕1-2号'])(
    'the other number %j leads elsewhere',
    (written) => {
      const keys = keysOfRecord(record({ documentNumber: NUMBER })).map(({ key }) => key)

      expect(keys).not.toContain(exactKey(written))
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

    expect(keys.filter(({ key }) => key === exactKey(written))).toEqual([{ key: CODE, target: `s:${CODE}` }])
  })

  test.each([
    ['甲（滑县）食品有限公司', '甲(滑县)食品有限公司'],
    ['甲·乙商行', '甲•乙商行'],
    ['ABC食品有限公司', 'ａｂｃ食品 有限公司'],
  ])('%j is found by %j', (name, written) => {
    const keys = keysOfRecord(record({ subjectName: name }))

    expect(keys.find(({ key }) => key === exactKey(written))?.target).toBe(`s:${CODE}`)
  })

  test.each([
    ['老王商号', '老王商'],
    ['北京第3', '北京3'],
  ])('named %j is not the one named %j', (one, other) => {
    expect(exactKey(one)).not.toBe(exactKey(other))
  })

  test('without a code leads to the record itself', () => {
    const keys = keysOfRecord(record({ documentNumber: '1号' }, null))

    expect(keys).toEqual([
      { key: '1', target: 'p:0123456789ab:shichang-jianguan' },
      { key: '澜溪县试样食品有限公司', target: 'p:0123456789ab:shichang-jianguan' },
    ])
  })

  test('a record without a number has no key for one', () => {
    expect(keysOfRecord(record({})).map(({ key }) => key)).toEqual([CODE, '澜溪县试样食品有限公司'])
  })

  test('whose name is also the number of its decision has that key once for each target', () => {
    const own = 'p:0123456789ab:shichang-jianguan'

    expect(keysOfRecord(record({ documentNumber: '甲', subjectName: '甲' }, null))).toEqual([
      { key: '甲', target: own },
    ])
    expect(keysOfRecord(record({ documentNumber: '甲', subjectName: '甲' }))).toEqual([
      { key: '甲', target: own },
      { key: CODE, target: `s:${CODE}` },
      { key: '甲', target: `s:${CODE}` },
    ])
  })
})

describe('a licence', () => {
  const keys = (licenceNumber: string) =>
    keysOfRecord(record({ documentNumber: '1', licenceNumber }, null, 'licence')).map(({ key }) => key)

  test('is found by the number on its certificate too', () => {
    expect(keys('JY1999900100012')).toEqual(['1', 'JY1999900100012', '澜溪县试样食品有限公司'])
  })

  test.each(['无', '见证书正本', '12'])('is not found by %j, which says nothing', (word) => {
    expect(keys(word)).toEqual(['1', '澜溪县试样食品有限公司'])
  })
})

describe('a target', () => {
  test.each([
    ['l:0123456789ab:a-b', { of: 'record', kind: 'licence', id: '0123456789ab', agency: 'a-b' }],
    ['p:0123456789ab:a', { of: 'record', kind: 'penalty', id: '0123456789ab', agency: 'a' }],
    [`s:${CODE}`, { of: 'subject', uscc: CODE }],
    ['a:shichang', { of: 'agency', slug: 'shichang' }],
  ] as const)('%j is read as %o', (target, meant) => {
    expect(parseTarget(target)).toEqual(meant)
  })
})

describe('an organ', () => {
  test('is found by its names, and by code where it has one', () => {
    const names = ['澜溪县市场监督管理局', '县市场监管局']
    const organ = { slug: 'a', names, uscc: '11999001MAJDTL5G19' }

    expect(keysOfAgency(organ)).toEqual([
      { key: '澜溪县市场监督管理局', target: 'a:a' },
      { key: '县市场监管局', target: 'a:a' },
      { key: '11999001MAJDTL5G19', target: 'a:a' },
    ])
    expect(keysOfAgency({ ...organ, uscc: null })).toHaveLength(2)
  })
})

describe('a query', () => {
  test.each(['', '   ', '\u3000', '\u200b'])('%j that says nothing has no key', (query) => {
    expect(exactKey(query)).toBe('')
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

        for (const key of keys) expect(key).toBe(exactKey(text))
      }),
    )
  })

  test('has a key that is its own key, also where a code has marks around it', () => {
    const pieces = fc.constantFrom(...'91999001MA0000007U', '-', '号', '，', '。', ' ', '第', '〔', '十二', 'JY', '12')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 24 }), (parts) => {
        const text = parts.join('')
        expect(exactKey(exactKey(text))).toBe(exactKey(text))
      }),
      { numRuns: 1000 },
    )
    for (const end of ['号', '，', ' 号。', '']) {
      expect(exactKey(`91999001-MA0000007-U${end}`)).toBe(CODE)
      expect(exactKey(`JY-1234567890123456${end}`)).toBe('JY1234567890123456')
    }
  })

  test('never stumbles, and its key is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        const key = exactKey(query)

        expect(exactKey(key)).toBe(key)
        for (const meant of suggestionsFor(query)) expect(meant).not.toBe(query)
      }),
    )
  })
})
