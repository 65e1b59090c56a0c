import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KIND_PATH } from '#domain/record-kinds'
import { filesUnder } from '../files.ts'
import { BUILT, PAGES, pageFiles, ROUTES, SNAPSHOT_GENERATION, SNAPSHOT_TOP } from '../privacy/outputs.ts'
import { sharedSite, startNode } from './site.ts'

test('every page of the site is in the list of outputs', async () => {
  const files = await pageFiles('site/src/pages')

  expect(files.sort()).toEqual(Object.keys(PAGES).sort())
})

test('every route of the API is in the list of outputs', async () => {
  const server = await startNode(sharedSite())
  const response = await fetch(`${server.origin}/api/v1/openapi.json`)
  const document: unknown = await response.json()
  await server.close()

  const paths = typeof document === 'object' && document !== null && 'paths' in document ? document.paths : {}

  expect(
    Object.keys(paths ?? {})
      .map((path) => path.replace(/^\/api\/v1/, ''))
      .sort(),
  ).toEqual(Object.keys(ROUTES).sort())
})

test('everything in the snapshot store is in the list of outputs', async () => {
  const { dataFolder } = sharedSite()
  const folder = join(dataFolder, 'snapshot')
  const { generation } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))

  const top = (await readdir(folder)).filter((name) => name !== 'tmp')

  expect(await filesUnder(join(folder, 'tmp'))).toEqual([])
  expect(top.sort()).toEqual([...SNAPSHOT_TOP, generation].sort())
  expect((await readdir(join(folder, generation))).sort()).toEqual(SNAPSHOT_GENERATION)
})

test('everything in a build is in the list of outputs, and the edge holds no page of a record or an organ', async () => {
  const { nodeBuild, edgeBuild } = sharedSite()

  const edge = (await readdir(join(edgeBuild, 'client'))).filter((name) => !name.startsWith('.') && name !== '_headers')

  expect((await readdir(join(nodeBuild, 'client'))).sort()).toEqual([...BUILT].sort())
  expect(edge.sort()).toEqual(
    BUILT.filter((name) => !['agencies', ...Object.values<string>(KIND_PATH)].includes(name)).sort(),
  )
})
