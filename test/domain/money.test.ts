import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatYuan,
  inOtherUnit,
  parseAmount,
  parseHanNumber,
  statedAmounts,
  suspiciousWan,
  toWan,
} from '#domain/money'

const fens = fc.bigInt({ min: 0n, max: 10n ** 15n })

describe('an amount of money', () => {
  test.each([
    ['1,234.50', '元', 123_450n],
    ['1，234.50', '元', 123_450n],
    ['48000', '元', 4_800_000n],
    ['0.2', '万元', 200_000n],
    ['0.000001', '万元', 1n],
    ['0.1万元', '元', 100_000n],
    ['26220.46元', '万元', 2_622_046n],
    ['2000（元）', '万元', 200_000n],
    ['肆万捌仟元', '元', 4_800_000n],
    ['肆万捌仟圆整', '万元', 4_800_000n],
    ['四万八千元整', '元', 4_800_000n],
    ['十二万元', '元', 12_000_000n],
    ['罚款人民币壹拾万元整', '元', 10_000_000n],
    ['一亿零三百元', '元', 10_000_030_000n],
    ['两万亿元', '元', 200_000_000_000_000n],
    ['4万8千元', '元', 4_800_000n],
    ['12万3500元', '元', 12_350_000n],
    ['三万零五元', '元', 3_000_500n],
    ['三百十五元', '元', 31_500n],
    ['1234元5角', '元', 123_450n],
    ['壹仟贰佰叁拾肆元伍角陆分', '元', 123_456n],
    ['壹仟元零伍分', '元', 100_005n],
    ['２０００元', '万元', 200_000n],
    ['￥48,000.00', '元', 4_800_000n],
    ['罚款5万', '元', 5_000_000n],
    ['罚款5000', '元', 500_000n],
    ['五', '万元', 5_000_000n],
    ['0', '万元', 0n],
    ['零元', '元', 0n],
    ['罚款 600000 元', '万元', 60_000_000n],
    ['2026元旦期间违法，罚款500元', '元', 50_000n],
  ] as const)('%j in a column of %s is %i 分', (text, unit, fen) => {
    expect(parseAmount(text, unit)).toMatchObject({ ok: true, fen, several: false })
  })

  test('the text says whether it named the unit itself', () => {
    expect(parseAmount('0.2', '万元')).toMatchObject({ unitStated: false })
    expect(parseAmount('2000元', '万元')).toMatchObject({ unitStated: true })
  })

  test.each([
    ['26220.46元，罚款600000元', '万元', [2_622_046n, 60_000_000n]],
    ['没收违法所得80450元；罚款1.5万元', '万元', [8_045_000n, 1_500_000n]],
    ['0.5；0.3', '万元', [500_000n, 300_000n]],
    ['500元，500元', '元', [50_000n, 50_000n]],
    ['肆万捌仟元（4800元）', '元', [4_800_000n, 480_000n]],
  ] as const)('%j holds several, which are listed and their sum is flagged', (text, unit, fens) => {
    const amount = parseAmount(text, unit)

    expect(amount).toMatchObject({ ok: true, several: true, fen: fens.reduce<bigint>((sum, fen) => sum + fen, 0n) })
    expect(amount.ok && amount.parts.map((part) => part.fen)).toEqual(fens)
  })

  test.each(['罚款肆万捌仟元整（￥48,000.00）', '48000元（大写：肆万捌仟元整）', '4.8万元（人民币肆万捌仟元）'])(
    '%s says one amount twice',
    (text) => {
      expect(parseAmount(text, '元')).toMatchObject({ ok: true, fen: 4_800_000n, several: false })
    },
  )

  test.each([
    ['', 'empty'],
    ['——', 'empty'],
    ['/', 'empty'],
    ['无', 'empty'],
    ['&nbsp;', 'empty'],
    ['-500', 'negative'],
    ['－500元', 'negative'],
    ['罚款-500元', 'negative'],
    ['负五百元', 'negative'],
    ['5000元以上3万元以下', 'inexact'],
    ['1-5万元', 'inexact'],
    ['1万元至5万元', 'inexact'],
    ['约3万元', 'inexact'],
    ['不超过3万元', 'inexact'],
    ['5000美元', 'foreign'],
    ['罚款100元和US$20', 'foreign'],
    ['26220.466元', 'below-fen'],
    ['0.0000001万元', 'below-fen'],
    ['三万五元', 'unreadable'],
    ['一百五元', 'unreadable'],
    ['二三元', 'unreadable'],
    ['一万二万元', 'unreadable'],
    ['四万八千', 'unreadable'],
    ['1,23元', 'unreadable'],
    ['1.2.3元', 'unreadable'],
    ['1 234元', 'unreadable'],
    ['(500)', 'unreadable'],
    ['1E5', 'unreadable'],
    ['警告', 'unreadable'],
    ['货值金额三倍罚款', 'unreadable'],
  ])('%j is no amount in a column of 万元: %s', (text, reason) => {
    expect(parseAmount(text, '万元')).toEqual({ ok: false, reason })
  })

  test('in 万元 and back it is the same to the last 分', () => {
    fc.assert(
      fc.property(fens, (fen) => {
        expect(parseAmount(toWan(fen), '万元')).toMatchObject({ ok: true, fen })
        expect(parseAmount(`${toWan(fen)}万元`, '元')).toMatchObject({ ok: true, fen })
        expect(toWan(fen)).toMatch(/^\d+(\.\d{0,5}[1-9])?$/)
      }),
    )
  })

  test('what people read is the same to the last 分', () => {
    fc.assert(
      fc.property(fens, (fen) => {
        expect(parseAmount(formatYuan(fen), '万元')).toMatchObject({ ok: true, fen })
      }),
    )
  })

  test('whole 元 written out in Chinese numerals, plain or formal, read back exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }), (yuan) => {
        const plain = inHan(yuan)
        const formal = Array.from(
          plain,
          (han) => '零壹贰叁肆伍陆柒捌玖拾佰仟'.charAt('零一二三四五六七八九十百千'.indexOf(han)) || han,
        )

        expect(parseHanNumber(plain)).toBe(yuan)
        expect(parseAmount(`${formal.join('')}元整`, '万元')).toMatchObject({ ok: true, fen: yuan * 100n })
      }),
    )
  })

  test('no text makes the reading stumble', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseAmount(text, '元')))
    const money = fc.string({
      unit: fc.constantFrom(...'0123456789.,，-元角分整万亿千百十零一二三壹￥（）罚款 ；、至'),
    })
    fc.assert(
      fc.property(money, (text) => {
        const amount = parseAmount(text, '万元')
        if (amount.ok) expect(amount.fen).toBe(amount.parts.reduce((sum, part) => sum + part.fen, 0n))
      }),
    )
  })
})

