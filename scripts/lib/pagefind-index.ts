import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CustomRecord, PagefindIndex } from 'pagefind'
import type { Agency } from '#content/schema/agency'
import { GUIDES } from '#site/lib/urls.ts'
import { isPlainFile } from '../../site/src/guard.ts'
import type { Content } from './content.ts'

/** The built pages say zh-CN; records that come from content need the same index. */
const LANGUAGE = 'zh-cn'
const FOLDER = 'pagefind/'
const AGENCY_SECTION = '公示机关'
const MARK = 'data-pagefind-body'

/**
 * Writes the index of all text that cannot be withdrawn to `pagefind/` below `root`, where the built pages lie by their
 * addresses below the base. Answers how many addresses it holds; null where Pagefind has no program for this machine.
 * Throws when a page is not there or marks no text.
 */
export async function writePagefindIndex(
  root: string,
  content: Pick<Content, 'agencies' | 'reading'>,
): Promise<number | null> {
  const pagefind = await openPagefind()
  if (pagefind === null) return null
  const { index, close } = pagefind
  try {
    const pages = indexedPages(content)
    for (const path of pages) {
      const html = await markedPage(root, path)
      refuse(path, (await index.addHTMLFile({ url: path, content: html })).errors)
    }
    for (const agency of content.agencies) {
      refuse(agency.slug, (await index.addCustomRecord(agencyRecord(agency))).errors)
    }
    const { errors, files } = await index.getFiles()
    refuse(FOLDER, errors)
    // Its user interfaces, worker and highlighter are not used here, and the guard would not let them out.
    const needed = files.filter(({ path }) => isPlainFile(`${FOLDER}${path}`))
    for (const { path, content: bytes } of needed) await writeBelow(join(root, FOLDER, path), bytes)
    return pages.length + content.agencies.length
  } finally {
    await close()
  }
}

/** Addresses below the base. Pages of organs show records, so they are never read: organs come from content. */
export function indexedPages({ reading }: Pick<Content, 'reading'>): string[] {
  return [
    ...['policies/', ...reading.policies.map(({ slug }) => `policies/${slug}/`)],
    ...['guides/', ...GUIDES.map((id) => `guides/${id}/`)],
    ...['about/', 'accessibility/', 'privacy/'],
  ]
}

/** What is known of an organ apart from its records; what is not known is left out. */
export function agencyRecord({ slug, name, aliases, phone, address, website }: Agency): CustomRecord {
  const facts = [
    name,
    aliases.length > 0 && `又称${aliases.join('、')}`,
    address !== null && `地址：${address}`,
    phone !== null && `电话：${phone}`,
    website !== null && `网站：${website}`,
  ]
  return {
    url: `agencies/${slug}/`,
    content: `${facts.filter((fact) => fact !== false).join('。')}。`,
    language: LANGUAGE,
    meta: { title: name, section: AGENCY_SECTION },
  }
}

/** Without the mark Pagefind would read the whole page, header and footer too. */
async function markedPage(root: string, path: string): Promise<string> {
  const html = await readFile(join(root, path, 'index.html'), 'utf8')
  if (html.includes(MARK)) return html
  throw new Error(`The built page ${path} marks no text with ${MARK}, so it cannot be indexed.`)
}

type Opened = { index: PagefindIndex; close: () => Promise<unknown> }

/** Loaded when it is needed: the command that serves imports the build, and runs without what only builds. */
async function openPagefind(): Promise<Opened | null> {
  try {
    const { createIndex, close } = await import('pagefind')
    const { errors, index } = await createIndex({ forceLanguage: LANGUAGE, includeCharacters: '〔〕《》' })
    refuse(FOLDER, errors)
    return index === undefined ? null : { index, close }
  } catch (error) {
    if (/^Failed to install|Cannot find package 'pagefind'/.test(String(Reflect.get(Object(error), 'message'))))
      return null
    throw error
  }
}

function refuse(what: string, errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`Pagefind refused ${what}: ${errors.join('; ')}`)
}

async function writeBelow(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, bytes)
}
