import type { Me } from '#contract/desk'
import type { ImportCellView, ImportRowView, ImportView } from '#contract/desk-import'
import {
  type DeskFrame,
  type DeskTrouble,
  deskFrame,
  deskWorker,
  goTo,
  leave,
  postedFields,
  troubleIn,
} from './desk-page.ts'

type Locals = App.Locals

/** Forms have at most a hundred fields. */
const MOST_SELECTS = 90
const MOST_INPUTS = 90

export const COLUMN = 'column:'
/** The header stays what it is now; and it is deliberately no field. */
export const KEEP = 'keep'
export const NO_FIELD = 'none'

export type ImportPage = {
  frame: DeskFrame
  it: ImportView
  columns: ImportView['columns']
  /** Columns that have no select, for there are too many. */
  moreColumns: number
  rows: (ImportRowView & { inputs: ImportCellView[] })[]
  hasInputs: boolean
  /** Where a header is in doubt, that comes before the rows. */
  isHeaderDoubtful: boolean
  /** Rows beyond those that are shown. */
  moreRows: number
  sheetHref: string | null
  may: Record<'mend' | 'check' | 'return' | 'discard' | 'approve', boolean>
  /** Why somebody who approves others' files does not approve this one. */
  needsOther: boolean
  done: string | null
  trouble: DeskTrouble | null
  typed: (name: string) => string | null
  status: number
}

const DONE: Readonly<Record<string, string>> = {
  columns: '表头对照已经保存，并重新核对。',
  fixes: '改动已经保存，并重新核对。',
  check: '已经重新核对。',
  return: '已经退回，上传的文件已经删除。标注表可以下载 7 天，请交给报送机关。',
  approve: '已经导入。公示的内容一般在几秒内发布。',
}

/** One table of an uploaded file: what it would become, and what can be done about it. */
export async function serveImport(locals: Locals, request: Request, id: string): Promise<ImportPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const asked = request.method === 'POST' ? await take(locals, request, id) : null
  if (asked instanceof Response) return asked
  const reply = await locals.desk.get<ImportView>(`/imports/${encodeURIComponent(id)}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const it = reply.value
  const may = rightsOf(me, it)
  const rows = withInputs(it.rows, may.mend)
  const named = it.columns.filter(({ header }) => header !== '')
  const doubtfulFirst = [...named].sort((a, b) => Number(b.isDoubtful) - Number(a.isDoubtful))
  return {
    frame: deskFrame(locals, it.fileName, me, 'imports/'),
    ...{ it, rows, may },
    columns: named.length > MOST_SELECTS ? doubtfulFirst.slice(0, MOST_SELECTS) : named,
    moreColumns: Math.max(0, named.length - MOST_SELECTS),
    hasInputs: rows.some(({ inputs }) => inputs.length > 0),
    isHeaderDoubtful: named.some(({ isDoubtful }) => isDoubtful),
    moreRows: Math.max(0, (it.counts?.read ?? 0) - rows.length),
    sheetHref: it.hasSheet ? `${locals.place.base}api/desk/imports/${it.id}/rejected` : null,
    needsOther: isApprover(me) && it.state === 'waiting' && it.counts !== null && !it.mayApprove,
    done: asked === null ? (DONE[new URL(request.url).searchParams.get('done') ?? ''] ?? null) : null,
    ...{ trouble: null, typed: () => null, status: 200 },
    ...asked,
  }
}

function isApprover({ role }: Me): boolean {
  return role === 'publisher' || role === 'reviewer'
}

function rightsOf(me: Me, it: ImportView): ImportPage['may'] {
  const isWaiting = it.state === 'waiting'
  const isSender = me.role === 'clerk' || me.role === 'organ'
  return {
    mend: isWaiting && isSender,
    check: isWaiting,
    return: isWaiting && me.role !== 'organ',
    discard: isWaiting && isSender,
    approve: isWaiting && isApprover(me) && it.mayApprove,
  }
}

/** Cells to mend, as many as one form takes; the next ones follow when these are done. */
function withInputs(rows: readonly ImportRowView[], mayMend: boolean): ImportPage['rows'] {
  let left = mayMend ? MOST_INPUTS : 0
  return rows.map((row) => {
    const inputs = row.cells.filter(({ isMarked }) => isMarked).slice(0, left)
    left -= inputs.length
    return { ...row, inputs }
  })
}

type Asked = Pick<ImportPage, 'trouble' | 'typed' | 'status'>

async function take(locals: Locals, request: Request, id: string): Promise<Asked | Response> {
  const data = await request
    .clone()
    .formData()
    .catch(() => new FormData())
  const field = await postedFields(request)
  const path = `/imports/${encodeURIComponent(id)}`
  const revision = Number(field('revision'))
  const names = [...data.keys()]
  const go = field('go')
  const reply =
    go === 'columns'
      ? await locals.desk.post(`${path}/columns`, { revision, columns: columnsOf(names, field) })
      : go === 'fixes'
        ? await locals.desk.post(`${path}/fixes`, { revision, fixes: fixesOf(names, field) })
        : go === 'approve'
          ? await locals.desk.post(`${path}/approval`, { revision })
          : go === 'return'
            ? await locals.desk.post(`${path}/return`, { revision, reason: field('reason') })
            : go === 'discard'
              ? await locals.desk.post(`${path}/discard`, { revision })
              : await locals.desk.post(`${path}/check`, { revision })
  const { urls } = locals
  if (reply.state === 'done') {
    if (go === 'discard') return goTo(`${urls.desk('imports/')}?done=discarded`)
    return goTo(`${urls.desk(`imports/${id}/`)}?done=${go in DONE ? go : 'check'}`)
  }
  const typed = (name: string) => (names.includes(name) ? field(name) : null)
  return { trouble: troubleIn(reply), typed, status: reply.problem.status }
}

/** `column:处罚机关` holds a field, or that the header stays what it is now: only what was changed is said. */
function columnsOf(names: readonly string[], field: (name: string) => string) {
  return [...new Set(names)].flatMap((name) => {
    if (!name.startsWith(COLUMN) || field(name) === KEEP) return []
    return [{ header: name.slice(COLUMN.length), field: field(name) === NO_FIELD ? null : field(name) }]
  })
}

function fixesOf(names: readonly string[], field: (name: string) => string) {
  return numbersIn(names, /^cell-(\d+)-(\d+)$/).map(([n = 0, place = 0]) => ({
    ...{ n, place, text: field(`cell-${n}-${place}`) },
  }))
}

function numbersIn(names: readonly string[], pattern: RegExp): number[][] {
  return names.flatMap((name) => {
    const found = pattern.exec(name)
    return found === null ? [] : [found.slice(1).map(Number)]
  })
}
