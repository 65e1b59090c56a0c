/** One way to talk to the operator: progress on stderr, results on stdout. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A line that is rewritten in place on a terminal, and left out where nobody watches. `fraction`: share done, if known. */
export function ticker(label: string, fraction: () => number | null): (count: number) => void {
  const startedAt = Date.now()
  let shownAt = startedAt
  return (count) => {
    if (Date.now() - shownAt < 500) return
    shownAt = Date.now()
    const seconds = Math.max(0.001, (shownAt - startedAt) / 1000)
    const line = `  ${label} ${count} 行（每秒约 ${Math.round(count / seconds)}${remaining(seconds, fraction())}）`
    process.stderr.write(process.stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
  }
}

function remaining(seconds: number, fraction: number | null): string {
  if (fraction === null || fraction <= 0) return ''
  const left = Math.round((seconds * (1 - fraction)) / fraction)
  const words = left < 90 ? `${left} 秒` : `${Math.round(left / 60)} 分钟`
  return `，已读 ${Math.floor(fraction * 100)}%，约剩 ${words}`
}

/** Ends the program with what happened and what to do; never a stack trace for a foreseen trouble. */
export function stop(text: string, code = 1): never {
  process.stderr.write(`${text}\n`)
  process.exit(code)
}
