import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { recordPath } from '#domain/addresses'
import type { PublicRecord } from '#domain/public-record'

const LAYOUT = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><header><a href="/">信用澜溪</a></header><main><h1>{{ .Title }}</h1>
<p>{{ .Params.agency }} {{ .Params.decided }}</p>
<dl>{{ range .Params.fields }}<dt>{{ .label }}</dt><dd>{{ .text }}</dd>{{ end }}</dl>
</main><footer>演示数据</footer></body></html>
`
const CONFIG = `baseURL = "/"
disableKinds = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
`

/** The same records as pages of Hugo: plainer than ours, without lists, search or QR code, which is in Hugo's favour. */
export async function writeHugoSite(folder: string, records: readonly PublicRecord[]): Promise<void> {
  await mkdir(join(folder, 'layouts/_default'), { recursive: true })
  await writeFile(join(folder, 'layouts/_default/single.html'), LAYOUT)
  await writeFile(join(folder, 'config.toml'), CONFIG)
  const made = new Set<string>()
  for (const record of records) {
    const page = join(folder, 'content', recordPath(record.kind, record.id).replace(/\/$/, '.md'))
    const section = dirname(page)
    if (!made.has(section)) await mkdir(section, { recursive: true })
    made.add(section)
    const front = {
      title: record.title,
      agency: record.agency.name,
      decided: record.decidedOn,
      fields: record.fields.map(({ label, value }) => ({ label, text: value })),
    }
    await writeFile(page, `${JSON.stringify(front)}\n`)
  }
}
