import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Aliases, importsOf, roomFindings, sourceFiles } from './rooms.ts'

const ROOT = join(import.meta.dirname, '../..')
const { imports: aliases }: { imports: Aliases } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const files = sourceFiles(ROOT)

/** What the checker says of a file that holds only this. */
function findings(path: string, text: string): string[] {
  return roomFindings({ path, text }, aliases)
}

describe('the rooms of design.md §2', () => {
  test.each(files)('$path keeps to its room', (file) => {
    expect(roomFindings(file, aliases).join('\n')).toBe('')
  })

  test('every room is looked at, pages too', () => {
    const paths = files.map(({ path }) => path)

    for (const folder of [
      'api/domain/',
      'api/usecase/',
      'db/',
      'content/schema/',
      'site/src/pages/',
      'site/src/enhance/',
      'scripts/',
      'test/',
    ]) {
      expect
        .soft(
          paths.some((path) => path.startsWith(folder)),
          folder,
        )
        .toBe(true)
    }
    expect(paths.filter((path) => path.endsWith('.astro')).length).toBeGreaterThan(10)
    expect(paths.some((path) => path.includes('node_modules') || path.includes('.astro/'))).toBe(false)
  })

  test('the checker sees the imports that are there', () => {
    const seen = files.flatMap((file) => importsOf(file).map(({ spec }) => spec))
    const lines = files
      .filter(({ path }) => path.endsWith('.ts') && !path.startsWith('test/'))
      .flatMap(({ text }) => text.match(/^(import|export) .*from '[^']+'$|^\} from '[^']+'$/gm) ?? [])

    expect(seen.length).toBeGreaterThan(lines.length)
    for (const line of lines) expect.soft(seen).toContain(/'([^']+)'$/.exec(line)?.[1])
  })
})

