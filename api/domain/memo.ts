/** Cells longer than this are hardly ever repeated, and not worth keeping. */
const LONGEST = 120
const MOST = 2000

/** `compute`, which must be a pure rule, done once for each of the short texts that a file repeats. Bounded. */
export function memoised<R>(compute: (text: string) => R): (text: string) => R {
  const known = new Map<string, R>()
  return (text) => {
    if (text.length > LONGEST) return compute(text)
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as R
    const result = compute(text)
    if (known.size < MOST) known.set(text, result)
    return result
  }
}
