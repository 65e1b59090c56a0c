import type { FailureOf, ForeignFormat, ImportFailure } from './failure.ts'
import type { ColumnMatch } from './header-mapping.ts'
import { fieldLabel } from './labels.zh.ts'
import { fieldSpec } from './record-fields.ts'
import type { AsideKind, SkippedSheet } from './table.ts'
import type { RecordKind } from './vocabulary.ts'

export const ASIDE_LABEL = {
  title: '表格上方的标题',
  totals: '合计',
  note: '说明或者签名',
  'repeated-header': '重复的表头',
} satisfies Record<AsideKind, string>

export const SKIPPED_LABEL = {
  empty: '是空的',
  'no-header': '找不到认识的表头',
  hidden: '是隐藏的',
  'not-a-table': '不是表格',
} satisfies Record<SkippedSheet['why'], string>

/** What speaks for a column's field, in one line. */
export function remarkOn(kind: RecordKind, { field, by, score, rivals, unit, bookkeeping }: ColumnMatch): string {
  const guesses = by === 'alias' || by === 'score'
  const name = field === null ? '' : `${fieldLabel(kind, field) ?? field}；`
  const others = rivals.map((it) => `${it.field}（${fieldLabel(kind, it.field) ?? ''}）${it.score.toFixed(2)}`)
  const also = others.length === 0 ? '' : `；也可能是 ${others.join('、')}`
  const isAmount = field !== null && fieldSpec(kind, field)?.type.startsWith('amount')
  const unitSaid =
    unit !== undefined ? `，按${unit}读取` : isAmount && guesses ? '，表头没写单位，没写单位的数字不采用' : ''
  switch (by) {
    case 'map':
      return `${name}人工确认${unitSaid}`
    case 'official':
      return `${name}官方表头${unitSaid}`
    case 'alias':
      return `${name}常见写法${unitSaid}`
    case 'score':
      return `${name}按词义推断 ${score.toFixed(2)}${unitSaid}${also}`
    case 'clash':
      return `与别的列是同一项，未采用：${others.join('、')}`
    case 'ignored':
      return bookkeeping ? '只用来数行或者说明，不是公示内容' : '人工确认不采用'
    case 'none':
      return others.length === 0 ? '没有认出' : `没有认定；可能是 ${others.join('、')}`
    default:
      return by satisfies never
  }
}

const FOREIGN_TEXT: Record<ForeignFormat, string> = {
  pdf: '是 PDF 文件，不是表格。请向填报单位索取原始表格（.xlsx 或 .csv）。',
  image: '是图片，不是表格。请向填报单位索取原始表格（.xlsx 或 .csv）。',
  word: '是文字文档，不是表格。请把其中的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 后再导入。',
  'web-page': '实际是网页文件，只是用了表格的文件名。请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再导入。',
  xml: '是 XML 文件。请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再导入。',
  archive: '是压缩包。请先解压，再导入其中的表格文件。',
  xlsb: '是二进制工作簿（.xlsb）。请用 Excel 打开，另存为 .xlsx 后再导入。',
  'xls-before-97': '是 Excel 97 以前的格式。请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再导入。',
  'office-other': '是办公文档，但不是表格。请把其中的表格另存为 .xlsx 后再导入。',
  binary: '既不是表格，也不是文本。请用 Excel 或 WPS 表格打开原始文件，另存为 .xlsx 后再导入。',
}

const MISSING_TEXT: Record<string, string> = { subjectName: '相对人名称', decidedOn: '决定日期' }

/** Where the person is who reads it: what to do next depends on it. */
export type ImportPlace = 'command' | 'desk'

