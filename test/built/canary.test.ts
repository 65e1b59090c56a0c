import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CANARY_WORDS } from '../canary.ts'
import { filesWith } from '../files.ts'
import { addressesFor } from '../privacy/outputs.ts'
import { MACHINES, rowsOf, sharedSite, start, workspaceOf } from './site.ts'

test('planted personal data is in no byte of snapshot or build', async () => {
  const site = sharedSite()

  expect(await filesWith(join(site.dataFolder, 'snapshot'), CANARY_WORDS)).toEqual([])
  expect(await filesWith(site.nodeBuild, CANARY_WORDS)).toEqual([])
  expect(await filesWith(site.edgeBuild, CANARY_WORDS)).toEqual([])
})

test.each(MACHINES)('planted personal data is in no answer of %s, though its record is public', async (machine) => {
  const server = await start(machine, sharedSite())
  const row = (await rowsOf(server.origin, 'penalty')).find((it) => it.documentNumber === '澜市监罚〔2026〕7777号')
  if (!row) throw new Error('The canary record is not public, so this test would prove nothing.')
  const about = {
    ...row,
    number: row.documentNumber,
    name: row.subject.name,
    uscc: row.subject.uscc ?? '',
    agency: row.agency.slug,
  }

  const leaks: string[] = []
  for (const address of addressesFor(about)) {
    const text = await (await fetch(`${server.origin}${address}`)).text()
    leaks.push(...CANARY_WORDS.filter((word) => text.includes(word)).map((word) => `${address}: ${word}`))
  }
  const page = await (await fetch(`${server.origin}/penalties/${row.id}/`)).text()
  await server.close()

  expect(leaks).toEqual([])
  expect(page).toContain('销售超过保质期的食品')
})

test('a natural person stays out, and only the tables for it hold what was planted', async () => {
  const workspace = await workspaceOf(sharedSite())

  const ids = await workspace.store.publicIds('', 10_000)
  const states = await workspace.store.publishStates(ids)

  const open = JSON.stringify([...states.values()])
  expect(open).toContain('7777号')
  expect(open).not.toContain('7778号')
  expect(CANARY_WORDS.filter((word) => open.includes(word))).toEqual([])
})
