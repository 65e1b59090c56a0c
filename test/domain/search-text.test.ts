import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldText, leadPairs, lengthOf, loosenedWords, MOST_TERMS, pairsOf, searchWords } from '#domain/search-text'
import { marked, snippet } from '#domain/snippet'

/** Letters, marks and separators that come together, or change places, once what stood between them is dropped. */
const odd = fc
  .array(fc.constantFrom('İ', '\u{1d165}', '\u0307', '\u0301', '\u00ad', '\u1100', '\u1161', '-', '.', '1', 'e', 'Ǆ'))
  .map((characters) => characters.join(''))

describe('folding', () => {
  test.each([
    ['澜市监罚〔2026〕12号', '澜市监罚202612号'],
    ['（澜溪）食品 有限公司', '澜溪食品有限公司'],
    ['ＡＢＣ１２．５', 'abc12.5'],
    ['罚款3.5万元。', '罚款3.5万元'],
    ['《食品安全法》第124条', '食品安全法第124条'],
    ['1.', '1'],
    ['.5', '5'],
    ['e-\u0301', 'é'],
    ['', ''],
  ])('%j is %j', (text, folded) => {
    expect(foldText(text)).toBe(folded)
  })

  test('is the same when done twice, and holds nothing that could be an operator', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), odd), (text) => {
        const folded = foldText(text)

        expect(foldText(folded)).toBe(folded)
        expect(folded).not.toMatch(/["'*^:(){}+\-\s_]/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('pairs', () => {
  test('overlap, and characters beyond 16 bits are one', () => {
    expect(pairsOf('食品3号')).toEqual(['食品', '品3', '3号'])
    expect(pairsOf('𠮷野家')).toEqual(['𠮷野', '野家'])
    expect([pairsOf(''), pairsOf('甲')]).toEqual([[], []])
  })

  test('of what a record leads with are marked, and the first word says where it begins', () => {
    expect(leadPairs('清水厂')).toEqual(['^清', '^清水', '^水厂'])
    expect(leadPairs('清水厂', false)).toEqual(['^清水', '^水厂'])
    expect([leadPairs(''), leadPairs('𠮷')]).toEqual([[], ['^𠮷']])
  })
})

describe('what a query asks for', () => {
  test.each([
    ['食品 罚款', ['食品', '罚款'], []],
    ['食品\u3000罚款　食品', ['食品', '罚款'], []],
    ['鑫 食品', ['食品'], ['鑫']],
    ['“超过 保质期” 食品', ['超过保质期', '食品'], []],
    ['"超过 保质期', ['超过', '保质期'], []],
    ['食品 OR 药品', ['食品', 'or', '药品'], []],
    ['name:食品*', ['name食品'], []],
    ['！？', [], []],
  ])('%j: %j, without %j', (query, terms, ignored) => {
    expect(searchWords(query)).toEqual({ terms, ignored })
  })

  test('never has a word twice, one of a single character, or too many of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'食品罚款12 "“.a\u3000'), maxLength: 60 }), (query) => {
        const { terms } = searchWords(query)

        expect(new Set(terms).size).toBe(terms.length)
        expect(terms.length).toBeLessThanOrEqual(MOST_TERMS)
        for (const term of terms) expect(lengthOf(term)).toBeGreaterThanOrEqual(2)
      }),
    )
  })

  test('a phrase that stands nowhere is taken apart', () => {
    const words = (text: string) => (text === '超市过期的食品' ? ['超市', '过期', '的', '食品'] : [text])

    expect(loosenedWords(['超市过期的食品', '罚款'], words)).toEqual(['超市', '过期', '食品', '罚款'])
    expect(loosenedWords(['甲乙'], () => ['甲', '乙'])).toEqual(['甲乙'])
  })
})

describe('showing where it stands', () => {
  const hits = (text: string, terms: string[]) =>
    marked(text, terms)
      .filter(({ isHit }) => isHit)
      .map((piece) => piece.text)

  test('in the words of the text, whatever stands between', () => {
    expect(hits('澜市监罚〔２０２６〕12号', ['罚202612'])).toEqual(['罚〔２０２６〕12'])
    expect(hits('食品食品，食品店', ['食品'])).toEqual(['食品食品', '食品'])
    expect(hits('罚款3.5万元，另35万元', ['35万'])).toEqual(['35万'])
    expect(hits('甲乙丙', ['甲乙', '乙丙'])).toEqual(['甲乙丙'])
    expect(hits('罚款３．５万元', ['3.5万'])).toEqual(['３．５万'])
    expect(hits('第1.（2）项', ['1.2'])).toEqual(['1.（2'])
  })

  test('a piece of a long text is cut around the first hit', () => {
    const text = `${'前'.repeat(100)}超过保质期${'后'.repeat(100)}`
    const found = snippet(text, ['保质期']) ?? []

    expect(found.map((piece) => piece.text).join('')).toBe(`…${'前'.repeat(14)}超过保质期${'后'.repeat(53)}…`)
    expect(snippet(text, ['没有的'])).toBeUndefined()
  })

  test('loses and adds nothing', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'食品罚款甲（）.． 12２𠮷'), maxLength: 120 })
    const terms = fc.array(fc.constantFrom('食品', '罚款', '12', '𠮷甲', '1.2'), { maxLength: 3 })
    fc.assert(
      fc.property(texts, terms, (text, asked) => {
        expect(
          marked(text, asked)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
        const shown = (snippet(text, asked) ?? []).map((piece) => piece.text).join('')
        expect(text).toContain(shown.replace(/^…|…$/g, ''))
        for (const term of asked) {
          if (foldText(text).includes(term)) expect(marked(text, asked).some(({ isHit }) => isHit)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
