import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KindFile } from '#content/schema/kind'
import { type ContentProblem, parseContent } from '#content/schema/problem'

const ROOT = join(import.meta.dirname, '../..')
const KINDS_FOLDER = join(ROOT, 'content/kinds')
export const COMPILED = join(ROOT, 'api/domain/record-kinds.ts')

export type KindSources = { kinds: Record<string, KindFile>; problems: ContentProblem[] }

/** Every kind of record by the name of its folder, in the order they say. */
export async function readKinds(folder = KINDS_FOLDER): Promise<KindSources> {
  const problems: ContentProblem[] = []
  const found: [string, KindFile][] = []
  for (const name of (await readdir(folder)).sort()) {
    const file = `content/kinds/${name}/kind.yaml`
    const parsed = parseContent(file, await readFile(join(folder, name, 'kind.yaml'), 'utf8'), KindFile)
    if (parsed.ok) found.push([name, parsed.value])
    else problems.push(...parsed.problems)
  }
  for (const key of ['order', 'path', 'letter', 'label'] as const) problems.push(...doubles(found, key))
  found.sort(([, a], [, b]) => a.order - b.order)
  return { kinds: Object.fromEntries(found), problems: [...problems, ...clashes(found), ...strangers(found)] }
}

function doubles(found: readonly [string, KindFile][], key: 'order' | 'path' | 'letter' | 'label'): ContentProblem[] {
  return found.flatMap(([name, kind], index) =>
    found.slice(0, index).some(([, other]) => other[key] === kind[key])
      ? [problem(name, key, String(kind[key]), '与其他类别不重复的值')]
      : [],
  )
}

/** A field that several kinds have means the same in all: one way to read it, one set of members. */
function clashes(found: readonly [string, KindFile][]): ContentProblem[] {
  const first = new Map<string, string>()
  return found.flatMap(([name, { fields }]) =>
    Object.entries(fields).flatMap(([field, { type, members }]) => {
      const said = JSON.stringify([type, members ?? null])
      const before = first.get(field) ?? said
      first.set(field, before)
      return before === said ? [] : [problem(name, `fields.${field}`, said, `与其他类别的同名字段一致：${before}`)]
    }),
  )
}

/** Records come of a power only where they are a kind of their own. */
function strangers(found: readonly [string, KindFile][]): ContentProblem[] {
  const names = found.map(([name]) => name)
  return found.flatMap(([name, { fields }]) =>
    Object.entries(fields).flatMap(([field, { recordsOf }]) =>
      Object.values(recordsOf ?? {})
        .filter((kind) => !names.includes(kind))
        .map((kind) => problem(name, `fields.${field}.recordsOf`, kind, `类别：${names.join('、')}`)),
    ),
  )
}

function problem(name: string, field: string, value: string, allowed: string): ContentProblem {
  return { file: `content/kinds/${name}/kind.yaml`, line: null, field, value, allowed }
}

/** The kinds as the domain reads them, by the name of the constant. */
export function compileKinds(kinds: Record<string, KindFile>): Record<string, unknown> {
  const each = <T>(pick: (kind: KindFile) => T) =>
    Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, pick(kind)]))
  // Apart, so that who needs only an address or a name does not carry all the fields along; the browser knows a kind by its letter.
  return {
    RECORD_KINDS: Object.keys(kinds),
    KIND_PATH: each(({ path }) => path),
    KIND_LETTER: each(({ letter }) => letter),
    KIND_SIGNS: Object.fromEntries(
      // Every page carries it, so only what is looked up most has its name there.
      Object.values(kinds).map(({ letter, path, document, group }) => [
        letter,
        group === 'decisions' ? [path, document] : [path],
      ]),
    ),
    KIND_LABEL: each(({ label }) => label),
    KIND_DOCUMENT: each(({ document }) => document),
    KIND_GROUP: each(({ group }) => group),
    KIND_ABOUT: each(({ about }) => about),
    KIND_STANDINGS: each(({ standings }) => standings),
    KIND_FACTS: each(({ part, isIndexed, title, intro, keywords }) => ({ part, isIndexed, title, intro, keywords })),
    KIND_FIELDS: each(({ fields }) => Object.fromEntries(Object.entries(fields).map(compiledField))),
  }
}

function compiledField([id, { max, label, header, ...field }]: [string, KindFile['fields'][string]]) {
  const { asked, extra, isCategory, isListed, endsOn, isReference, hint, ...rest } = field
  const marks = Object.entries({ asked, extra, isCategory, isListed, endsOn, isReference }).filter(([, is]) => is)
  const said = { ...rest, maxLength: max, header, label: label ?? header, ...Object.fromEntries(marks) }
  return [id, hint === '' ? said : { ...said, hint }] as const
}

/** Code, so that rooms without files, the browser and the compiler know the kinds, too. */
export function kindsModule(tables: Record<string, unknown>): string {
  const lines = Object.entries(tables).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value)} as const`,
  )
  return ['/** Made from content/kinds by `npm run kinds`; edit there. */', ...lines].join('\n\n')
}
