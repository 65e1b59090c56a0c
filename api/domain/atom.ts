import type { Feed, FeedEntry } from './feed.ts'

/** An Atom 1.0 document (RFC 4287). Days become the first minute of that day in Shanghai. */
export function atomText(feed: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
    element('id', feed.id),
    element('title', feed.title),
    element('subtitle', feed.description),
    element('updated', instantOf(feed.updatedOn)),
    `<author>${element('name', feed.author)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(feed.self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(feed.page)}"/>`,
    ...feed.entries.map(entryText),
    '</feed>',
    '',
  ].join('\n')
}

function entryText(entry: FeedEntry): string {
  return [
    '<entry>',
    element('id', entry.id),
    element('title', entry.title),
    element('updated', instantOf(entry.updatedOn)),
    element('published', instantOf(entry.publishedOn)),
    `<author>${element('name', entry.author)}</author>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(entry.address)}"/>`,
    `<category term="${escapeXml(entry.category)}"/>`,
    element('summary', entry.summary),
    '</entry>',
  ].join('\n')
}

export function instantOf(day: string): string {
  return `${day}T00:00:00+08:00`
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
/** What XML 1.0 has no way to write: most control characters, half pairs, the two last of the basic plane. */
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu

/** Text for content and for quoted attributes. A break stays one, also where a reader would make a blank of it. */
export function escapeXml(text: string): string {
  return text
    .replace(UNWRITABLE, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ESCAPED[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
