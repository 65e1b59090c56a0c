import { parse } from 'csv-parse/sync'
import jsonld from 'jsonld'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createApp } from '#api/app'
import { DownloadList } from '#contract/open-data'
import type { PlaceFacts } from '#domain/place-facts'
import { RECORD_KINDS } from '#domain/vocabulary'
import { publishPending } from '#usecase/publish-pending'
import { endRecord } from '#usecase/remove-record'
import { type World, world } from '../world.ts'

/** What the Data Package standard, version 2, asks of the parts that we write. */
const DataPackage = z.looseObject({
  $schema: z.literal('https://datapackage.org/profiles/2.0/datapackage.json'),
  name: z.string().regex(/^[a-z0-9._-]+$/),
  created: z.iso.datetime({ offset: true }),
  version: z.string(),
  contributors: z.array(z.strictObject({ title: z.string().min(1), roles: z.array(z.string()) })).min(1),
  resources: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9._-]+$/),
        title: z.string(),
        path: z.string().regex(/^(?!\/)(?!.*\.\.)[a-z0-9./-]+$/),
        format: z.string(),
        mediatype: z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/),
        bytes: z.int(),
        hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
        type: z.literal('table').optional(),
        encoding: z.literal('utf-8').optional(),
        dialect: z
          .strictObject({
            $schema: z.literal('https://datapackage.org/profiles/2.0/tabledialect.json'),
            header: z.literal(true),
            lineTerminator: z.literal('\r\n'),
            quoteChar: z.literal('"'),
          })
          .optional(),
        schema: z
          .strictObject({
            $schema: z.literal('https://datapackage.org/profiles/2.0/tableschema.json'),
            fields: z.array(
              z.strictObject({
                name: z.string(),
                type: z.enum(['string', 'date']),
                description: z.string().min(1),
                constraints: z.strictObject({ required: z.literal(true), unique: z.literal(true) }).optional(),
              }),
            ),
            missingValues: z.tuple([z.literal('')]),
            primaryKey: z.array(z.string()),
          })
          .optional(),
      }),
    )
    .min(1),
})

const get = async (w: Pick<World, 'app'>, path: string) => {
  const response = await w.app.request(`/data/${path}`)
  return { status: response.status, type: response.headers.get('Content-Type'), text: await response.text() }
}

/** Every file that can be downloaded; there is one only where there is a record. */
async function listed({ app, content }: Pick<World, 'app' | 'content'>) {
  const answer = await app.request(`${content.place.base}api/v1/downloads`)
  return DownloadList.parse(await answer.json()).files
}

describe('the data package', () => {
  test('is what version 2 of the standard asks for, with a name for each file', async () => {
    const w = await world()

    const { type, text } = await get(w, 'datapackage.json')
    const document = DataPackage.parse(JSON.parse(text))

    const names = document.resources.map(({ name }) => name)
    expect(type).toBe('application/json; charset=utf-8')
    expect(names).toHaveLength((await listed(w)).length)
    expect(new Set(names).size).toBe(names.length)
    for (const { schema } of document.resources) {
      const fields = schema?.fields.map(({ name }) => name) ?? []
      expect(schema?.primaryKey.filter((key) => !fields.includes(key)) ?? []).toEqual([])
    }
  })

  test.each(RECORD_KINDS)('describes the columns and types that the table has: %s', async (kind) => {
    const w = await world()
    const document = DataPackage.parse(JSON.parse((await get(w, 'datapackage.json')).text))
    const path = kind === 'licence' ? 'licences.csv' : 'penalties.csv'
    const resource = document.resources.find((it) => it.path === path)

    const text = (await get(w, path)).text
    const [header, ...rows]: string[][] = parse(text, { bom: true, record_delimiter: '\r\n' })

    expect(header).toEqual(resource?.schema?.fields.map(({ name }) => name))
    for (const [index, field] of (resource?.schema?.fields ?? []).entries()) {
      const cells = rows.map((row) => row[index] ?? '')
      if (field.type === 'date') expect(cells.filter((cell) => !/^(\d{4}-\d\d-\d\d)?$/.test(cell))).toEqual([])
      if (field.constraints) expect(new Set(cells.filter((cell) => cell !== '')).size).toBe(rows.length)
    }
    expect(rows.length).toBeGreaterThan(50)
  })

  test('names the terms of the place where it has them, and none where it has none', async () => {
    const w = await world()
    const named = placed(w, { dataTerms: { name: '开放数据使用条款', url: 'https://www.example.gov.cn/terms' } })

    const without = JSON.parse((await get(w, 'datapackage.json')).text)
    const document = JSON.parse((await get(named, 'datapackage.json')).text)

    expect(without.licenses).toBeUndefined()
    expect(document.licenses).toEqual([{ title: '开放数据使用条款', path: 'https://www.example.gov.cn/terms' }])
  })
})

