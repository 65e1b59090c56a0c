import { pathIn } from '#domain/addresses'
import { KIND_SIGNS } from '#domain/record-kinds'
import { type AskJson, type ExactFinding, findExact } from './exact-shard.ts'

/** `path`: absolute, base included. */
export type Suggestion = { text: string; detail: string | null; path: string }

/** `isLimited`: the API did not answer or cannot search, so little more than what is exact can be found. `isFinal`: nothing more will come. */
export type Suggestions = { items: Suggestion[]; isLimited: boolean; isFinal: boolean }

export const MOST_SUGGESTIONS = 8

const NUMERALS = '一二三四五六七八'

/** Asks shard and API at once. Shows what is exact as soon as it is there, then everything; never rejects. */
export async function findSuggestions(
  query: string,
  base: string,
  ask: AskJson,
  show: (found: Suggestions) => void,
): Promise<void> {
  const fromApi = ask(`api/v1/suggestions?q=${encodeURIComponent(query)}`)
    .then((answer) => ({ items: readSuggestions(answer, base), isLimited: saysLimited(answer) }))
    .catch(() => ({ items: [], isLimited: true }))
  const exact = await findExact(query, ask).then(
    (finding) => exactSuggestions(query, base, finding),
    () => [],
  )
  if (exact.length > 0) show({ items: exact, isLimited: false, isFinal: false })
  const more = await fromApi
  show({ items: mergeSuggestions(exact, more.items), isLimited: more.isLimited, isFinal: true })
}

/** The API is there, but what it searches in is not. */
function saysLimited(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && Reflect.get(answer, 'isLimited') === true
}

/** A shard has no names: what was typed stands for them, and decisions of the same number are counted. */
export function exactSuggestions(query: string, base: string, { targets, meant }: ExactFinding): Suggestion[] {
  if (meant !== null) {
    const path = `${base}search/?q=${encodeURIComponent(meant)}`
    return [{ text: `您要查的是不是 ${meant}？`, detail: null, path }]
  }
  const items = targets.slice(0, MOST_SUGGESTIONS).map((target) => suggestionOf(query, base, target))
  return items.map((item, index) => {
    const alike = items.filter(({ detail }) => detail === item.detail)
    if (alike.length === 1) return item
    const nth = items.slice(0, index).filter(({ detail }) => detail === item.detail).length
    return { ...item, detail: `${item.detail}（${NUMERALS.charAt(nth)}）` }
  })
}

/** Without a name of its own until the API tells it: every page carries this table. */
const PLAIN_NAME = '公示信息'
const SIGNS: Readonly<Record<string, readonly [path: string, name?: string]>> = {
  ...KIND_SIGNS,
  s: ['subjects', '单位的公示信息'],
  a: ['agencies', '公示机关'],
}

function suggestionOf(text: string, base: string, [letter = '', id = '']: readonly string[]): Suggestion {
  const [section = '', detail = PLAIN_NAME] = SIGNS[letter] ?? []
  return { text, detail, path: base + pathIn(section, id) }
}

/** Exact ones first, each page once, in the words of the API where it knows them. */
export function mergeSuggestions(exact: readonly Suggestion[], fromApi: readonly Suggestion[]): Suggestion[] {
  const byPath = new Map([...exact, ...fromApi].map((item) => [item.path, item]))
  return [...byPath.values()].slice(0, MOST_SUGGESTIONS)
}

/** What of an answer can be shown: words and a page of this site, whatever it is of. Throws where there is no list. */
export function readSuggestions(answer: unknown, base: string): Suggestion[] {
  // Safe: every member is looked at below.
  const items = (answer as { items?: unknown } | null)?.items
  if (!Array.isArray(items)) throw new TypeError('The answer has no list of suggestions.')
  return items.flatMap((item: Partial<Record<keyof Suggestion, unknown>> | null) => {
    const { text, detail, path } = item ?? {}
    if (typeof text !== 'string' || typeof path !== 'string' || !isPathBelow(base, path)) return []
    return [{ text, detail: typeof detail === 'string' ? detail : null, path }]
  })
}

/** Not one that a browser would take for another host. */
function isPathBelow(base: string, path: string): boolean {
  return path.startsWith(base) && /^\/(?![/\\])/.test(path)
}
