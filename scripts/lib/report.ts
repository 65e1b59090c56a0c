/** One way to talk to the operator: progress on stderr, results on stdout. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A line that is rewritten in place on a terminal, and left out where nobody watches. */
export function ticker(label: string): (count: number) => void {
  const startedAt = Date.now()
  let shownAt = startedAt
  return (count) => {
    if (Date.now() - shownAt < 500) return
    shownAt = Date.now()
    const perSecond = Math.round(count / Math.max(0.001, (shownAt - startedAt) / 1000))
    const line = `  ${label} ${count} 行（每秒约 ${perSecond}）`
    process.stderr.write(process.stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
  }
}

/** Ends the program with what happened and what to do; never a stack trace for a foreseen trouble. */
export function stop(text: string, code = 1): never {
  process.stderr.write(`${text}\n`)
  process.exit(code)
}