/** What happened, why, what to do next. */
export function importFailureText(failure: ImportFailure, at: ImportPlace): string {
  switch (failure.code) {
    case 'file-unreadable':
      return `${failure.file} 无法读取：${failure.detail}\n没有导入任何内容。`
    case 'file-empty':
      return `${failure.file} 是空的，没有表头。没有导入任何内容。`
    case 'file-encrypted':
      return `${failure.file} 设有打开密码。请打开后去掉密码，另存一份再导入。没有导入任何内容。`
    case 'file-damaged':
      return `${failure.file} 已损坏或不完整${failure.part ? `（${failure.part}）` : ''}。请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再导入；打不开时请重新获取文件。`
    case 'file-foreign':
      return `${failure.file} ${FOREIGN_TEXT[failure.found]}没有导入任何内容。`
    case 'file-encoding':
      return `无法确定 ${failure.file} 的文字编码：它不是 UTF-8、UTF-16 或 GB18030 编码的简体中文。请用原来的程序打开，另存为 UTF-8 后再导入。没有导入任何内容。`
    case 'file-too-large':
      return tooLargeText(failure)
    case 'file-inflates':
      return `${failure.file} 展开后的大小异常（${failure.part}），未予读取。请用 Excel 或 WPS 表格打开，另存为 .xlsx 或 .csv 后再导入。`
    case 'table-too-wide':
      return `${failure.file} ${placeText(failure)}第 ${failure.row} 行超过 ${failure.limit} 列。请删去多余的列后再导入。`
    case 'record-too-long':
      return `${failure.file} ${placeText(failure)}第 ${failure.line} 行起的一条记录超过 ${failure.limit} 个字符，可能缺少一个引号。请检查该行后再导入。`
    case 'quote-stray':
      return `${failure.file} 文本第 ${failure.line} 行起的引号不成对：单元格内的引号应写成两个（""），并用引号括起整个单元格。请修改该行，或用 Excel、WPS 表格另存为 .xlsx 后再导入。`
    case 'json-malformed':
      return `${failure.file} 第 ${failure.item} ${failure.unit === 'line' ? '行' : '条'}不是完整的 JSON 对象。请检查后再导入。`
    case 'json-shape':
      return `${failure.file} 的 JSON 结构无法识别。应为对象数组，或在 data、rows、records、list、items、result、results 之一下的对象数组，且只有一个。`
    case 'header-missing':
      return [
        `${failure.file} 中没有找到表头：没有一行同时有两个认识的列名。没有导入任何内容。`,
        ...failure.seen.map(
          ({ sheet, cells }) => `${sheet === null ? '读到' : `工作表“${sheet}”读到`}：${excerpt(cells)}`,
        ),
        at === 'desk'
          ? '请改用官方表头或 XK_/CF_ 代码后再上传。'
          : '请改用官方表头或 XK_/CF_ 代码，或在 content/codes/headers.yaml 补充别名。',
      ].join('\n')
    case 'header-changes':
      return `${failure.file} ${placeText(failure)}第 ${failure.row} 行又出现另一种表头。一张表只能有一种表头，请拆成两个文件后分别导入。`
    case 'file-without-rows':
      return `${failure.file} 只有表头，没有内容。没有导入任何内容。`
    case 'headers-unknown':
      return [
        `${failure.file} 的表头里找不到必需的列：${failure.missing.map((field) => MISSING_TEXT[field] ?? field).join('、')}。`,
        `读到的表头是：${failure.headers.join('、')}`,
        at === 'desk'
          ? '请在下面的表头对照中选出是哪一列，再重新核对。'
          : '请加上 --write-map 对照表.yaml 写出猜测的对照表，改好后用 --map 导入；或者改用官方表头。这张表没有导入。',
      ].join('\n')
    case 'organ-not-found':
      return `${at === 'desk' ? '机关' : '--organ '}写的是 ${failure.slug}；应为 ${failure.known.join('、')}`
    case 'records-busy':
      return `${failure.file} 涉及的记录正被别人改动，没有导入任何内容。请稍后再${at === 'desk' ? '试' : '次运行同一命令'}。`
    default:
      return failure satisfies never
  }
}

function tooLargeText({ file, part, bytes, limit }: FailureOf<'file-too-large'>): string {
  const size = (value: number) => `${Math.ceil(value / 1_048_576)} MB`
  const what = part === null ? '' : `解压后的 ${part} `
  return `${file} ${what}太大：${size(bytes)}，上限 ${size(limit)}。请拆成几个文件，或另存为 .csv 后再导入。没有导入任何内容。`
}

function placeText({ sheet }: { sheet: string | null }): string {
  return sheet === null ? '' : `工作表“${sheet}”`
}

/** The beginning of a row, enough to know it by. */
function excerpt(cells: readonly string[]): string {
  const shown = cells.slice(0, 12).map((cell) => cell.replace(/\s+/g, ' ').slice(0, 30))
  return `${shown.join('、')}${cells.length > shown.length ? '……' : ''}`
}
