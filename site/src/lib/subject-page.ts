import type { SubjectDossier } from '#contract/record'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { RECORD_KINDS } from '#domain/vocabulary'
import { formatCount } from './counts.ts'
import { createFrame, type Frame, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { missingNotice, type NoticeView, unavailableNotice } from './notices.ts'
import { type RowView, rowView } from './record-rows.ts'
import type { Answer } from './site-api.ts'

export type SubjectView = {
  state: 'subject'
  status: 200
  frame: Frame
  name: string
  uscc: string
  total: string
  sections: { heading: string; rows: RowView[] }[]
}

/** Title and meta carry the code only: a subject with a penalty must not be named to search engines. */
export function subjectPage(context: PageContext, answer: Answer<SubjectDossier>): SubjectView | NoticeView {
  if (answer.state === 'unavailable') return unavailableNotice(context)
  if (answer.state === 'missing' || answer.value.records.length === 0) return missingNotice(context)
  const { urls } = context
  const { uscc, name, records } = answer.value
  return {
    state: 'subject',
    status: 200,
    frame: createFrame(context, {
      title: `统一社会信用代码 ${uscc} 的公示信息`,
      path: urls.subject(uscc),
      section: 'search',
      crumbs: [
        { text: COLUMNS.search.name, href: urls.search() },
        { text: uscc, href: null },
      ],
      meta: { kind: 'column', column: 'search' },
      isIndexed: false,
    }),
    name,
    uscc,
    total: `公示中的信息共 ${formatCount(records.length)} 条`,
    sections: RECORD_KINDS.map((kind) => {
      const own = records.filter((record) => record.kind === kind)
      const heading = `${RECORD_KIND_LABEL[kind]}（${formatCount(own.length)} 条）`
      return { heading, rows: own.map((record) => rowView(urls, record)) }
    }).filter(({ rows }) => rows.length > 0),
  }
}
