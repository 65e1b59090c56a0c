import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkDocs } from '../../scripts/check-docs.ts'
import {
  findBrokenCitations,
  findDecisionProblems,
  findDependencyProblems,
  findForbiddenWords,
  findGlossaryProblems,
  findScriptProblems,
  findTestCommandProblems,
  formatDocsProblem,
} from '../../scripts/lib/docs-problems.ts'

const said = (problems: readonly { what: string; line: number }[]) =>
  problems.map(({ line, what }) => `${line} ${what}`)

test('the documents of the project have nothing to mend', async () => {
  const problems = await checkDocs(join(import.meta.dirname, '../..'))

  expect(problems.map(formatDocsProblem)).toEqual([])
})

test('a problem is one line: where, what, what is allowed', () => {
  const line = formatDocsProblem({ file: 'README.md', line: 3, what: '`api/x.ts`', allowed: 'a path of the project' })

  expect(line).toBe('README.md:3  `api/x.ts`; allowed: a path of the project')
})

describe('citations', () => {
  const files = new Set(['api', 'api/app.ts', 'content', 'content/README.md', 'content/rules', 'content/rules/a.yaml'])
  const check = (text: string, file = 'README.md') => said(findBrokenCitations([{ file, text }], files))

  test('a path that is there may be cited from the top folder or from the document', () => {
    expect(check('`api/app.ts` and `api/` and [rules](content/rules)')).toEqual([])
    expect(check('`rules/a.yaml`, `a.yaml`, [up](../api/app.ts#x)', 'content/README.md')).toEqual([])
    expect(check('`api/*.ts`')).toEqual([])
  })

  test('a path that is not there is found, with its line', () => {
    expect(check('one\n`api/gone.ts`')).toEqual(['2 `api/gone.ts`'])
    expect(check('`rules/gone.yaml`', 'content/README.md')).toEqual(['1 `rules/gone.yaml`'])
    expect(check('`gone.ts`')).toEqual(['1 `gone.ts`'])
    expect(check('[gone](docs/gone.md)')).toEqual(['1 link to docs/gone.md'])
    expect(check('`api/gone/*.ts`')).toEqual(['1 `api/gone/*.ts`'])
    expect(check('`test/gone.ts`')).toEqual(['1 `test/gone.ts`'])
  })

  test('addresses, patterns of documents and fenced samples are not paths', () => {
    expect(check('`/api/v1/gone` `packs/{hex}.json` `licence/penalty x` [web](https://example.org/a.md)')).toEqual([])
    expect(check('```\n`api/gone.ts`\n```')).toEqual([])
  })
})

describe('npm scripts', () => {
  const check = (text: string, scripts: string[]) => {
    const readme = { file: 'README.md', text }
    return said(findScriptProblems([readme], [readme], scripts))
  }

  test('a script that is not in package.json is found', () => {
    expect(check('`npm run check:gone`', [])).toEqual(['1 npm script "check:gone"'])
    expect(check('`npm test`', [])).toEqual(['1 npm script "test"'])
  })

  test('a script that no README names is found', () => {
    expect(check('`npm start`', ['start', 'fix'])).toEqual(['1 says nothing of npm script "fix"'])
    expect(check('`npm run check:fast`', ['check', 'check:fast'])).toEqual(['1 says nothing of npm script "check"'])
  })

  test('the test command stands alone exactly once', () => {
    const check = (text: string) => said(findTestCommandProblems({ file: 'README.md', text }))

    expect(check('```sh\nnpm test\n```')).toEqual([])
    expect(check('use `npm test`')).toEqual(['1 "npm test" on 0 lines'])
    expect(check('```\nnpm test\nnpm test\n```')).toEqual(['3 "npm test" on 2 lines'])
  })
})

describe('the glossary', () => {
  const lists = [{ name: 'STATES', members: new Map([['public', ['公示中']]]) }]
  const check = (rows: string) =>
    said(findGlossaryProblems({ file: 'g.md', text: `### 状态 \`STATES\`\n${rows}` }, lists))

  test('a member with its Chinese is enough', () => {
    expect(check('| 公示中 | `public` | shown |')).toEqual([])
  })

  test('a missing member, another word and a member that is gone are found', () => {
    expect(check('')).toEqual(['1 STATES has no row for "public"'])
    expect(check('| 公开 | `public` | shown |')).toEqual(['2 "公开" for `public`'])
    expect(check('| 公示中 | `public` | shown |\n| 旧 | `old` | gone |')).toEqual(['3 `old` under STATES'])
  })

  test('a row in another section does not count', () => {
    expect(check('### 其他 `OTHERS`\n| 公示中 | `public` | shown |')).toEqual(['1 STATES has no row for "public"'])
  })
})

describe('decisions', () => {
  const text = (number: string) =>
    `# ${number} Title\n\n- Date: 2026-11-22\n- Status: accepted\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n`
  const decision = (number: string, body = text(number)) => ({ file: `docs/decisions/${number}-name.md`, text: body })

  test('numbers follow each other', () => {
    expect(findDecisionProblems([decision('0001'), decision('0002')])).toEqual([])
    expect(said(findDecisionProblems([decision('0001'), decision('0003')]))).toEqual(['1 number 0003'])
    expect(said(findDecisionProblems([decision('0001'), decision('0001')]))).toEqual(['1 number 0001'])
  })

  test('a part that is missing is found', () => {
    const without = (part: string) => said(findDecisionProblems([decision('0001', text('0001').replace(part, ''))]))

    expect(without('## Consequences\n')).toEqual(['1 no section "## Consequences"'])
    expect(without('- Status: accepted\n')).toEqual(['1 the head is not complete'])
    expect(said(findDecisionProblems([decision('0001', text('0002'))]))).toEqual(['1 the title has another number'])
  })

  test('the table of dependencies and package.json name the same packages', () => {
    const table = { file: '0003.md', text: '| `hono` | routes |\n| `left` | was used |\n| `astro` |  |' }

    expect(said(findDependencyProblems(table, ['hono', 'astro', 'zod']))).toEqual([
      '1 no reason for astro',
      '1 no reason for zod',
      '2 `left`',
    ])
  })
})

describe('forbidden words', () => {
  const check = (text: string) => said(findForbiddenWords([{ file: 'a.ts', text }]))
  const path = (...steps: string[]) => steps.join('/')

  test.each([
    path('see ', 'work', 'main'),
    path("'", 'home', "someone'"),
    path('(', 'Users', 'someone)'),
    ['https://registry', 'npmjs', 'org'].join('.'),
    `written with ${'Chat'}GPT`,
    `a helper ${'agent'} wrote it`,
    `as the last ${'session'} said`,
    `from ${path('..', 'shared')}`,
  ])('%s', (text) => {
    expect(check(`fine\n${text}`)).toHaveLength(1)
  })

  test('ordinary words and addresses pass', () => {
    expect(check('session: false, OpenAPI, an agent of the applicant, https://example.org/root/x, a/home/b')).toEqual(
      [],
    )
  })

  test('the folder of real files may be named beside its variable', () => {
    expect(check(`GONGXIN_DATA, such as ${path('..', 'shared')}`)).toEqual([])
  })
})
