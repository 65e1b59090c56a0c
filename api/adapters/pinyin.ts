import { pinyin } from 'pinyin-pro'
import { memoised } from '#domain/memo'
import type { PinyinOf } from '#domain/search-entry'

const SPELLING = { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' } as const

/** Characters with several readings are read as their word has them; what is not Chinese stays as it is. */
export const pinyinOf: PinyinOf = memoised((name) => {
  const syllables = pinyin(name, SPELLING)
  const isChinese = (syllable: string) => /^[a-z]+$/.test(syllable)
  return {
    full: syllables.join(''),
    initials: syllables.map((syllable) => (isChinese(syllable) ? syllable.charAt(0) : syllable)).join(''),
  }
})
