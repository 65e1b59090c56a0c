import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseDelimiter, DELIMITERS, lineEndsOf, splitRecords } from '#domain/delimiter'

const recognise = (headers: readonly string[]) =>
  headers.filter((header) => ['名称', '日期', '机关'].includes(header)).length

describe('the delimiter', () => {
  const cell = fc.stringMatching(/^[甲乙丙a-z0-9,;|\t. "\n]{0,8}$/)
  const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 10 })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

  test('is the one between known headers, whatever the cells hold', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DELIMITERS), rows, (delimiter, cells) => {
        const text = [['名称', '日期', '机关'], ...cells.map((row) => row.map(quoted))]
          .map((row) => row.join(delimiter))
          .join('\n')

        expect(chooseDelimiter(text, recognise)).toBe(delimiter)
        expect(
          splitRecords(text, delimiter)
            .slice(1, 11)
            .map((row) => row.cells),
        ).toEqual(cells.slice(0, 39))
      }),
    )
  })

  test('without known headers is the one that makes even rows', () => {
    expect(chooseDelimiter('a;b;c\n1,5;2;3\n4;5,1;6\n', () => 0)).toBe(';')
    expect(chooseDelimiter('one column\nof words\n', () => 0)).toBe(',')
    expect(chooseDelimiter('one column\nof words\n', () => 0, '\t')).toBe('\t')
  })
})

describe('line ends', () => {
  test.each([
    ['a\nb', ['\r\n', '\n']],
    ['a\r\nb', ['\r\n', '\n']],
    ['a\rb', ['\r']],
    ['"a\nb"\rc', ['\r']],
    ['"a\rb"\nc', ['\r\n', '\n']],
    ['a', ['\r\n', '\n']],
  ])('of %j', (text, ends) => {
    expect(lineEndsOf(text)).toEqual(ends)
  })
})