describe('what the checker refuses', () => {
  test.each([
    [
      'api/domain/a.ts',
      "import { z } from 'zod'",
      "the package 'zod', which api/domain may not: a rule knows no package",
    ],
    ['api/domain/a.ts', "import { join } from 'node:path'", "the package 'node:path'"],
    ['api/domain/a.ts', "import type { Clock } from '#usecase/ports'", "'#usecase/ports', which api/domain may not"],
    ['api/domain/a.ts', "import { place } from '../../content/schema/place.ts'", "'../../content/schema/place.ts'"],
    ['api/contract/a.ts', "import { readRecord } from '#usecase/read-record'", 'the wire format is read by browsers'],
    ['api/contract/a.ts', "import { Hono } from 'hono'", "the package 'hono'"],
    [
      'api/usecase/a.ts',
      "import { record } from '#db/schema/record'",
      "'#db/schema/record', which api/usecase may not",
    ],
    ['api/usecase/a.ts', "import { z } from 'zod'", 'a verb knows the world only through its ports'],
    ['api/usecase/a.ts', "import { Record } from '#contract/record'", "'#contract/record', which api/usecase may not"],
    ['api/http/a.ts', "import { createRecordStore } from '#db/record-store'", 'transport parses, calls a verb'],
    ['api/app.ts', "import { createDirectoryBlobs } from '#adapters/directory-blobs'", "'#adapters/directory-blobs'"],
    ['api/app.ts', "import { eq } from 'drizzle-orm'", "the package 'drizzle-orm', which api/http may not"],
    ['api/adapters/a.ts', "import { importBatch } from '#usecase/import-batch'", 'an adapter does one port'],
    ['api/adapters/a.ts', "import { somethingThatRuns } from '#usecase/ports'", "'#usecase/ports' as more than a type"],
    ['api/adapters/a.ts', "import { Hono } from 'hono'", "the package 'hono'"],
    ['db/a.ts', "import { readFile } from 'node:fs/promises'", "the package 'node:fs/promises', which db may not"],
    ['db/a.ts', "import { type Clock, run } from '#usecase/ports'", "'#usecase/ports' as more than a type"],
    ['db/a.ts', "import { RecordAnswer } from '#contract/record'", "'#contract/record', which db may not"],
    ['db/migrate.ts', "import { spawn } from 'node:child_process'", "the package 'node:child_process'"],
    ['content/schema/a.ts', "import { readFile } from 'node:fs/promises'", 'a schema says what editors may write'],
    ['content/schema/a.ts', "import { loadContent } from '../../scripts/lib/content.ts'", 'content/schema may not'],
    ['site/src/lib/a.ts', "import { readRecord } from '#usecase/read-record'", 'a page shows what the API answers'],
    ['site/src/lib/a.ts', "import type { RecordStore } from '#usecase/ports'", "'#usecase/ports', which site may not"],
    ['site/src/lib/a.ts', "import { createApp } from '#api/app'", "'#api/app', which site may not"],
    ['site/src/lib/a.ts', "import { runtime } from '../runtime.node.ts'", "import '#runtime' instead"],
    ['site/src/lib/a.ts', "import { etag } from 'hono/etag'", "the package 'hono/etag'"],
    ['site/src/enhance/a.ts', "import { createUrls } from '../lib/urls.ts'", 'it runs in the browser of a reader'],
    ['site/src/enhance/a.ts', "import 'astro:transitions'", "the package 'astro:transitions'"],
    ['site/src/enhance/a.ts', "import type { Place } from '#content/schema/place'", 'site/src/enhance may not'],
    ['site/src/enhance/a.ts', "import { qr } from 'uqr'", "the package 'uqr', which site/src/enhance may not"],
    [
      'site/src/fetch.ts',
      "import { eq } from 'drizzle-orm'",
      "the package 'drizzle-orm', which site (composition) may not",
    ],
    [
      'site/src/runtime.node.ts',
      "import { loadContent } from '../../scripts/lib/content.ts'",
      'it only joins the finished parts',
    ],
    [
      'site/astro.config.ts',
      "import { openWorkspace } from '../scripts/lib/workspace.ts'",
      'site (composition) may not',
    ],
    ['scripts/a.ts', "import { world } from '../test/world.ts'", 'from test/, which nobody may'],
    ['scripts/a.ts', "import { eq } from 'drizzle-orm'", 'only db/ speaks SQL'],
    ['scripts/a.ts', "import { createClient } from '@libsql/client'", "the package '@libsql/client'"],
    ['scripts/a.ts', "import Database from 'libsql'", "the package 'libsql'"],
    ['site/src/a.ts', "import { LICENCE } from '../../test/csv.ts'", 'from test/, which nobody may'],
    ['api/domain/a.ts', "import { x } from '#nowhere/x'", 'which is no alias of package.json'],
    ['api/other/a.ts', '', 'lies in no room'],
    ['content/a.ts', '', 'lies in no room'],
  ])('%s: %s', (path, text, said) => {
    const found = findings(path, text)

    expect(found).toHaveLength(1)
    expect(found[0]).toContain(path)
    expect(found[0]).toContain(said)
    expect(found[0]).toMatch(/^[^\n]+\.$/)
  })

  test.each([
    ['a plain import', "import 'zod'"],
    ['a default import', "import zod from 'zod'"],
    ['everything', "import * as zod from 'zod'"],
    ['several lines', "import {\n  z,\n  type ZodType,\n} from 'zod'"],
    ['a type', "import type { ZodType } from 'zod'"],
    ['marked types', "import { type ZodType } from 'zod'"],
    ['handed on', "export { z } from 'zod'"],
    ['all handed on', "export * from 'zod'"],
    ['all handed on by name', "export * as zod from 'zod'"],
    ['a type handed on', "export type { ZodType } from 'zod'"],
    ['at run time', "const zod = await import('zod')"],
    ['in a template', 'const zod = await import(`zod`)'],
    ['in a type', "type A = import('zod').ZodType"],
    ['required', "const zod = require('zod')"],
    ['behind a comment', "/* a */ import { z } from 'zod' // b"],
    ['after other code', "const a = 1; import { z } from 'zod'"],
    ['in double quotes', 'import { z } from "zod"'],
    ['after a regular expression', "const a = /['\"`]/\nimport { z } from 'zod'"],
    ['after a template', `const a = \`'\${'\`'}\`\nimport { z } from 'zod'`],
    ['after a division', "const a = 4 / 2 / 1\nimport { z } from 'zod'"],
    ['globbed', "const all = import.meta.glob('../../db/*.ts')"],
  ])('an import in any form: %s', (_, text) => {
    expect(findings('api/domain/a.ts', text)).toHaveLength(1)
  })

  test.each([
    ["// import { z } from 'zod'"],
    ["/* import { z } from 'zod'\n */"],
    ["/** Like `import('zod')`. */"],
    ["const word = 'important' // from 'zod'"],
    ["export const from = 'zod'"],
    ["export function a(b = 'zod') {}"],
    ["export const LIST = ['zod', 'yaml'] as const"],
    ["const a = { import: 'zod', from: 'zod' }"],
    ["export type A = 'zod' | 'yaml'"],
    ["import { a } from './b.ts'\nconst c = 'zod'"],
    ['const sample = "import { z } from \'zod\'"'],
    ["const sample = `import('zod')`"],
  ])('but no word that only looks like one: %j', (text) => {
    expect(findings('api/domain/a.ts', text)).toEqual([])
  })

  test('a name that is computed cannot be checked, except where what was built is loaded', () => {
    const text = `const part = await import(\`./\${name}.ts\`)\nconst other = await import(path)`

    expect(findings('api/usecase/a.ts', text)).toHaveLength(2)
    expect(findings('site/src/lib/a.ts', text)).toHaveLength(2)
    expect(findings('site/src/enhance/a.ts', text)).toEqual([])
    expect(findings('scripts/a.ts', text)).toEqual([])
  })

  test.each([
    ['the front matter of a page', "---\nimport { createRecordStore } from '#db/record-store'\n---\n<p>甲</p>"],
    [
      'a script of a page',
      "---\nconst a = 1\n---\n<p>甲</p>\n<script>\nimport { a } from '#db/record-store'\n</script>",
    ],
    ['an expression of a page', "---\n---\n<p>{(await import('#db/record-store')).a}</p>"],
    ['a script that lies elsewhere', '---\n---\n<script src="../../../db/record-store.ts"></script>'],
    ['a page without front matter', "<script>import '#db/record-store'</script>"],
  ])('in %s too', (_, text) => {
    expect(findings('site/src/pages/a.astro', text)).toHaveLength(1)
  })

  test('the text of a page is no import', () => {
    const text =
      "---\nimport { a } from '../lib/a.ts'\n---\n<p>It's said: import x from 'db'</p>\n<code>from 'zod'</code>"

    expect(findings('site/src/pages/a.astro', text)).toEqual([])
  })

  test.each([
    ['api/domain/a.ts', 'const a = process.env.PLACE'],
    ['api/http/a.ts', 'const { PLACE } = process.env'],
    ['db/client.ts', "const a = process['env']"],
    ['site/src/lib/a.ts', 'const a = import.meta.env.PLACE'],
    ['site/src/build-facts.ts', 'const a = process.env.PLACE'],
    ['site/src/pages/a.astro', '---\nconst a = process.env.PLACE\n---\n'],
    ['site/src/pages/a.astro', '---\n---\n<p>{process.env.PLACE}</p>'],
  ])('%s must not read the environment: %s', (path, text) => {
    const found = findings(path, text)

    expect(found).toHaveLength(1)
    expect(found[0]).toContain('reads the environment')
  })

  test('the environment cannot come in as a module', () => {
    expect(findings('site/src/fetch.ts', "import { env } from 'node:process'")[0]).toContain('holds the environment')
    expect(findings('api/adapters/a.ts', "import process from 'process'")).toHaveLength(1)
  })

  test.each(['site/src/runtime.ts', 'site/src/runtime.node.ts', 'site/astro.config.ts', 'scripts/lib/a.ts'])(
    '%s may read the environment',
    (path) => {
      expect(findings(path, 'const a = process.env.PLACE')).toEqual([])
    },
  )

  test.each([
    ['db/publish-store.ts', "import { versionPrivate } from './schema/private.ts'"],
    ['db/schema/all.ts', "export * from './private.ts'"],
    ['db/publish-store.ts', "import type { versionPrivate } from './schema/private.ts'"],
    ['scripts/export.ts', "import { rowPrivate } from '#db/schema/private'"],
    ['site/src/runtime.node.ts', "import { rowPrivate } from '#db/schema/private'"],
    ['db/publish-store.ts', 'await database.run(sql`SELECT fields FROM version_private`)'],
    ['scripts/export.ts', "const TABLE = 'row_private'"],
    ['db/publish-store.ts', "const TABLE = 'change_private'"],
  ])('%s must not touch the private tables: %s', (path, text) => {
    const found = findings(path, text)

    expect(found).toHaveLength(1)
    expect(found[0]).toContain('no decision may publish')
    expect(found[0]).toContain('only db/import-store.ts may')
  })
})

