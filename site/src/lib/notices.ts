import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import type { RecordKind } from '#domain/vocabulary'
import { createFrame, type Frame, kindCrumb, type Link, type PageContext } from './frame.ts'

/** A page that says why there is nothing to show. It never names a subject. */
export type NoticeView = {
  state: 'notice'
  status: 404 | 410 | 503
  frame: Frame
  heading: string
  paragraphs: string[]
  links: Link[]
}

type NoticeInput = Pick<NoticeView, 'status' | 'heading' | 'paragraphs' | 'links'> & { kind?: RecordKind }

export function missingNotice(context: PageContext): NoticeView {
  return notice(context, {
    status: 404,
    heading: '没有找到这个页面',
    paragraphs: [
      '这个网址下没有内容。网址可能输入有误，或者这里现在没有公示中的信息。',
      '如果您手里有文书号、统一社会信用代码，或者知道名称，可以直接查询。',
    ],
    links: [
      { text: '查询公示信息', href: context.urls.search() },
      { text: '返回首页', href: context.urls.home() },
    ],
  })
}

export function endedNotice(context: PageContext, kind: RecordKind): NoticeView {
  const label = RECORD_KIND_LABEL[kind]
  return notice(context, {
    status: 410,
    kind,
    heading: '这条信息已停止公示',
    paragraphs: [
      `这里曾经公示过一条${label}信息，该信息已依法停止公示或者撤下。`,
      '本站不再提供它的任何内容，也不保留副本供查询。引用过本页的网站和数据使用者，应当同步停止使用。',
    ],
    links: [
      { text: `查看公示中的${label}`, href: context.urls.list(kind) },
      { text: '返回首页', href: context.urls.home() },
    ],
  })
}

export function evaluationNotice(context: PageContext): NoticeView {
  return notice(context, {
    status: 404,
    heading: '这一年没有评价',
    paragraphs: ['每一年按那一年使用的评价办法评价。所选的年份还没有评价办法，或者没有所选编号的办法，所以不评分。'],
    links: [
      { text: '查看最近一年的评价', href: context.urls.evaluations() },
      { text: '返回首页', href: context.urls.home() },
    ],
  })
}

export function unavailableNotice(context: PageContext): NoticeView {
  return notice(context, {
    status: 503,
    heading: '暂时无法显示',
    paragraphs: [
      '系统暂时读不到最新的公示状态。为避免显示已经撤下的内容，本页暂不提供信息。',
      '请过一分钟再试。您的操作没有出错。',
    ],
    links: [{ text: '返回首页', href: context.urls.home() }],
  })
}

/** Where a record was withdrawn, what hangs on it points to the notice that says why. */
export function withdrawnNotice(context: PageContext, kind: RecordKind, id: string): NoticeView {
  return notice(context, {
    status: 410,
    kind,
    heading: '这条信息已撤下',
    paragraphs: ['作出决定的机关已经撤下这条信息，原内容不再提供，引用和转载应当同步停止。'],
    links: [{ text: '查看撤下说明', href: context.urls.record(kind, id) }],
  })
}

/** A list asked for with an agency, year or page that does not exist. */
export function badQueryNotice(context: PageContext, kind: RecordKind, problem: string): NoticeView {
  return notice(context, {
    status: 404,
    kind,
    heading: '没有这个列表',
    paragraphs: [problem],
    links: [{ text: `查看全部${RECORD_KIND_LABEL[kind]}`, href: context.urls.list(kind) }],
  })
}

export function taskQueryNotice(context: PageContext): NoticeView {
  return notice(context, {
    status: 404,
    heading: '没有这样的任务列表',
    paragraphs: ['网址中的文件、机制、时限或者进展不正确，可能没有复制完整。'],
    links: [{ text: '全部任务', href: context.urls.tasks() }],
  })
}

export function searchQueryNotice(context: PageContext): NoticeView {
  return notice(context, {
    status: 404,
    heading: '没有这样的查询',
    paragraphs: ['网址中的查询条件不正确，可能没有复制完整。请重新查询。'],
    links: [{ text: '信息查询', href: context.urls.search() }],
  })
}

function notice(context: PageContext, { kind, ...input }: NoticeInput): NoticeView {
  const parents = kind === undefined ? [] : [kindCrumb(context.urls, kind)]
  const frame = createFrame(context, {
    title: input.heading,
    path: null,
    section: kind ?? null,
    crumbs: [...parents, { text: input.heading, href: null }],
    meta: { kind: 'site' },
    isIndexed: false,
  })
  return { state: 'notice', frame, ...input }
}
