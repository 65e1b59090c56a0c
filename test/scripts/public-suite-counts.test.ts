import { expect, test } from 'vitest'
import { areSame, publicSuiteCounts, suiteLine } from '../../scripts/lib/public-suite-counts.ts'

const named = (fullName: string, status = 'passed') => ({ fullName, status })
const reportOf = (...assertionResults: unknown[]) => ({ testResults: [{ assertionResults }] })

test('each machine has its own count, of what passed', () => {
  const report = reportOf(
    named('public suite: node answers'),
    named('public suite: workerd answers'),
    named('public suite: node refuses'),
    named('public suite: workerd refuses', 'failed'),
    named('a public suite: node elsewhere'),
  )

  const counts = publicSuiteCounts(report)

  expect(suiteLine(counts)).toBe('public suite: node 2 passed, workerd 1 passed')
  expect(areSame(counts)).toBe(false)
})

test('a suite that did not run is not the same on both machines', () => {
  for (const report of [{}, null, reportOf()]) expect(areSame(publicSuiteCounts(report))).toBe(false)
})
