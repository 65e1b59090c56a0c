import Libsql from 'libsql'
import { onTestFinished } from 'vitest'

/** Every statement that the database is asked from now on, until the test ends. */
export function statements(): Set<string> {
  const seen = new Set<string>()
  const { prepare } = Libsql.prototype
  // Safe: the same function, with a look at what it is given.
  Libsql.prototype.prepare = function (this: Libsql.Database, source: string) {
    seen.add(source)
    return prepare.call(this, source)
  } as typeof prepare
  onTestFinished(() => {
    Libsql.prototype.prepare = prepare
  })
  return seen
}

/** How the database would go about a statement, a line a step. */
export function plansOf(file: string, sources: Iterable<string>): { source: string; steps: string[] }[] {
  const database = new Libsql(file)
  onTestFinished(() => void database.close())
  return [...sources].map((source) => {
    // Safe: what EXPLAIN QUERY PLAN answers.
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${source}`).all() as { detail: string }[]
    return { source, steps: plan.map(({ detail }) => detail) }
  })
}
