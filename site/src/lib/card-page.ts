import type { RecordAnswer } from '#contract/record'
import { fieldLabel } from '#domain/labels.zh'
import { KIND_DOCUMENT } from '#domain/record-kinds'
import type { RecordKind } from '#domain/vocabulary'
import { absoluteAddress, type PageContext } from './frame.ts'
import { type MetaTag, metaTags } from './meta.ts'
import { markWords, NO_NUMBER } from './record-rows.ts'
import type { Answer } from './site-api.ts'

/** The card that other sites show in a frame. It never names the subject and says by itself what became of the record. */
export type CardView = {
  status: 200 | 404 | 410 | 503
  title: string
  /** Of the document: no two addresses have the same. */
  documentTitle: string
  meta: MetaTag[]
  siteName: string
  isDemo: boolean
  lines: { label: string; value: string }[]
  notice: string | null
  link: { text: string; href: string }
}

export function cardPage(context: PageContext, kind: RecordKind, answer: Answer<RecordAnswer>): CardView {
  const card = cardOf(context, kind, answer)
  const id = answer.state === 'found' ? ` ${answer.value.id}` : ''
  return { ...card, documentTitle: `${card.title}${id}（卡片） - ${card.siteName}` }
}

function cardOf(context: PageContext, kind: RecordKind, answer: Answer<RecordAnswer>): Omit<CardView, 'documentTitle'> {
  const { place, urls } = context
  const label = KIND_DOCUMENT[kind]
  const linkTo = (text: string, path: string) => ({ text, href: absoluteAddress(place, path) ?? path })
  const common = { siteName: place.siteName, isDemo: place.demo, lines: [], meta: metaTags(place, { kind: 'site' }) }
  const home = linkTo(place.siteName, urls.home())
  if (answer.state === 'unavailable') {
    return { ...common, status: 503, title: '暂时无法显示', notice: '请过一分钟再看。', link: home }
  }
  if (answer.state === 'missing' || answer.value.kind !== kind) {
    return { ...common, status: 404, title: '没有这条信息', notice: '网址可能有误。', link: home }
  }
  const record = answer.value
  if (record.state === 'ended') {
    return { ...common, status: 410, title: '已停止公示', notice: '原内容不再提供，转载应当同步停止。', link: home }
  }
  const path = urls.record(kind, record.id)
  const number = record.documentNumber ?? NO_NUMBER
  if (record.state === 'withdrawn') {
    const notice = '作出决定的机关已撤下这条信息，转载应当同步停止。'
    return { ...common, status: 410, title: '已撤下', notice, link: linkTo('查看撤下说明', path) }
  }
  return {
    ...common,
    status: 200,
    title: `${label} ${number}`,
    lines: [
      { label: '机关', value: record.agency.name },
      { label: fieldLabel(kind, 'decidedOn') ?? '日期', value: record.decidedOn },
      { label: '公示', value: `${record.publishedOn} 至 ${record.until ?? '未设定'}` },
      { label: '版本', value: `第 ${record.version} 版，${record.updatedOn} 更新` },
    ],
    notice: record.marks.length > 0 ? `${markWords(record).join('、')}：有一件异议正在核实，不表示信息有误。` : null,
    link: linkTo('查看全文', path),
  }
}
