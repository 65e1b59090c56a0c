import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError, loadContent } from './lib/content.ts'
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
if (findings.length > 0) stop([...new Set(findings)].join('\n'))
progress(`内容检查通过：${places.length} 个地区。`)
