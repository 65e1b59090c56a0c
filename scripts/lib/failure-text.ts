import type { FailureOf, ForeignFormat, ImportFailure, RecordFailure, TableFailure } from '#domain/failure'
import { RECORD_STATE_LABEL } from '#domain/labels.zh'

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

/** What happened, why, what to do next, for the person at the command line. */
export function importFailureText(failure: ImportFailure): string {
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
        '请改用官方表头或 XK_/CF_ 代码，或在 content/codes/headers.yaml 补充别名。',
      ].join('\n')
    case 'header-changes':
      return `${failure.file} ${placeText(failure)}第 ${failure.row} 行又出现另一种表头。一张表只能有一种表头，请拆成两个文件后分别导入。`
    case 'file-without-rows':
      return `${failure.file} 只有表头，没有内容。没有导入任何内容。`
    case 'headers-unknown':
      return [
        `${failure.file} 的表头里找不到必需的列：${failure.missing.map((field) => MISSING_TEXT[field] ?? field).join('、')}。`,
        `读到的表头是：${failure.headers.join('、')}`,
        '请加上 --write-map 对照表.yaml 写出猜测的对照表，改好后用 --map 导入；或者改用官方表头。这张表没有导入。',
      ].join('\n')
    case 'organ-not-found':
      return `--organ 写的是 ${failure.slug}；应为 ${failure.known.join('、')}`
    case 'records-busy':
      return `${failure.file} 涉及的记录正被别人改动，没有导入任何内容。请稍后再次运行同一命令。`
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

export function tableFailureText(file: string, failure: TableFailure): string {
  switch (failure.code) {
    case 'cell-too-long': {
      const { row, header, length, most } = failure
      return `第 ${row} 行“${header}”有 ${length} 个字，超过表格程序一格 ${most} 个字的上限。没有写出 ${file}；请改用 .csv。`
    }
    case 'too-many-rows':
      return `超过表格程序一张表 ${failure.most} 行的上限。没有写出 ${file}；请改用 .csv，或者用 --organ 分机关导出。`
    default:
      return failure satisfies never
  }
}

export function recordFailureText(failure: RecordFailure): string {
  switch (failure.code) {
    case 'record-not-found':
      return `没有编号为 ${failure.id} 的记录。编号是记录地址里最后的 12 位。`
    case 'step-not-allowed':
      return `记录 ${failure.id} 现在是“${RECORD_STATE_LABEL[failure.from]}”，不能再执行这一步。没有改动。`
    case 'changed-meanwhile':
      return `记录 ${failure.id} 刚被别人改动，请重新执行。没有改动。`
    case 'reason-length':
      return `--reason 现在是 ${failure.length} 个字；应为 4 至 300 个字。`
    case 'reason-personal-data':
      return '--reason 中有身份证号、电话或住址等个人信息；理由会公开，请删去后重试。'
    case 'reason-names-subject':
      return '--reason 中写了相对人名称；撤下说明不得再出现其名称，请改写后重试。'
    case 'ground-unknown':
      return `--ground 写的是 ${failure.ground}；应为 ${failure.allowed.join('、')}`
    case 'same-person':
      return '提出和复核不能是同一个人。没有改动。'
    case 'no-rule':
      return 'content/rules/notices.yaml 中没有当前有效且已确认的撤下说明期限；请先确认该规则。'
    default:
      return failure satisfies never
  }
}
