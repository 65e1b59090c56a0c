import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atomText, escapeXml } from '#domain/atom'
import type { Feed } from '#domain/feed'

const feed = (title: string): Feed => ({
  id: 'tag:a.invalid,2026:a/feed/all',
  title,
  description: title,
  author: title,
  self: `/feeds/${title}`,
  page: '/',
  updatedOn: '2026-11-20',
  entries: [],
})

test('any text comes back from a feed as it went in, in content and in attributes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'<>&"\'\n\r\t]甲𠮷 a&#1;<!--'.split('')), maxLength: 30 }),
      (text) => {
        const writable = text.toWellFormed()

        const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(
          atomText(feed(writable)),
          'text/xml',
        )

        expect(document.getElementsByTagName('title')[0]?.textContent).toBe(writable)
        expect(document.getElementsByTagName('link')[0]?.getAttribute('href')).toBe(`/feeds/${writable}`)
      },
    ),
  )
})

test('what XML cannot write is replaced and never breaks the document', () => {
  const broken = ['\0', '\u0008', '\u001b', '\ud800', '\udc00', '\ufffe', '\uffff']

  for (const text of broken) {
    expect(escapeXml(`甲${text}乙`)).toBe('甲\uFFFD乙')
    expect(() =>
      new DOMParser({ onError: onErrorStopParsing }).parseFromString(atomText(feed(text)), 'text/xml'),
    ).not.toThrow()
  }
  expect(escapeXml('𠮷')).toBe('𠮷')
})
