import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import type { PublicRecord } from '#domain/public-record'
import { corpus } from '../corpus/records.ts'

/** The same records twice: a line of JSON each for programs, a page each for Pagefind. */
export async function writeCorpus(folder: string, count: number): Promise<void> {
  await mkdir(join(folder, 'pages'), { recursive: true })
  const file = createWriteStream(join(folder, 'records.jsonl'))
  for (const record of corpus(count)) {
    if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, 'drain')
    // Two levels, so that no folder holds a hundred thousand.
    const place = join(folder, 'pages', record.id.slice(0, 2))
    await mkdir(place, { recursive: true })
    await writeFile(join(place, `${record.id}.html`), pageOf(record))
  }
  file.end()
  await finished(file)
}

/** Safe: `writeCorpus` is the only writer. */
export async function* readCorpus(folder: string): AsyncGenerator<PublicRecord> {
  const lines = createInterface({ input: createReadStream(join(folder, 'records.jsonl')), crlfDelay: Infinity })
  for await (const line of lines) yield JSON.parse(line) as PublicRecord
}

export const pageAddress = (id: string) => `/${id.slice(0, 2)}/${id}.html`
export const idOfAddress = (address: string) => /([^/]{12})\.html$/.exec(address)?.[1] ?? ''

/** A page as Pagefind asks for it: the text marked, labels left out of it, filters and the order said in attributes. */
function pageOf({ kind, agency, decidedOn, fields, subject, title }: PublicRecord): string {
  const rows = fields.map(
    ({ label, value }) => `<tr><th data-pagefind-ignore>${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
  )
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>
<main data-pagefind-body><h1>${escaped(subject.name)}</h1>
<p data-pagefind-ignore><span data-pagefind-filter="kind">${kind}</span> <span data-pagefind-filter="agency">${agency.slug}</span>
<span data-pagefind-filter="year">${decidedOn.slice(0, 4)}</span> <time data-pagefind-sort="date">${decidedOn}</time></p>
<table>${rows.join('\n')}</table></main></body></html>
`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** What lies in a folder, or the one file. */
export async function sizeOf(path: string): Promise<{ files: number; bytes: number }> {
  const own = await stat(path)
  if (!own.isDirectory()) return { files: 1, bytes: own.size }
  const total = { files: 0, bytes: 0 }
  for (const name of await readdir(path)) {
    const { files, bytes } = await sizeOf(join(path, name))
    total.files += files
    total.bytes += bytes
  }
  return total
}
