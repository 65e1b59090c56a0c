import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Agency } from '#content/schema/agency'
import { loadContent } from '../../scripts/lib/content.ts'
import { agencyRecord, indexedPages, writePagefindIndex } from '../../scripts/lib/pagefind-index.ts'
import { isPlainFile } from '../../site/src/guard.ts'
import { filesUnder } from '../files.ts'
import { INDEXED } from '../privacy/outputs.ts'

const content = await loadContent('demo')
const MARKED = '<main data-pagefind-body><h1>标题</h1><p>正文在此</p></main>'

/** A folder as a build leaves it, with the same text on every page. */
async function built(main: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'pagefind-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const path of [...indexedPages(content), 'penalties/0123456789ab/', 'agencies/shichang-jianguan/']) {
    await mkdir(join(root, path), { recursive: true })
    const html = `<html lang="zh-CN"><body><header>页眉字样</header>${main}<footer>页脚字样</footer></body></html>`
    await writeFile(join(root, path, 'index.html'), html.replace('正文在此', `正文在此${path.split('/')[0]}`))
  }
  return root
}

/** All files of the index by their path, unpacked. */
async function indexOf(root: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const file of (await filesUnder(join(root, 'pagefind'))).sort()) {
    const bytes = await readFile(file)
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
    files.set(relative(root, file), (isPacked ? gunzipSync(bytes) : bytes).toString('latin1'))
  }
  return files
}

function textOf(files: Map<string, string>): string {
  return [...files]
    .filter(([path]) => path.endsWith('.pf_fragment'))
    .map(([, bytes]) => Buffer.from(bytes, 'latin1').toString().replaceAll('\u200b', ''))
    .join('\n')
}

describe('the index of text that cannot be withdrawn', () => {
  test('holds the listed pages and the organs, and of a page only its text', async () => {
    const root = await built(MARKED)

    const count = await writePagefindIndex(root, content)

    const text = textOf(await indexOf(root))
    expect(count).toBe(indexedPages(content).length + content.agencies.length)
    expect(text).toContain('正文在此policies')
    expect(text).toContain('正文在此guides')
    for (const { name, slug } of content.agencies) {
      expect(text).toContain(`"url":"agencies/${slug}/"`)
      expect(text).toContain(name)
    }
    expect(text).not.toMatch(/字样|正文在此(penalties|agencies)|0123456789ab/)
  })

  test('keeps only files that the guard lets out', async () => {
    const root = await built(MARKED)
    await writePagefindIndex(root, content)

    const paths = [...(await indexOf(root)).keys()]

    expect(paths).toContain('pagefind/pagefind.js')
    expect(paths.filter((path) => !isPlainFile(path))).toEqual([])
    expect(paths.filter((path) => path.endsWith('.js'))).toEqual(['pagefind/pagefind.js'])
  })

  test('is the same, byte for byte, from the same pages', async () => {
    const [first, second] = [await built(MARKED), await built(MARKED)]

    await writePagefindIndex(first, content)
    await writePagefindIndex(second, content)

    expect(await indexOf(second)).toEqual(await indexOf(first))
  })

  test('is not made from a page that marks no text, or is not there', async () => {
    const unmarked = await built('<main><h1>标题</h1></main>')
    const partly = await built(MARKED)
    await rm(join(partly, 'privacy'), { recursive: true })

    await expect(writePagefindIndex(unmarked, content)).rejects.toThrow('policies/ marks no text')
    await expect(writePagefindIndex(partly, content)).rejects.toThrow('privacy/index.html')
  })
})

test('an organ says what is known of it and nothing of what is not', () => {
  const bare = Agency.parse({ slug: 'shuiwu', name: '澜溪县税务局', uscc: null })
  const full = Agency.parse({
    ...bare,
    aliases: ['县税务局', '县地税局'],
    phone: '0000-000000',
    address: '石禾路1号',
    website: 'https://example.invalid/',
  })

  expect(agencyRecord(bare).content).toBe('澜溪县税务局。')
  expect(agencyRecord(full).content).toBe(
    '澜溪县税务局。又称县税务局、县地税局。地址：石禾路1号。电话：0000-000000。网站：https://example.invalid/。',
  )
  expect(agencyRecord(full)).toMatchObject({
    url: 'agencies/shuiwu/',
    meta: { title: '澜溪县税务局', section: '公示机关' },
  })
})

test('no other template marks text for the index', async () => {
  const folder = join(import.meta.dirname, '../../site/src')
  const marked: string[] = []
  for (const file of await filesUnder(folder)) {
    if ((await readFile(file, 'utf8')).includes('data-pagefind-body')) marked.push(relative(folder, file))
  }

  expect(marked.sort()).toEqual(INDEXED)
})
