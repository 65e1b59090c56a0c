import type { z } from 'zod'
import { LawChanges, Mechanisms, type Policy, policySchema } from '#content/schema/policy'
import type { Reading } from '../../site/src/lib/reading.ts'

type PolicyReading = Pick<Reading, 'policies' | 'mechanisms' | 'lawChanges'>

type Read = <S extends z.ZodType>(path: string, schema: S) => Promise<z.output<S> | undefined>

/** `read` notes the problems of a file and gives undefined; policies are sorted from new to old. */
export async function readPolicies(
  read: Read,
  files: readonly string[],
  places: readonly string[],
): Promise<PolicyReading | undefined> {
  const mechanisms = await read('codes/mechanisms.yaml', Mechanisms)
  const lawChanges = await read('rules/law-changes.yaml', LawChanges)
  if (!(mechanisms && lawChanges)) return undefined
  const schema = policySchema({
    places: new Set(places),
    mechanisms: new Set(Object.keys(mechanisms)),
    changes: new Set(lawChanges.map(({ id }) => id)),
  })
  const policies: Policy[] = []
  for (const name of files.filter((it) => it.endsWith('.yaml')).sort()) {
    const policy = await read(`policies/${name}`, schema)
    if (policy) policies.push({ slug: name.replace(/\.yaml$/, ''), ...policy })
  }
  return { policies: policies.sort((a, b) => (a.issuedOn < b.issuedOn ? 1 : -1)), mechanisms, lawChanges }
}
