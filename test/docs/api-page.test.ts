import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  ComplaintSubmission,
  CorrectionSubmission,
  ObjectionSubmission,
  RepairSubmission,
  Supplement,
} from '#contract/submission'
import { MAX_AGE_MS, MIN_AGE_MS } from '#domain/form-token'
import { INTAKE_LIMITS } from '#domain/intake-limits'
import { PUBLIC_PROBLEM } from '#http/problem'
import { world } from '../world.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8')
/** Rows of every table, by their cells. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )

test('the page for integrators names every error with its status and words, and no other', () => {
  const told = rows.filter(([status = '']) => /^\d{3}$/.test(status))

  expect(told.toSorted()).toEqual(
    Object.entries(PUBLIC_PROBLEM)
      .map(([code, { status, title, advice }]) => [String(status), `\`${code}\``, title, advice])
      .toSorted(),
  )
})

test('it names the limits as they are', () => {
  const told = rows.filter(([, address = '']) => /^\d+$/.test(address)).map(([, address, all]) => [address, all])
  const words = (limit: number) => (limit === Number.MAX_SAFE_INTEGER ? 'no limit' : String(limit))

  // The counter is at the desk, and no program comes in by it.
  const { clerk: _, ...limits } = INTAKE_LIMITS

  expect(told).toEqual(Object.values(limits).map(({ address, all }) => [words(address), words(all)]))
  expect(page).toContain(`from ${MIN_AGE_MS / 1000} seconds to ${MAX_AGE_MS / 3600_000} hours`)
})

test('it names every path of the API', async () => {
  const w = await world()
  const { body } = await w.get('openapi.json')
  const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(body)

  for (const path of Object.keys(paths)) {
    const named = path.replace('/api/v1', '').replace(/\{(id|slug|uscc)\}$/, '')
    expect.soft(page, path).toContain(named)
  }
})

test('what its commands send is what the API takes, in clear and sealed', () => {
  const schemas = {
    ...{ objections: ObjectionSubmission, complaints: ComplaintSubmission, repairs: RepairSubmission },
    ...{ corrections: CorrectionSubmission, cases: Supplement },
  }
  const commands = page
    .replaceAll(/\\\n\s*/g, '')
    .replaceAll(`'"$RECORD"'`, '0123456789ab')
    .replace(`"$(jq -n --arg code "$CODE" '{$code}')"`, `'{"code":"…"}'`)
    .matchAll(/^send \w+ "?(\w+)\S* '(.+?)' '(.+?)'$/gm)

  const told = [...commands].map(([, path = '', clear = '', part = '']) => {
    const schema = Object.entries(schemas).find(([name]) => name === path)?.[1]
    const issues = schema?.safeParse({ ...JSON.parse(clear), part: JSON.parse(part), work: '…' }).error?.issues
    return [path, issues ?? []]
  })

  expect(told).toEqual(Object.keys(schemas).map((path) => [path, []]))
})
