import type { Place } from '#content/schema/place'
import { byKind, isDecision } from '#domain/kind-groups'
import { fieldLabel } from '#domain/labels.zh'
import { KIND_FACTS, KIND_GROUP, KIND_LABEL } from '#domain/record-kinds'
import { type KindGroup, RECORD_KINDS, type RecordKind } from '#domain/vocabulary'

/** The meta tags 政府网站发展指引 (国办发〔2017〕47号) asks of every page of a government site. */
export type MetaTag = { name: string; content: string }

type Column = { name: string; type: string; description: (place: Place) => string; keywords: string }

const OWN_COLUMNS = {
  home: {
    name: '首页',
    type: '首页',
    description: (place) => `${place.siteName}公开${place.areaName}各行政机关的行政许可和行政处罚信息。`,
    keywords: '双公示,行政许可,行政处罚,信用信息',
  },
  integrity: {
    name: '政务诚信',
    type: '数据发布',
    description: (place) =>
      `${place.areaName}各机关自身的诚信记录：政务失信、失信被执行、承诺践诺、拖欠账款、问题整改、行政诉讼、惩戒措施和第三方报告。`,
    keywords: '政务诚信,政务失信,承诺践诺,拖欠账款,问题整改',
  },
  lists: {
    name: '名单和清单',
    type: '数据发布',
    description: () => '有权机关依法列入和公布的名单、招标代理机构名录，以及各机关的权力和责任清单。',
    keywords: '严重失信主体,守信激励,招标代理机构,权力清单,责任清单',
  },
  openness: {
    name: '政务公开',
    type: '政府信息公开',
    description: () => '各机关对建议提案的答复、重大决策的公示和对社会关切的回应。',
    keywords: '建议提案办理,重大决策公示,回应关切',
  },
  agencies: {
    name: '公示机关',
    type: '机构职能',
    description: (place) => `在${place.siteName}公示行政许可和行政处罚的机关及其公示数量、及时情况。`,
    keywords: '公示机关,行政机关,双公示,公示及时率',
  },
  search: {
    name: '信息查询',
    type: '数据发布',
    description: () => '按文书号、统一社会信用代码、名称或者任意文字查询公示信息。',
    keywords: '信息查询,文书号,统一社会信用代码',
  },
  data: {
    name: '数据下载',
    type: '数据发布',
    description: (place) => `下载${place.siteName}公示中的全部数据，附数据字典和校验值。`,
    keywords: '数据下载,开放数据,数据字典,双公示,政务诚信',
  },
  developers: {
    name: '数据接口',
    type: '数据发布',
    description: (place) => `用程序读取${place.siteName}公示信息的方法、例子和约定。`,
    keywords: '数据接口,API,开放数据',
  },
  about: {
    name: '关于本站',
    type: '概况信息',
    description: (place) => `${place.siteName}公示什么、依据什么、怎样计算公示期限。`,
    keywords: '关于本站,公示依据,公示期限',
  },
  privacy: {
    name: '个人信息处理规则',
    type: '概况信息',
    description: (place) => `${place.siteName}怎样保护个人信息，哪些内容从不公示。`,
    keywords: '个人信息保护,处理规则,去标识化',
  },
  policies: {
    name: '政策文件',
    type: '政策文件',
    description: (place) => `${place.siteName}依据的政务诚信文件，逐条对应本站的页面。`,
    keywords: '政策文件,政务诚信,双公示,信用体系建设',
  },
  tasks: {
    name: '任务进展',
    type: '政策文件',
    description: () => '政府文件里的政务诚信任务，由谁负责，什么时候完成，填报了什么进展。',
    keywords: '任务分工,责任单位,完成时限,工作进展',
  },
  guides: {
    name: '办事指南',
    type: '办事服务',
    description: () => '怎样看懂公示信息，怎样提出异议、投诉举报和申请信用修复。',
    keywords: '办事指南,异议,投诉举报,信用修复',
  },
  object: {
    name: '提出异议',
    type: '办事服务',
    description: () => '认为公示的信息有错误、遗漏或者不应当公示的，在这里提出异议。',
    keywords: '异议,更正,信用信息',
  },
  complain: {
    name: '投诉',
    type: '办事服务',
    description: () => '机关不履行合同、不兑现承诺、拖欠账款的，先看由谁受理，属于本站的在这里投诉。',
    keywords: '投诉,政务失信,拖欠账款',
  },
  repair: {
    name: '信用修复',
    type: '办事服务',
    description: () => '估算行政处罚信息最早何时可以申请信用修复，要准备什么，到哪里申请。',
    keywords: '信用修复,信用承诺书,最短公示期',
  },
  correct: {
    name: '本页纠错',
    type: '办事服务',
    description: (place) => `指出${place.siteName}网页上的错别字、打不开的链接和过时的内容。`,
    keywords: '网站找错,纠错',
  },
  evaluations: {
    name: '公开评价',
    type: '数据发布',
    description: () => '按公开的办法评价各机关的政务诚信：指标、公式、权重和背后的信息都公开，任何人可以重算。',
    keywords: '政务诚信,考核评价,指标,公开评价',
  },
  'report-calendar': {
    name: '报送日历',
    type: '数据发布',
    description: () => '文件要求各机关定期报送的政务诚信建设情况：什么时候到期，报了没有，与公示信息是否一致。',
    keywords: '定期报送,报送期限,零报告,未报送,政务诚信建设情况',
  },
  statistics: {
    name: '办理统计',
    type: '回应关切',
    description: (place) =>
      `${place.siteName}收到的异议、投诉、修复申请和纠错的办理时限和结果，双公示是否及时，撤下和停止公示用了多久。`,
    keywords: '办理统计,办理时限,按时率,双公示及时率,异议,投诉',
  },
  'look-up': {
    name: '进度查询',
    type: '办事服务',
    description: () => '凭受理编号和查询码查看办理进度、补充材料或者撤回。',
    keywords: '进度查询,受理编号,查询码',
  },
  accessibility: {
    name: '无障碍说明',
    type: '概况信息',
    description: (place) => `${place.siteName}的无障碍目标、检查过的项目和不足之处。`,
    keywords: '无障碍,适老化,WCAG,GB/T 37668',
  },
  sitemap: {
    name: '网站地图',
    type: '概况信息',
    description: (place) => `按栏目列出${place.siteName}的页面。`,
    keywords: '网站地图,栏目,页面',
  },
} satisfies Record<string, Column>

