import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ENTRY_KINDS } from '#domain/kind-groups'
import * as compiled from '#domain/record-kinds'
import { RECORD_KINDS } from '#domain/vocabulary'
import { compileKinds, readKinds } from '../../scripts/lib/kinds.ts'
import { filesUnder } from '../files.ts'

const ROOT = join(import.meta.dirname, '../..')
const KINDS = join(ROOT, 'content/kinds')

/** Rooms in which a kind could be named; content and what is made from it may. */
const ROOMS = ['api', 'db', 'site/src']

test('the code has the kinds that the content says', async () => {
  const { kinds, problems } = await readKinds()

  expect(problems).toEqual([])
  expect(compileKinds(kinds)).toEqual({ ...compiled })
})

test('a kind of entries is four files and nothing else of the code names it', async () => {
  for (const kind of ENTRY_KINDS) {
    expect
      .soft((await readdir(join(KINDS, kind))).sort(), kind)
      .toEqual(['headers.yaml', 'kind.yaml', 'periods.yaml', 'publication.yaml'])
  }
  const naming = new Map<string, string[]>()
  for (const room of ROOMS) {
    for (const file of await filesUnder(join(ROOT, room))) {
      if (!/\.(ts|astro)$/.test(file) || file.endsWith('record-kinds.ts')) continue
      const text = await readFile(file, 'utf8')
      for (const kind of ENTRY_KINDS) {
        if (!text.includes(`'${kind}'`)) continue
        naming.set(kind, [...(naming.get(kind) ?? []), file.slice(ROOT.length + 1)])
      }
    }
  }

  // Law of their own, or a plot of their own; 'arrears' and 'promise' are words of other lists, too.
  expect(naming.get('dishonesty')).toEqual([
    ...['api/domain/overdue-entry.ts', 'api/domain/repair-estimate.ts', 'api/domain/report-submission.ts'],
  ])
  expect(naming.get('report')).toEqual(['api/domain/report-submission.ts'])
  expect(naming.get('court-default')).toBeUndefined()
  expect(naming.get('rectification')?.filter((file) => !file.includes('case') && !file.includes('vocabulary'))).toEqual(
    [],
  )
  expect(naming.get('litigation')).toBeUndefined()
})

test('another kind is another folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-kinds-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(KINDS, folder, { recursive: true })
  await cp(join(folder, 'rectification'), join(folder, 'inspection'), { recursive: true })
  const file = join(folder, 'inspection/kind.yaml')
  const text = await readFile(file, 'utf8')
  const changes = {
    'order: 7': 'order: 98',
    'label: 问题整改': 'label: 监督检查',
    'path: rectifications': 'path: inspections',
  }
  const changed = Object.entries({ ...changes, 'letter: r': 'letter: i' }).reduce(
    (it, [a, b]) => it.replace(a, b),
    text,
  )
  await writeFile(file, changed)

  const { kinds, problems } = await readKinds(folder)

  expect(problems).toEqual([])
  expect(compileKinds(kinds).RECORD_KINDS).toEqual([...RECORD_KINDS, 'inspection'])
})

test.each([
  ['a letter that another kind has', 'letter: r', 'letter: d', 'content/kinds/rectification/kind.yaml  letter'],
  ['a standing of a field that is not there', 'past: dueOn', 'past: dueDay', 'content/kinds/rectification/kind.yaml:'],
  [
    'a last standing with a condition',
    'tone: plain }\nfields',
    'tone: plain, when: { set: dueOn } }\nfields',
    '最后一个没有 when',
  ],
])('%s is said with file and field', async (_, right, wrong, said) => {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-kinds-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(KINDS, folder, { recursive: true })
  const file = join(folder, 'rectification/kind.yaml')
  await writeFile(file, (await readFile(file, 'utf8')).replace(right, wrong))

  const { problems } = await readKinds(folder)

  const text = problems.map((it) => `${it.file}${it.line === null ? '' : `:${it.line}`}  ${it.field} ${it.allowed}`)
  expect(text.join('\n')).toContain(said)
})