describe('what the checker allows', () => {
  test.each([
    ['api/domain/a.ts', "import type { Day } from './day.ts'\nimport { addDays } from '#domain/day'"],
    ['api/contract/a.ts', "import { z } from '@hono/zod-openapi'\nimport { z as y } from 'zod'"],
    ['api/usecase/a.ts', "import type { Clock } from './ports.ts'\nimport { addDays } from '#domain/day'"],
    [
      'api/app.ts',
      "import { Hono } from 'hono'\nimport { etag } from 'hono/etag'\nimport { problem } from '#http/problem'",
    ],
    ['api/adapters/a.ts', "import { parse } from 'csv-parse'\nimport type { BlobStore } from '#usecase/ports'"],
    ['db/a.ts', "import { eq } from 'drizzle-orm'\nimport { type Clock, type Secrets } from '#usecase/ports'"],
    ['db/migrate.ts', "import { readdir } from 'node:fs/promises'\nimport { createHash } from 'node:crypto'"],
    ['db/import-store.ts', "import { versionPrivate } from './schema/private.ts'"],
    ['content/schema/a.ts', "import { z } from 'zod'\nimport { parseDocument } from 'yaml'"],
    [
      'site/src/lib/a.ts',
      "import type { Place } from '#content/schema/place'\nimport type { R } from '#contract/record'",
    ],
    ['site/src/enhance/a.ts', "import { exactKey } from '#domain/exact-key'\nimport { b } from './b.ts'"],
    [
      'site/src/enhance/a.ts',
      "import { parseDay } from '#domain/day'\nimport { searchReading } from './static-search.ts'",
    ],
    [
      'site/src/middleware.ts',
      "import { defineMiddleware } from 'astro:middleware'\nimport { runtime } from '#runtime'",
    ],
    ['site/src/pages/a.astro', "---\nimport A from '../components/A.astro'\nimport '../styles/a.css'\n---\n"],
    [
      'site/src/runtime.edge.ts',
      "import { env } from 'cloudflare:workers'\nimport { openDatabaseUrl } from '#db/remote-client'",
    ],
    [
      'site/astro.config.ts',
      "import { loadContent } from '../scripts/lib/content.ts'\nimport node from '@astrojs/node'",
    ],
    ['scripts/a.ts', "import { openDatabaseFile } from '#db/client'\nimport fastGlob from 'fast-glob'"],
    ['scripts/hrana/streams.ts', "import Database from 'libsql'"],
    ['test/a.test.ts', "import { eq } from 'drizzle-orm'\nimport { world } from './world.ts'\nprocess.env.A = ''"],
  ])('%s: %s', (path, text) => {
    expect(findings(path, text)).toEqual([])
  })
})
