import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { countLetters, readsAsSimplified } from '#domain/simplified-text'

const SIMPLIFIED = [
  '经查，当事人销售超过保质期的食品，违反了《中华人民共和国食品安全法》第三十四条第十项的规定。',
  '澜溪县市场监督管理局行政许可决定书，许可内容：食品经营；有效期至二〇三一年三月。',
  '依据《行政处罚法》第二十八条，责令改正违法行为，并处罚款人民币五千元整，没收违法所得。',
]
const TRADITIONAL = [
  '經查,當事人銷售超過保質期的食品,違反了食品安全法第三十四條第十項的規定',
  '瀾溪縣市場監督管理局行政許可決定書,許可內容:食品經營;有效期至二零三一年三月',
  '依據行政處罰法第二十八條,責令改正違法行為,並處罰款人民幣五千元整,沒收違法所得',
]

function reads(text: string): boolean {
  const count = { letters: 0, common: 0 }
  countLetters(text, count)
  return readsAsSimplified(count)
}

test('simplified Chinese reads as such; in Big5 or UTF-8 taken for GB18030 it does not', () => {
  const texts = (from: string[]) =>
    fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: 10 }).map((it) => it.join(''))

  fc.assert(
    fc.property(texts(SIMPLIFIED), texts(TRADITIONAL), (simplified, traditional) => {
      expect(reads(iconv.decode(iconv.encode(simplified, 'gb18030'), 'gb18030'))).toBe(true)
      expect(reads(iconv.decode(iconv.encode(traditional, 'big5'), 'gb18030'))).toBe(false)
      expect(reads(iconv.decode(Buffer.from(simplified), 'gb18030'))).toBe(false)
    }),
  )
})

test('too few letters prove nothing', () => {
  expect(reads('行政处罚决定书')).toBe(false)
  expect(reads('91999001MA0000007U, 2026-03-05')).toBe(false)
})
