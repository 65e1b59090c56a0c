const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Words of a Chinese text, by the dictionary that every runtime brings along. */
export function wordsOf(text: string): string[] {
  return Array.from(segmenter.segment(text)).flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))
}
