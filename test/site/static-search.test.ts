import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptParts, safeExcerpt } from '../../site/src/enhance/static-search.ts'

/** As Pagefind writes a text: brackets escaped, every word that was found in a mark of its own. */
function asPagefind(parts: readonly { text: string; isHit: boolean }[]): string {
  return parts
    .map(({ text, isHit }) => {
      const written = text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      return isHit ? `<mark>${written}</mark>` : written
    })
    .join('')
}

const part = fc.record({
  text: fc.string({ minLength: 1, unit: fc.constantFrom(...'公示期<>/mark"x&') }),
  isHit: fc.boolean(),
})

test('an excerpt has no tag but marks, whatever the text', () => {
  const tricky = fc.constantFrom('&lt;', '&amp;', '</mark>', '<mark>', '. ', '文')
  const written = fc.record({ text: fc.string({ minLength: 1, unit: tricky }), isHit: fc.boolean() })

  fc.assert(
    fc.property(fc.array(fc.oneof(part, written)), (parts) => {
      const safe = safeExcerpt(asPagefind(parts))

      expect(safe.replace(/<\/?mark>/g, '')).not.toMatch(/[<>]/)
      expect(safe.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&')
      expect(safe.match(/<mark>/g)?.length).toBe(safe.match(/<\/mark>/g)?.length)
    }),
  )
})

test('its parts say the same text, and every letter keeps its mark', () => {
  const letters = (parts: readonly { text: string; isHit: boolean }[]) =>
    parts.flatMap(({ text, isHit }) => Array.from(text, (letter) => `${letter}${isHit}`))

  fc.assert(
    fc.property(fc.array(part), (parts) => {
      expect(letters(excerptParts(asPagefind(parts)))).toEqual(letters(parts))
    }),
  )
})

test('reading an excerpt again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const safe = safeExcerpt(asPagefind(parts))

      expect(safeExcerpt(safe)).toBe(safe)
    }),
  )
})

test('words side by side are one hit, and headings end as in Chinese', () => {
  const written = '怎样申请<mark>信用</mark><mark>修复</mark>. 受到处罚的，3. 5 倍. <mark>信用</mark>'

  expect(excerptParts(written)).toEqual([
    { text: '怎样申请', isHit: false },
    { text: '信用修复', isHit: true },
    { text: '。受到处罚的，3. 5 倍。', isHit: false },
    { text: '信用', isHit: true },
  ])
})
