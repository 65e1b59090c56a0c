import type { ImportColumnView, ImportItemView, ImportRowView, ImportsView, ImportView } from '#contract/desk-import'
import type { ImportDeskFailure } from '#domain/failure'
import { importFailureText, remarkOn } from '#domain/import-text.zh'
import { isAboutOrgan } from '#domain/kind-groups'
import { fieldLabel, IMPORT_STATE_LABEL, RECORD_KIND_LABEL, ROW_OUTCOME_LABEL } from '#domain/labels.zh'
import { fieldsOf } from '#domain/record-fields'
import { columnName, noteTexts } from '#domain/rejected-line'
import type { Rules } from '#domain/rules'
import type { Staff } from '#domain/staff'
import type { RecordKind } from '#domain/vocabulary'
import type { DeskImport } from '#usecase/import-desk-ports'
import type { ImportRow, ShownImport } from '#usecase/read-import'

type Names = { agencies: ReadonlyMap<string, string>; staff: readonly Staff[] }

export function importsView(names: Names, { items, next }: { items: DeskImport[]; next: number | null }): ImportsView {
  return { next, items: items.map((it) => importItem(names, it)) }
}

function importItem({ agencies, staff }: Names, it: DeskImport): ImportItemView {
  const { id, kind, organSlug, fileName, sheet, uploadedBy, uploadedAt, state, summary, trouble } = it
  return {
    ...{ id, fileName, sheet, state, at: uploadedAt },
    kindLabel: RECORD_KIND_LABEL[kind],
    agency: organSlug === null ? null : (agencies.get(organSlug) ?? organSlug),
    by: staff.find((one) => one.id === uploadedBy)?.name ?? uploadedBy,
    stateLabel: IMPORT_STATE_LABEL[state],
    counts: summary && {
      ...{ read: summary.read, accepted: summary.accepted, warned: summary.warned, rejected: summary.rejected },
      ...{ unchanged: summary.unchanged, published: summary.published },
    },
    trouble: trouble && importFailureText(trouble, 'desk'),
  }
}

export function importView(names: Names, rules: Rules, reader: Staff, shown: ShownImport): ImportView {
  const { it, columns, rows, mended, mayApprove } = shown
  const basisOf = (id: string) => rules.publication.find((rule) => rule.id === id)?.basis ?? id
  const bases = (list: readonly { rule: string; rows: number }[] = []) =>
    list.map(({ rule, rows: count }) => ({ basis: basisOf(rule), rows: count }))
  const { summary, kind } = it
  return {
    ...importItem(names, it),
    ...{ kind, revision: it.revision, note: it.note, mended, mayApprove },
    decidedBy: it.decidedBy === null ? null : (names.staff.find(({ id }) => id === it.decidedBy)?.name ?? it.decidedBy),
    withheld: bases(summary?.withheld),
    sealed: bases(summary?.sealed),
    ...{ left: summary?.left ?? 0, hidden: summary?.hidden ?? 0, repeated: summary?.repeated ?? 0 },
    columns: columns.map((column): ImportColumnView => {
      const { header, field, by } = column
      const isDoubtful = by === 'score' || by === 'none' || by === 'clash'
      return { header, field, why: remarkOn(kind, column), isDoubtful: isDoubtful && header !== '' }
    }),
    fields: fieldsOf(kind).map((field) => ({ field, label: fieldLabel(kind, field) ?? field })),
    rows: rows.map((row) => rowView(kind, columns, row, basisOf)),
    hasSheet: (summary?.rejected ?? 0) > 0 && ['waiting', 'approved', 'returned'].includes(it.state),
    isOwn: it.uploadedBy === reader.id,
  }
}

function rowView(
  kind: RecordKind,
  columns: ShownImport['columns'],
  { n, outcome, rule, notes, cells, marked, changed }: ImportRow,
  basisOf: (rule: string) => string,
): ImportRowView {
  const offered = notes.flatMap(({ suggestion, column }) =>
    suggestion === undefined ? [] : [`${column ?? '代码'}可能是 ${suggestion}`],
  )
  const isSealed = outcome === 'rejected' && rule !== null
  const cellOf = (field: string) => cells[columns.findIndex((column) => column.field === field)] ?? ''
  const width = Math.max(columns.length, cells.length)
  return {
    ...{ n, outcome, outcomeLabel: ROW_OUTCOME_LABEL[outcome] },
    ...{ subject: cellOf(isAboutOrgan(kind) ? 'agencyName' : 'subjectName'), number: cellOf('documentNumber') },
    notes: [
      ...(isSealed ? [`属于依法封存、不得公开的内容，不接收，也不显示：${basisOf(rule)}`] : []),
      ...new Set([...noteTexts(kind, notes), ...offered]),
      ...changed.map((field) => `内容有变化，将记为新版本（${columnName(kind, field)}）`),
    ],
    cells: isSealed
      ? []
      : Array.from({ length: width }, (_, place) => ({
          ...{ place, header: columns[place]?.header ?? '', text: cells[place] ?? '' },
          isMarked: marked.includes(place),
        })),
  }
}

/** What is wrong with what was sent, for the person at the desk: field, value, what is allowed. */
export function importTroubleText(failure: ImportDeskFailure): string {
  switch (failure.code) {
    case 'import-known':
      return '同一份文件已经上传，正在等待批准，没有再次接收。'
    case 'import-kind-unclear': {
      const which = failure.sheet === null ? '' : `工作表“${failure.sheet}”`
      return `${which}是行政许可还是行政处罚，从表头看不出来；请选好类别后再上传。没有接收任何内容。`
    }
    case 'import-organ-other':
      return '机关账号只能上传本机关的文件。没有接收任何内容。'
    case 'import-sheets-many':
      return `文件里有 ${failure.sheets} 张表，一次最多 ${failure.limit} 张；请拆成几个文件。`
    case 'import-field-unknown': {
      const allowed = fieldsOf(failure.kind).map((field) => fieldLabel(failure.kind, field) ?? field)
      return `表头“${failure.header}”选的是 ${failure.field}；应为 ${allowed.join('、')}`
    }
    case 'import-header-unknown':
      return `文件里没有“${failure.header}”这个表头。`
    case 'fix-refused':
      return FIX_TEXT[failure.why](failure.n)
    case 'note-missing':
      return '请写明退回的理由。'
    case 'note-personal-data':
      return '理由里有证件号码、电话、住址等个人信息，请删去。'
    case 'import-not-found':
    case 'import-closed':
    case 'import-changed':
    case 'import-same-person':
    case 'import-unchecked':
      return ''
    default:
      return importFailureText(failure, 'desk')
  }
}

const FIX_TEXT = {
  'no-such-row': (n) => `文件里没有第 ${n} 行，没有改动。`,
  'no-such-column': (n) => `第 ${n} 行没有这一列，没有改动。`,
  sealed: (n) => `第 ${n} 行属于依法封存的内容，不能在这里改。`,
  masked: (n) => `第 ${n} 行的单元格里还有星号；请按原件填写完整，或者保持原样。`,
  'too-long': (n) => `第 ${n} 行的单元格超过 32767 个字。`,
} satisfies Record<Extract<ImportDeskFailure, { code: 'fix-refused' }>['why'], (n: number) => string>
