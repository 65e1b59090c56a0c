import type { CaseKind } from '#domain/vocabulary'
import { type Crumb, createFrame, type Frame, type PageContext } from './frame.ts'
import type { ColumnId } from './meta.ts'

/** Where nothing can be taken in online: said plainly, with how else to reach somebody. */
export type ClosedView = {
  state: 'closed'
  status: 200 | 503
  frame: Frame
  heading: string
  paragraphs: string[]
}

const ELSE: Record<CaseKind, string> = {
  objection: '异议也可以直接向作出决定的机关提出，联系方式写在决定书上。',
  complaint: '投诉也可以拨打 12345 政务服务便民热线，或者通过信访渠道提出。',
  repair: '修复申请也可以直接向作出认定的单位提出。',
  correction: '网页上的错误也可以打电话告诉我们。',
}

export function closedView(
  context: PageContext,
  { column, crumbs }: { column: ColumnId; crumbs: Crumb[] },
  heading: string,
  path: string,
  of: CaseKind,
  state: 'closed' | 'unavailable',
): ClosedView {
  const why =
    state === 'closed'
      ? '本站的受理台还没有启用，目前不能在线提交。启用以前，请使用以下方式；标明“待公布”的，尚未开通或者尚未提供。'
      : '受理系统暂时连接不上，没有确认收到。请过几分钟再试，或者使用以下方式。公示信息不受影响，仍可查询。'
  return {
    state: 'closed',
    status: state === 'closed' ? 200 : 503,
    frame: createFrame(context, {
      title: heading,
      path,
      section: column,
      crumbs: [...crumbs, { text: heading, href: null }],
      meta: { kind: 'column', column },
      isIndexed: false,
    }),
    heading,
    paragraphs: [why, ELSE[of]],
  }
}