describe('the catalogue', () => {
  const DCAT = 'http://www.w3.org/ns/dcat#'

  test('expands to DCAT without asking anybody, with every file as a distribution', async () => {
    const w = placed(await world(), { origin: 'https://www.example.gov.cn' })
    const { type, text } = await get(w, 'catalog.jsonld')

    const [catalog] = await jsonld.expand(JSON.parse(text), { documentLoader: refuse })

    expect(type).toBe('application/ld+json; charset=utf-8')
    expect(catalog?.['@type']).toEqual([`${DCAT}Catalog`])
    const datasets = nodes(catalog, `${DCAT}dataset`)
    const distributions = datasets.flatMap((dataset) => nodes(dataset, `${DCAT}distribution`))
    expect(1 + datasets.length * 3).toBe((await listed(w)).length)
    expect(distributions).toHaveLength(3 * datasets.length)
    for (const dataset of datasets) {
      expect(dataset['@type']).toEqual([`${DCAT}Dataset`, 'https://schema.org/Dataset'])
      for (const asked of ['dct:title', 'dct:description', 'dct:publisher', 'dct:identifier', 'schema:description'])
        expect([asked, nodes(dataset, iriOf(asked)).length]).toEqual([asked, 1])
    }
    const ids = datasets.map((dataset) => dataset['@id'])
    expect(new Set(ids).size).toBe(ids.length)
    for (const distribution of distributions) {
      const [address] = nodes(distribution, `${DCAT}downloadURL`)
      expect(String(address?.['@id'])).toMatch(/^https:\/\/www\.example\.gov\.cn\/data\/[a-z/-]+\.(csv|json|ndjson)$/)
      expect(nodes(distribution, `${DCAT}byteSize`)[0]).toMatchObject({ '@value': expect.stringMatching(/^\d+$/) })
    }
  })

  test('says nothing that JSON-LD drops: turned into triples, each distribution has its checksum', async () => {
    const w = await world()
    const document = JSON.parse((await get(w, 'catalog.jsonld')).text)
    const base = 'http://localhost:4321/data/catalog.jsonld'

    const triples = String(
      await jsonld.toRDF(document, { format: 'application/n-quads', base, documentLoader: refuse }),
    )

    // But for the database with everything, which is none of the tables.
    const files = (await listed(w)).length - 1
    expect(triples.split('<http://spdx.org/rdf/terms#checksumValue>').length - 1).toBe(files)
    expect(triples.split(`<${DCAT}accessURL>`).length - 1).toBe(files)
    expect(triples).toContain(`<${DCAT}endpointDescription> <http://localhost:4321/api/v1/openapi.json>`)
  })
})

test('the dictionary explains every column of every table, and none that is never public', async () => {
  const w = await world()

  const { text } = await get(w, 'dictionary.csv')
  const rows: Record<string, string>[] = parse(text, { bom: true, columns: true, record_delimiter: '\r\n' })

  for (const [kind, path] of [
    ['行政许可', 'licences.json'],
    ['行政处罚', 'penalties.json'],
  ] as const) {
    const [first] = JSON.parse((await get(w, path)).text)
    expect(rows.filter((row) => row.信息类别 === kind).map((row) => row.列名)).toEqual(Object.keys(first))
  }
  expect(rows.filter((row) => (row.说明 ?? '') === '')).toEqual([])
  expect(rows.filter((row) => /备注|证件|法定代表人/.test(row.列名 ?? ''))).toEqual([])
})

test('while files are made again, what describes them says so too', async () => {
  const w = await world()
  const [row] = await w.rows('kind=penalty&limit=1')
  await endRecord(w, { id: row?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
  await publishPending(w)

  expect((await get(w, 'datapackage.json')).status).toBe(503)
  expect((await get(w, 'catalog.jsonld')).status).toBe(503)
  expect((await get(w, 'dictionary.csv')).status).toBe(200)
  const { files } = DownloadList.parse((await w.get('downloads')).body)
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter(({ isServed }) => isServed)).toEqual([])
})

/** The same world as another place would show it. */
function placed(w: World, changes: Partial<PlaceFacts>): Pick<World, 'app' | 'content'> {
  const app = createApp({ ...w.deps, place: { ...w.content.place, ...changes } })
  return { app, content: w.content }
}

function refuse(url: string): never {
  throw new Error(`The catalogue asks for ${url}.`)
}

type Node = Record<string, unknown>

function nodes(node: unknown, property: string): Node[] {
  const found: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, property) : undefined
  return Array.isArray(found) ? found : []
}

function iriOf(name: string): string {
  return name.replace('dct:', 'http://purl.org/dc/terms/').replace('schema:', 'https://schema.org/')
}
