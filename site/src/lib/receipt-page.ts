import type { CaseView, Receipt } from '#contract/submission'
import { CASE_KIND_LABEL, DUE_KIND_LABEL } from '#domain/case-labels.zh'
import type { CaseKind } from '#domain/vocabulary'
import { chineseDay } from './dates.ts'
import { absoluteAddress, type Crumb, createFrame, type Frame, type PageContext } from './frame.ts'
import type { ColumnId } from './meta.ts'
import { qrCode } from './share.ts'

export type ReceiptView = {
  state: 'receipt'
  status: 201
  frame: Frame
  kind: CaseKind
  heading: string
  receipt: string
  code: string
  due: string
  /** SVG of the look-up address with number and code behind the hash, which no server sees. */
  qr: string | null
  address: string
  isMarked: boolean
}

export function receiptPage(
  context: PageContext,
  kind: CaseKind,
  { column, crumbs, isMarked }: { column: ColumnId; crumbs: Crumb[]; isMarked: boolean },
  { receipt, code, dueOn, dueKind, provisional }: Receipt,
): ReceiptView {
  const { place, urls } = context
  const heading = `${CASE_KIND_LABEL[kind]}已登记`
  const address = absoluteAddress(place, urls.lookUp())
  return {
    state: 'receipt',
    status: 201,
    frame: createFrame(context, {
      title: heading,
      path: null,
      section: column,
      crumbs: [...crumbs, { text: heading, href: null }],
      meta: { kind: 'site' },
      isIndexed: false,
    }),
    ...{ kind, heading, receipt, code },
    due: dueWords(dueOn === null || dueKind === null ? null : { on: dueOn, kind: dueKind, provisional }),
    qr: qrCode(address === null ? null : `${address}${lookUpHash(receipt, code)}`),
    address: address ?? urls.lookUp(),
    isMarked,
  }
}

export function lookUpHash(receipt: string, code: string): string {
  return `#${receipt}/${code}`
}

/** The day and where it comes from; a day that nobody has set is not made up. */
export function dueWords(due: Pick<NonNullable<CaseView['due']>, 'on' | 'kind' | 'provisional'> | null): string {
  if (due === null) return '没有确定的办理期限：当地适用的规定本站还没有核对，以办理单位告知的为准。'
  const day = `${chineseDay(due.on)}以前（${DUE_KIND_LABEL[due.kind]}期限`
  return due.provisional ? `${day}，暂定：跨到的年份还没有公布放假安排）` : `${day}）`
}
