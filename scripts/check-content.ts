import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { formatProblems } from '#content/schema/problem'
import * as compiled from '#domain/record-kinds'
import { ContentError, loadContent } from './lib/content.ts'
import { compileKinds, readKinds } from './lib/kinds.ts'
import { progress, stop } from './lib/report.ts'

/** Checks the content of every place against its schema; says file, line, field, value and what is allowed. */
const places = await readdir(join(import.meta.dirname, '../content/places'))
const findings: string[] = []
for (const place of places) {
  await loadContent(place).catch((error: unknown) => {
    if (!(error instanceof ContentError)) throw error
    findings.push(error.message)
  })
}
const { kinds, problems } = await readKinds()
if (problems.length > 0) findings.push(formatProblems(problems))
else if (!isDeepStrictEqual(compileKinds(kinds), { ...compiled })) {
  findings.push('api/domain/record-kinds.ts 与 content/kinds 不一致。请运行：npm run kinds')
}
if (findings.length > 0) stop([...new Set(findings)].join('\n'))
progress(`内容检查通过：${places.length} 个地区。`)
