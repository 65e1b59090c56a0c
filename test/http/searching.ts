import { expect } from 'vitest'
import { SearchAnswer } from '#contract/search'
import type { RecordRow } from '#domain/public-record'
import type { World } from '../world.ts'

export async function search(w: World, q: string, more = ''): Promise<SearchAnswer> {
  const { status, body } = await w.get(`search?q=${encodeURIComponent(q)}${more}`)
  expect([q, more, status]).toEqual([q, more, 200])
  return SearchAnswer.parse(body)
}

export const idsOf = ({ items }: SearchAnswer) => items.map(({ record }) => record.id)

export async function allPages(w: World, q: string, more: string): Promise<RecordRow[]> {
  const rows: RecordRow[] = []
  for (let cursor = ''; ; ) {
    const page = await search(w, q, `${more}&limit=7${cursor}`)
    rows.push(...page.items.map(({ record }) => record))
    if (page.next === null) return rows
    cursor = `&cursor=${page.next}`
  }
}

export async function onePenalty(w: World): Promise<RecordRow> {
  const [row] = await w.rows('kind=penalty&limit=1')
  if (!row) throw new Error('The demo has no penalty.')
  return row
}
