import type { PageId } from '#content/schema/policy'
import { isDecision } from '#domain/kind-groups'
import { KIND_LABEL, KIND_PATH } from '#domain/record-kinds'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { COLUMNS } from './meta.ts'
import type { GuideId, Urls } from './urls.ts'

export const GUIDE_TITLE = {
  object: '信息有误，怎样提出异议',
  complain: '怎样投诉举报',
  repair: '怎样申请信用修复',
  'read-a-record': '怎样看懂一条公示信息',
} satisfies Record<GuideId, string>

type SitePage = { name: string; href: (urls: Urls) => string }

type ListPageId = (typeof KIND_PATH)[RecordKind]

/** The list of every kind. Safe: each path is a key, and nothing else is. */
const LISTS = Object.fromEntries(
  RECORD_KINDS.map((kind): [string, SitePage] => [
    KIND_PATH[kind],
    { name: isDecision(kind) ? `${KIND_LABEL[kind]}公示` : KIND_LABEL[kind], href: (urls) => urls.list(kind) },
  ]),
) as Record<ListPageId, SitePage>

/** Every page that stands for itself: what the site map lists and what a policy may point to. */
export const SITE_PAGES: Record<PageId, SitePage> = {
  home: { name: COLUMNS.home.name, href: (urls) => urls.home() },
  ...LISTS,
  integrity: { name: COLUMNS.integrity.name, href: (urls) => urls.hub('integrity') },
  lists: { name: COLUMNS.lists.name, href: (urls) => urls.hub('lists') },
  openness: { name: COLUMNS.openness.name, href: (urls) => urls.hub('openness') },
  agencies: { name: COLUMNS.agencies.name, href: (urls) => urls.agencies() },
  search: { name: COLUMNS.search.name, href: (urls) => urls.search() },
  policies: { name: COLUMNS.policies.name, href: (urls) => urls.policies() },
  mechanisms: { name: '机制对照', href: (urls) => urls.mechanisms() },
  tasks: { name: COLUMNS.tasks.name, href: (urls) => urls.tasks() },
  guides: { name: COLUMNS.guides.name, href: (urls) => urls.guides() },
  'guide-object': { name: GUIDE_TITLE.object, href: (urls) => urls.guide('object') },
  'guide-complain': { name: GUIDE_TITLE.complain, href: (urls) => urls.guide('complain') },
  'guide-repair': { name: GUIDE_TITLE.repair, href: (urls) => urls.guide('repair') },
  'guide-read': { name: GUIDE_TITLE['read-a-record'], href: (urls) => urls.guide('read-a-record') },
  complain: { name: COLUMNS.complain.name, href: (urls) => urls.complain() },
  correct: { name: COLUMNS.correct.name, href: (urls) => urls.correct() },
  evaluations: { name: COLUMNS.evaluations.name, href: (urls) => urls.evaluations() },
  'report-calendar': { name: COLUMNS['report-calendar'].name, href: (urls) => urls.reportCalendar() },
  statistics: { name: COLUMNS.statistics.name, href: (urls) => urls.statistics() },
  'statistics-method': { name: '统计口径', href: (urls) => urls.statisticsMethod() },
  'look-up': { name: COLUMNS['look-up'].name, href: (urls) => urls.lookUp() },
  data: { name: COLUMNS.data.name, href: (urls) => urls.data() },
  developers: { name: COLUMNS.developers.name, href: (urls) => urls.developers() },
  about: { name: COLUMNS.about.name, href: (urls) => urls.about() },
  privacy: { name: COLUMNS.privacy.name, href: (urls) => urls.privacy() },
  accessibility: { name: COLUMNS.accessibility.name, href: (urls) => urls.accessibility() },
  sitemap: { name: COLUMNS.sitemap.name, href: (urls) => urls.sitemap() },
}