export type ColumnId = keyof typeof OWN_COLUMNS | RecordKind

/** A column of every kind of record beside those of the site itself. */
export const COLUMNS: Record<ColumnId, Column> = { ...OWN_COLUMNS, ...byKind(kindColumn) }

/** Page of the group that a kind is reached from; null for decisions, which stand in the navigation themselves. */
export function hubOf(kind: RecordKind): Exclude<KindGroup, 'decisions'> | null {
  const group = KIND_GROUP[kind]
  return group === 'decisions' ? null : group
}

/** The column that the navigation shows for a page. */
export function hubColumnOf(column: ColumnId): ColumnId {
  const kind = RECORD_KINDS.find((it) => it === column)
  return (kind === undefined ? null : hubOf(kind)) ?? column
}

/** 行政相对人, 主体, 代理机构: what whom a record is about is called; the field is called its name. */
export function subjectWord(kind: RecordKind): string {
  return (fieldLabel(kind, 'subjectName') ?? '').replace(/名称$/, '')
}

/** What a kind holds. Of entries others publish some, such as a court, so the place claims only its decisions. */
export function introOf({ areaName }: Pick<Place, 'areaName'>, kind: RecordKind): string {
  return `${isDecision(kind) ? areaName : ''}${KIND_FACTS[kind].intro}`
}

function kindColumn(kind: RecordKind): Column {
  const { keywords } = KIND_FACTS[kind]
  return {
    name: KIND_LABEL[kind],
    type: '数据发布',
    description: (place) => introOf(place, kind),
    keywords,
  }
}

export type PageMeta =
  | { kind: 'site' }
  | { kind: 'column'; column: ColumnId }
  | { kind: 'article'; column: ColumnId; title: string; publishedOn: string; source: string; description: string }

export function metaTags(place: Place, page: PageMeta): MetaTag[] {
  const site = siteTags(place)
  if (page.kind === 'site') return site
  const column = columnTags(place, page.column)
  if (page.kind === 'column') {
    return [...site, ...column, { name: 'description', content: COLUMNS[page.column].description(place) }]
  }
  return [
    ...site,
    ...column,
    { name: 'ArticleTitle', content: page.title },
    // The guide wants YYYY-MM-DD HH:MM; only the day of publication is known, so its first minute stands for it.
    { name: 'PubDate', content: `${page.publishedOn} 00:00` },
    { name: 'ContentSource', content: page.source },
    { name: 'Description', content: page.description },
  ]
}

/** What is not known is left out: a made-up domain or 标识码 would be worse than none. */
function siteTags(place: Place): MetaTag[] {
  const { origin, channels } = place
  return [
    { name: 'SiteName', content: place.siteName },
    ...(origin === null || isLoopback(origin) ? [] : [{ name: 'SiteDomain', content: new URL(origin).hostname }]),
    ...(channels.siteIdCode === null ? [] : [{ name: 'SiteIDCode', content: channels.siteIdCode }]),
  ]
}

/** A site on one's own machine has an address, but no domain. */
function isLoopback(origin: string): boolean {
  return new URL(origin).hostname === 'localhost'
}

function columnTags(place: Place, id: ColumnId): MetaTag[] {
  const column = COLUMNS[id]
  return [
    { name: 'ColumnName', content: column.name },
    { name: 'ColumnDescription', content: column.description(place) },
    { name: 'ColumnKeywords', content: column.keywords },
    { name: 'ColumnType', content: column.type },
  ]
}
