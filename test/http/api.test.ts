import { expect, test } from 'vitest'
import { z } from 'zod'
import { DownloadList } from '#contract/open-data'
import {
  AgencyList,
  AgencyView,
  ExactAnswer,
  PublicRecord,
  RecordPage,
  RemovalList,
  SubjectDossier,
} from '#contract/record'
import { Problem, PUBLIC_PROBLEM } from '#http/problem'
import { world } from '../world.ts'

test('every answer of the API has exactly the shape that its contract promises', async () => {
  const w = await world()
  const [row] = await w.rows('kind=penalty&limit=1')
  const uscc = (await w.rows('kind=licence&limit=50')).find((it) => it.subject.uscc)?.subject.uscc

  for (const [path, schema] of [
    [`records/${row?.id}`, PublicRecord],
    ['records?kind=licence&limit=3', RecordPage],
    ['agencies', AgencyList],
    [`agencies/${row?.agency.slug}`, AgencyView],
    [`subjects/${uscc}`, SubjectDossier],
    [`exact?q=${encodeURIComponent(row?.documentNumber ?? '')}`, ExactAnswer],
    ['removals?since=2026-01-01', RemovalList],
    ['downloads', DownloadList],
  ] as const) {
    const { status, body } = await w.get(path)
    expect(status, path).toBe(200)
    expect(strictly(schema).safeParse(body).error?.issues ?? [], path).toEqual([])
  }
})

test('every error is a problem in Chinese that says what to do', async () => {
  const w = await world()
  const cases: [string, number, string][] = [
    ['records/000000000000', 404, 'record-not-found'],
    ['records/ABC', 422, 'input-invalid'],
    ['records?kind=nothing', 422, 'input-invalid'],
    ['records?kind=licence&page=9999', 404, 'page-not-found'],
    ['records?kind=licence&year=20', 422, 'input-invalid'],
    ['records?kind=licence&agency=nobody', 404, 'agency-not-found'],
    ['agencies/nobody', 404, 'agency-not-found'],
    ['subjects/91999001MA00000000', 404, 'subject-not-found'],
    ['subjects/x', 422, 'input-invalid'],
    ['exact', 422, 'input-invalid'],
    [`exact?q=${'长'.repeat(201)}`, 422, 'input-invalid'],
    ['removals?since=yesterday', 422, 'input-invalid'],
    ['nothing-here', 404, 'address-unknown'],
  ]

  for (const [path, status, code] of cases) {
    const answer = await w.get(path)
    expect(answer, path).toMatchObject({ status, body: { code, status } })
    expect(answer.headers.get('Content-Type'), path).toBe('application/problem+json; charset=utf-8')
    expect(Problem.safeParse(answer.body).success, path).toBe(true)
  }
  expect(w.faults).toEqual([])
})

test('hostile queries get an answer or a clear refusal, never a fault', async () => {
  const w = await world()
  const hostile = [
    '%00',
    "' OR 1=1 --",
    '../../etc/passwd',
    '🙂'.repeat(50),
    '<script>',
    '"'.repeat(100),
    '\u202e倒',
    '%',
  ]

  for (const query of hostile) {
    const { status } = await w.get(`exact?q=${encodeURIComponent(query)}`)
    expect([200, 422], query).toContain(status)
  }
  expect(w.faults).toEqual([])
})

test('a number is found in every notation that people type, and only the whole number is', async () => {
  const w = await world()
  const [row] = await w.rows('kind=penalty&limit=1')
  const number = row?.documentNumber ?? ''
  const year = number.match(/\d{4}/)?.[0] ?? ''
  const notations = [
    number,
    number.replace('〔', '(').replace('〕', ')'),
    number.replace('〔', '【').replace('〕', '】'),
    number.replace('〔', ' [').replace('〕', '] '),
    number.replace(/号$/, ''),
    number.replace(
      year,
      year.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    ),
  ]

  for (const notation of notations) {
    const { body } = await w.get(`exact?q=${encodeURIComponent(notation)}`)
    expect(body, notation).toMatchObject({ records: [{ id: row?.id }] })
  }
  expect((await w.get(`exact?q=${encodeURIComponent(number.slice(0, -2))}`)).body).toMatchObject({ records: [] })
})

