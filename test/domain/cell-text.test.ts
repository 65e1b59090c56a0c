import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellFor, cleanCell, guardText, meansNone } from '#domain/cell-text'

describe('a cell', () => {
  test.each([
    ['&nbsp;罚款&nbsp5000元', '罚款 5000元'],
    ['&#160;甲&#160;', '甲'],
    ['甲&lt;乙&gt;', '甲<乙>'],
    ['&quot;甲&quot;&#39;乙&apos;', '"甲"\'乙\''],
    ['甲&amp;乙', '甲&乙'],
    ['&amp;lt;', '&lt;'],
    ['&#x4E2D;&#22269;&#x4e2d;', '中国中'],
    ['&ldquo;甲&rdquo;&mdash;乙&hellip;', '“甲”—乙…'],
    ['&#0;&#xD800;&#x110000;&unknown;&;', '&#0;&#xD800;&#x110000;&unknown;&;'],
    ['甲&乙;丙', '甲&乙;丙'],
    ['甲\r\n乙\t丙', '甲 乙 丙'],
    ['甲<br/>乙&lt;BR&gt;丙', '甲 乙 丙'],
    ['　甲　', '甲'],
    ['\ufeff甲\u200b乙', '甲乙'],
    ['-', ''],
    ['——', ''],
    ['－－', ''],
    ['/', ''],
    ['\\', ''],
    ['null', ''],
    ['NULL', ''],
    ['undefined', ''],
    ['  ', ''],
    ['-5', '-5'],
    ['无', '无'],
    ['甲-乙', '甲-乙'],
  ])('%j says %j', (text, said) => {
    expect(cleanCell(text, 'line')).toBe(said)
  })

  test.each([
    ['lines', '甲\n乙\n100\n200'],
    ['line', '甲 乙 100 200'],
    ['joined', '甲乙100 200'],
  ] as const)('with breaks, as %s', (shape, said) => {
    expect(cleanCell(' 甲\r\n\r\n乙&#10;100\u2028 200 \n', shape)).toBe(said)
  })

  test.each(['无', '暂无', 'N/A', 'n/a', 'Ｎ／Ａ'])('%s means that there is none', (text) => {
    expect(meansNone(text)).toBe(true)
  })

  test.each(['无证经营', '无。', '有', ''])('%j does not', (text) => {
    expect(meansNone(text)).toBe(false)
  })

  test('holds no control character afterwards but the breaks of free text, and none at its ends', () => {
    const text = fc.string({
      unit: fc.constantFrom('甲', 'a', '1', ' ', '\n', '\r', '\t', '\u0000', '\u2028', '&#13;'),
    })
    fc.assert(
      fc.property(text, (cell) => {
        expect(cleanCell(cell, 'line')).not.toMatch(/\p{Cc}|^ | $/u)
        expect(cleanCell(cell, 'joined')).not.toMatch(/\p{Cc}|^ | $/u)
        expect(cleanCell(cell, 'lines')).not.toMatch(/[^\P{Cc}\n]|^\s|\s$|\n\n/u)
      }),
    )
  })
})

describe('a cell that was written out', () => {
  const PIECES = [
    '=',
    '+',
    '-',
    '@',
    '＝',
    '－',
    "'",
    '\t',
    '\r',
    '\n',
    '\u0001',
    '\u200b',
    '\u0085',
    ' ',
    '甲',
    '1',
    '/',
  ]
  const raw = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(...PIECES, '&', 'lt;', 'amp;', 'nbsp', '#60;', '<', 'br', '>', 'null', "'", '0012', '-3'),
        { maxLength: 8 },
      )
      .map((pieces) => pieces.join('')),
  )
  const shapes = fc.constantFrom('lines', 'line', 'joined')

  test.each([
    ['=1+1', "'=1+1"],
    ['+86', "'+86"],
    ['-5', "'-5"],
    ['@甲', "'@甲"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['＝1', "'＝1"],
    ['0012', "'0012"],
    ['110105194912310021', "'110105194912310021"],
    ['12E5', "'12E5"],
    ['2026-3', "'2026-3"],
    ['2026-03-05', '2026-03-05'],
    ['0.5', '0.5'],
    ['2026', '2026'],
    ['甲=1', '甲=1'],
    ["'甲", "'甲"],
    ['', ''],
  ])('%j is guarded as %j', (cell, guarded) => {
    expect(guardText(cell)).toBe(guarded)
  })

  test.each([
    ["'=1+1", '=1+1'],
    ["''=1+1", "'=1+1"],
    ["'-", ''],
    ["'0012", '0012'],
    ["''2026-3", "'2026-3"],
    ["'甲", "'甲"],
    ["'", "'"],
    [" '=1", "'=1"],
  ])('exactly the guard of %j is taken off: %j', (cell, said) => {
    expect(cleanCell(cell, 'line')).toBe(said)
  })

  test('says again what it said, guarded against spreadsheet programs or not', () => {
    fc.assert(
      fc.property(raw, shapes, (cell, shape) => {
        const said = cleanCell(cell, shape)
        const written = cellFor(said)

        expect(cleanCell(written, shape)).toBe(said)
        expect(cleanCell(guardText(written), shape)).toBe(said)
      }),
      { numRuns: 5000 },
    )
  })

  test('never starts a formula once it is guarded', () => {
    fc.assert(
      fc.property(raw, (cell) => {
        expect(guardText(cell)).not.toMatch(/^[=+\-@＝＋－＠\t\r\n]/)
      }),
    )
  })
})
