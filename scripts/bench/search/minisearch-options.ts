import type { Options } from 'minisearch'

/** A record as MiniSearch gets it. */
export type MiniRecord = { id: string; name: string; number: string; code: string; text: string } & MiniStored
export type MiniStored = { kind: string; agency: string; year: string; date: string; title: string }

/** Runs in the page too, so it imports nothing that is there at run time. Pairs of characters, as it has no words. */
export const MINI_OPTIONS: Options<MiniRecord> = {
  fields: ['name', 'number', 'code', 'text'],
  storeFields: ['kind', 'agency', 'year', 'date', 'title', 'name', 'number'],
  tokenize: (text) => {
    const characters = [
      ...text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, ''),
    ]
    if (characters.length < 2) return characters
    return characters.slice(0, -1).map((character, at) => `${character}${characters[at + 1]}`)
  },
  searchOptions: { combineWith: 'AND', boost: { name: 3, number: 5, code: 5 } },
}
