import { expect, test } from 'vitest'
import { RECORD_KINDS } from '#domain/vocabulary'
import { templatePath } from '#site/lib/urls.ts'
import { loadContent } from '../../scripts/lib/content.ts'
import { templateOf } from '../../scripts/lib/template-file.ts'
import { MACHINES, sharedSite, start } from './site.ts'

test.each(MACHINES)('%s hands out the templates as spreadsheets, and the about page leads to them', async (machine) => {
  const server = await start(machine, sharedSite())
  const content = await loadContent('demo')

  const about = await (await fetch(`${server.origin}/about/`)).text()
  const answers = []
  for (const kind of RECORD_KINDS) {
    const response = await fetch(`${server.origin}/${templatePath(kind)}`)
    const bytes = Buffer.from(await response.arrayBuffer())
    const isSame = bytes.equals(await templateOf(kind, content))
    answers.push([response.status, response.headers.get('Content-Type'), isSame])
  }
  await server.close()

  const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  expect(answers).toEqual(RECORD_KINDS.map(() => [200, sheet, true]))
  for (const kind of RECORD_KINDS) expect(about).toContain(`href="/${templatePath(kind)}"`)
})
