import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mapHeaders } from '#domain/header-mapping'
import type { RecordKind } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { dictionaries } = await loadContent('demo')

/** What was read right, wrong and not at all, of a sheet written before the matcher (see the folder's README). */
function judge(kind: RecordKind) {
  const text = readFileSync(join(import.meta.dirname, 'unseen-headers', `${kind}.csv`), 'utf8')
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
  const headers = rows.map(([header = '']) => header)
  const { columns } = mapHeaders(headers, dictionaries[kind], kind)
  const found = { right: [] as string[], wrong: [] as string[], unmatched: [] as string[] }
  rows.forEach(([header = '', expected = ''], index) => {
    const field = columns[index]?.field ?? 'none'
    const verdict = expected.split('|').includes(field) ? 'right' : field === 'none' ? 'unmatched' : 'wrong'
    found[verdict].push(verdict === 'wrong' ? `${header} as ${field}` : header)
  })
  return found
}

test.each([
  ['penalty', 28],
  ['licence', 21],
] as const)('of 30 %s headers from other cities none is read as a wrong field', (kind, right) => {
  const found = judge(kind)

  expect(found.wrong).toEqual([])
  expect(found.right.length, `left unmatched: ${found.unmatched.join('、')}`).toBeGreaterThanOrEqual(right)
})
