import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openXlsx, readXlsx, saveXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { EXCHANGE } from '#contract/exchange'
import { isDecision } from '#domain/kind-groups'
import { fieldSpec, fieldsOf } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { templatePath } from '#site/lib/urls.ts'
import { loadContent } from '../../scripts/lib/content.ts'
import { exportFile } from '../../scripts/lib/export-file.ts'
import { builtTemplates, templateOf } from '../../scripts/lib/template-file.ts'
import { importFile } from '../csv.ts'
import { type World, world } from '../world.ts'

const content = await loadContent('demo')

async function sheetsOf(kind: RecordKind) {
  const { sheets } = await readXlsx(await templateOf(kind, content), { readStyles: true })
  const [form, guide] = sheets
  if (!form || !guide) throw new Error('The template lacks a sheet.')
  return { form, guide, headers: form.rows[0] ?? [] }
}

/** The first sheet of the template with rows below its headers, each value under its header. */
async function filled(kind: RecordKind, rows: Record<string, string>[]): Promise<Uint8Array> {
  const workbook = await openXlsx(await templateOf(kind, content))
  const [form] = workbook.sheets
  if (!form) throw new Error('The template lacks a sheet.')
  const headers = (form.rows[0] ?? []).map(String)
  form.rows = [headers, ...rows.map((row) => headers.map((header) => row[header] ?? null))]
  return saveXlsx(workbook)
}

async function importBytes(w: World, kind: RecordKind, name: string, bytes: Uint8Array) {
  const file = join(w.folder, name)
  await writeFile(file, bytes)
  return importFile(w, kind, file)
}

async function demoRows(kind: RecordKind): Promise<Record<string, string>[]> {
  const w = await world()
  const file = join(w.folder, 'demo.json')
  await exportFile(w, { file, format: 'json', kind, organ: null, headers: 'names' })
  return JSON.parse(await readFile(file, 'utf8'))
}

describe.each(RECORD_KINDS)('the template for a %s', (kind) => {
  test('has the official headers in their order, the required ones filled in another colour', async () => {
    const { form, headers } = await sheetsOf(kind)
    const fills = fieldsOf(kind).map((field, index) => ({
      isRequired: fieldSpec(kind, field)?.required,
      fill: JSON.stringify(form.cells?.get(`0,${index}`)?.style?.fill),
    }))
    const colours = (isRequired: boolean) =>
      new Set(fills.filter((it) => it.isRequired === isRequired).map((it) => it.fill))

    expect(headers).toEqual(Object.values(EXCHANGE[kind]).map(({ header }) => header))
    expect(colours(true).size).toBe(1)
    expect(colours(false).size).toBe(1)
    expect(colours(true)).not.toEqual(colours(false))
    expect(form.freezePane).toEqual({ rows: 1 })
  })

  test('keeps codes and days as they are typed, and leaves amounts to be numbers', async () => {
    const { form } = await sheetsOf(kind)

    for (const [index, field] of fieldsOf(kind).entries()) {
      const isAmount = fieldSpec(kind, field)?.type.startsWith('amount')
      expect([field, form.cells?.get(`1,${index}`)?.style?.numFmt]).toEqual([field, isAmount ? undefined : '@'])
    }
  })

  test('offers the words that are read, and insists on them only where no other is', async () => {
    const { form, headers } = await sheetsOf(kind)
    const lists = (form.dataValidations ?? []).map(({ range, values, errorStyle, showErrorMessage }) => {
      const index = headers.findIndex((_, at) => range.startsWith(`${letterOf(at)}2:`))
      return { field: fieldsOf(kind)[index], values, isClosed: errorStyle !== undefined || showErrorMessage === true }
    })

    const closed = fieldsOf(kind).filter((field) => fieldSpec(kind, field)?.type === 'enum')
    expect(lists.filter(({ isClosed }) => isClosed).map(({ field }) => field)).toEqual(closed)
    for (const { field, values } of lists.filter(({ isClosed }) => isClosed)) {
      const known = content.words[field ?? 'subjectName']
      expect(values?.length).toBeGreaterThan(1)
      expect(values?.filter((word) => !known?.has(word))).toEqual([])
    }
    const open = kind === 'licence' ? ['personIdType', 'licenceCategory'] : ['personIdType', 'penaltyKinds']
    expect(lists.map(({ field }) => field)).toEqual(expect.arrayContaining(isDecision(kind) ? open : []))
  })

  test('explains every field on its second sheet', async () => {
    const { guide } = await sheetsOf(kind)
    const rows = guide.rows.map((row) => row.map(String))

    expect(guide.name).toBe('填写说明')
    for (const { code, header } of Object.values(EXCHANGE[kind])) {
      expect(rows).toContainEqual(expect.arrayContaining([header, code, expect.stringMatching(/^[必选]填$/)]))
    }
  })

  test('has the same bytes whenever it is written', async () => {
    expect(Buffer.from(await templateOf(kind, content)).equals(await templateOf(kind, content))).toBe(true)
  })

  test('filled in with the demo’s rows is taken in whole', async () => {
    const rows = await demoRows(kind)
    const w = await world({ empty: true })

    const summary = await importBytes(w, kind, 'filled.xlsx', await filled(kind, rows))

    expect(rows.length).toBeGreaterThan(isDecision(kind) ? 50 : 2)
    expect(summary).toMatchObject({ read: rows.length, published: rows.length, rejected: 0 })
  })

  test('left empty is refused because it has no rows, and nothing of it stays behind', async () => {
    const w = await world({ empty: true })

    const importing = importBytes(w, kind, 'empty.xlsx', await templateOf(kind, content))

    await expect(importing).rejects.toThrow('file-without-rows')
    expect(await w.store.isEmpty()).toBe(true)
    expect(await w.store.abandonedBatches(Number.MAX_SAFE_INTEGER)).toEqual([])
  })
})

test('the site is built with a template for each kind', async () => {
  const files = await builtTemplates(content)

  expect([...files.keys()]).toEqual(RECORD_KINDS.map(templatePath))
})

function letterOf(index: number): string {
  const high = Math.floor(index / 26)
  return `${high === 0 ? '' : String.fromCharCode(64 + high)}${String.fromCharCode(65 + (index % 26))}`
}