test('code and name lead to the subject or the organ, and an O typed for 0 is suggested', async () => {
  const w = await world()
  const row = (await w.rows('kind=licence&limit=100')).find((it) => it.subject.uscc?.includes('0'))
  const [agency] = agencies((await w.get('agencies')).body)
  const code = row?.subject.uscc ?? ''

  expect((await w.get(`exact?q=${code}`)).body).toMatchObject({ subjects: [{ uscc: code }] })
  expect((await w.get(`exact?q=${encodeURIComponent(row?.subject.name ?? '')}`)).body).toMatchObject({
    subjects: expect.arrayContaining([expect.objectContaining({ uscc: code })]),
  })
  expect((await w.get(`exact?q=${encodeURIComponent(agency?.name ?? '')}`)).body).toMatchObject({
    agencies: [{ slug: agency?.slug }],
  })
  expect((await w.get(`exact?q=${code.replace('0', 'O')}`)).body).toMatchObject({ suggestion: code, subjects: [] })
})

test('pages of a list hold every record once, newest first, within organ and year', async () => {
  const w = await world()
  const { total, years } = pageOf((await w.get('records?kind=penalty&limit=7')).body)
  const all = []
  for (let page = 1; page <= Math.ceil(total / 7); page++)
    all.push(...(await w.rows(`kind=penalty&limit=7&page=${page}`)))
  const slug = all[0]?.agency.slug
  const year = years[0]?.year

  expect(new Set(all.map(({ id }) => id)).size).toBe(total)
  expect(all.map(({ decidedOn }) => decidedOn)).toEqual(
    all
      .map(({ decidedOn }) => decidedOn)
      .sort()
      .reverse(),
  )
  expect(years.reduce((sum, { count }) => sum + count, 0)).toBe(total)
  expect(ids(await w.rows(`kind=penalty&agency=${slug}&year=${year}&limit=100`))).toEqual(
    ids(all.filter((row) => row.agency.slug === slug && row.decidedOn.startsWith(year ?? '?'))),
  )
})

test('the OpenAPI document names every route and every problem that exists', async () => {
  const w = await world()

  const { body } = await w.get('openapi.json')

  const document = z.object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }).parse(body)
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths).sort()).toMatchInlineSnapshot(`
    [
      "/api/v1/agencies",
      "/api/v1/agencies/{slug}",
      "/api/v1/agencies/{slug}/quality",
      "/api/v1/cases/{receipt}/supplements",
      "/api/v1/cases/{receipt}/withdrawal",
      "/api/v1/challenges",
      "/api/v1/complaints",
      "/api/v1/corrections",
      "/api/v1/desk-key",
      "/api/v1/downloads",
      "/api/v1/evaluations",
      "/api/v1/exact",
      "/api/v1/health",
      "/api/v1/look-ups",
      "/api/v1/objections",
      "/api/v1/recent",
      "/api/v1/records",
      "/api/v1/records/{id}",
      "/api/v1/removals",
      "/api/v1/repairs",
      "/api/v1/report-calendar",
      "/api/v1/search",
      "/api/v1/statistics/agencies",
      "/api/v1/statistics/breakdown",
      "/api/v1/statistics/cases",
      "/api/v1/statistics/clocks",
      "/api/v1/statistics/removals",
      "/api/v1/subjects/{uscc}",
      "/api/v1/suggestions",
      "/api/v1/tasks",
      "/api/v1/tasks/{policy}/{id}",
      "/api/v1/uploads",
    ]
  `)
  for (const { status, title, advice } of Object.values(PUBLIC_PROBLEM)) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(title.length * advice.length).toBeGreaterThan(0)
  }
})

function strictly(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema
}

function ids(rows: { id: string }[]): string[] {
  return rows.map(({ id }) => id)
}

function agencies(body: unknown): { slug: string; name: string }[] {
  return AgencyList.parse(body).items
}

function pageOf(body: unknown) {
  return RecordPage.parse(body)
}
