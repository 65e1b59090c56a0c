/** Passed, of the tests of the public suite on each machine, as vitest's JSON report has them. */
export type SuiteCounts = { node: number; workerd: number }

/** `test/built/public-suite.test.ts` names its two halves so. */
const TITLE = /^public suite: (node|workerd) /

export function publicSuiteCounts(report: unknown): SuiteCounts {
  const counts: SuiteCounts = { node: 0, workerd: 0 }
  for (const file of listIn(report, 'testResults')) {
    for (const result of listIn(file, 'assertionResults')) {
      const machine = TITLE.exec(String(Reflect.get(Object(result), 'fullName')).trim())?.[1]
      const isPassed = Reflect.get(Object(result), 'status') === 'passed'
      if (isPassed && (machine === 'node' || machine === 'workerd')) counts[machine] += 1
    }
  }
  return counts
}

/** A suite of nothing is no suite. */
export function areSame({ node, workerd }: SuiteCounts): boolean {
  return node > 0 && node === workerd
}

export function suiteLine({ node, workerd }: SuiteCounts): string {
  return `public suite: node ${node} passed, workerd ${workerd} passed`
}

function listIn(holder: unknown, name: string): unknown[] {
  const list: unknown = Reflect.get(Object(holder), name)
  return Array.isArray(list) ? list : []
}