describe('the sums that a text names', () => {
  test.each([
    ['没收违法所得26220.46元，并处罚款600000元。', [2_622_046n, 60_000_000n]],
    ['罚款人民币壹拾万元整（￥100,000.00）', [10_000_000n, 10_000_000n]],
    ['罚款2万元；逾期不缴的，每日加处3%', [2_000_000n]],
    ['处5000元以上3万元以下罚款，决定罚款8000元', [800_000n]],
    ['2026年11月10日，第12条第3款', []],
    ['警告', []],
    ['', []],
  ])('%s', (text, fens) => {
    expect(statedAmounts(text)).toEqual(fens)
  })

  test('include every amount that is written out', () => {
    fc.assert(
      fc.property(fens, fens, (a, b) => {
        expect(statedAmounts(`没收${formatYuan(a)}，罚款${toWan(b)}万元。`)).toEqual([a, b])
      }),
    )
  })
})

describe('the same number in the other unit', () => {
  test('there and back is where it began', () => {
    fc.assert(
      fc.property(fens, (fen) => {
        expect(inOtherUnit(inOtherUnit(fen, '元') ?? 0n, '万元')).toBe(fen)
      }),
    )
  })

  test('is none where it would be less than a 分', () => {
    expect(inOtherUnit(1n, '万元')).toBeUndefined()
  })
})

describe('showing money', () => {
  test.each([
    [4_800_000n, '48,000元', '4.8'],
    [2_622_046n, '26,220.46元', '2.622046'],
    [200_000n, '2,000元', '0.2'],
    [5n, '0.05元', '0.000005'],
    [0n, '0元', '0'],
    [100_000_000_000n, '1,000,000,000元', '100000'],
    [-150n, '-1.50元', '-0.00015'],
  ])('%i 分 is %s, in 万元 %s', (fen, yuan, wan) => {
    expect(formatYuan(fen)).toBe(yuan)
    expect(toWan(fen)).toBe(wan)
  })
})

describe('a column of 万元 that was filled in 元', () => {
  test.each([
    ['50000', true],
    ['600000', true],
    ['10000', true],
    ['9999', false],
    ['5000', false],
    ['12345.67', false],
    ['0.2', false],
  ])('%s looks like it: %s', (text, suspicious) => {
    const amount = parseAmount(text, '万元')

    expect(amount.ok && suspiciousWan(amount.fen)).toBe(suspicious)
  })
})

/** The plain way to write a number below 10^12 in Chinese numerals. */
function inHan(n: bigint): string {
  if (n === 0n) return '零'
  const groups = [n / 100_000_000n, (n / 10_000n) % 10_000n, n % 10_000n]
  let text = ''
  for (const [place, group] of groups.entries()) {
    if (group === 0n) continue
    if (text !== '' && group < 1000n) text += '零'
    text += groupInHan(Number(group)) + ['亿', '万', ''][place]
  }
  return text
}

function groupInHan(group: number): string {
  return Array.from(String(group).padStart(4, '0'), (digit, place) =>
    digit === '0' ? '零' : '零一二三四五六七八九'.charAt(Number(digit)) + ['千', '百', '十', ''][place],
  )
    .join('')
    .replace(/零+/g, '零')
    .replace(/^零|零$/g, '')
}
