import { instantOf } from './atom.ts'
import type { Feed } from './feed.ts'

/** A JSON Feed 1.1 document. */
export function jsonFeedText(feed: Feed): string {
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.description,
    home_page_url: feed.page,
    feed_url: feed.self,
    language: 'zh-CN',
    authors: [{ name: feed.author }],
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.address,
      title: entry.title,
      content_text: entry.summary,
      date_published: instantOf(entry.publishedOn),
      date_modified: instantOf(entry.updatedOn),
      authors: [{ name: entry.author }],
      tags: [entry.category],
    })),
  }
  return `${JSON.stringify(document, null, 1)}\n`
}
