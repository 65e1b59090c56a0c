import type { PageId } from '#content/schema/policy'
import { INTEGRITY_KINDS, kindsOf } from '#domain/kind-groups'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { KIND_PATH } from '#domain/record-kinds'
import { RECORD_KINDS } from '#domain/vocabulary'
import { columnFrame, type Frame, type Link, type PageContext } from './frame.ts'
import type { Reading } from './reading.ts'
import { SITE_PAGES } from './site-pages.ts'

export type SitemapView = { frame: Frame; groups: { heading: string; links: Link[] }[] }

/** Every page that has a lasting address of its own, by column; records and organs are reached from their lists. */
export function sitemapPage(context: PageContext, { policies }: Reading): SitemapView {
  const { urls } = context
  const links = (...ids: PageId[]): Link[] =>
    ids.map((id) => ({ text: SITE_PAGES[id].name, href: SITE_PAGES[id].href(urls) }))
  const templates = RECORD_KINDS.map((kind) => ({
    text: `${RECORD_KIND_LABEL[kind]}导入模板（xlsx）`,
    href: urls.template(kind),
  }))
  return {
    frame: columnFrame(context, 'sitemap', urls.sitemap()),
    groups: [
      { heading: '公示信息', links: links('home', 'licences', 'penalties', 'agencies', 'search') },
      {
        heading: '政务诚信',
        links: links('integrity', 'evaluations', 'report-calendar', ...INTEGRITY_KINDS.map((kind) => KIND_PATH[kind])),
      },
      { heading: '名单和清单', links: links('lists', ...kindsOf('lists').map((kind) => KIND_PATH[kind])) },
      { heading: '政务公开', links: links('openness', ...kindsOf('openness').map((kind) => KIND_PATH[kind])) },
      {
        heading: '办事指南',
        links: links('guides', 'guide-read', 'guide-object', 'guide-complain', 'guide-repair'),
      },
      { heading: '提交和查询', links: links('complain', 'correct', 'look-up', 'statistics', 'statistics-method') },
      {
        heading: '政策文件',
        links: [
          ...links('policies', 'tasks', 'mechanisms'),
          ...policies.map(({ title, slug }) => ({ text: title, href: urls.policy(slug) })),
        ],
      },
      { heading: '数据', links: [...links('data', 'developers'), ...templates] },
      { heading: '关于', links: links('about', 'privacy', 'accessibility', 'sitemap') },
    ],
  }
}
