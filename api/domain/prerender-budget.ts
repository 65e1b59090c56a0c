/**
 * How many pages of each kind are built ahead: a kind with few records leaves its share to the others, so that a county
 * is built whole while the budget lasts. The shares are never more than the budget together, nor than there are records.
 */
export function shareBudget<K extends string>(budget: number, counts: Readonly<Record<K, number>>): Map<K, number> {
  const shares = new Map<K, number>()
  // Safe: the keys of a record of K.
  const kinds = (Object.keys(counts) as K[]).sort((a, b) => counts[a] - counts[b])
  let left = Math.max(0, Math.floor(budget))
  for (const [at, kind] of kinds.entries()) {
    const share = Math.min(counts[kind], Math.floor(left / (kinds.length - at)))
    shares.set(kind, share)
    left -= share
  }
  return shares
}
