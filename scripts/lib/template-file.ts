import { TEXT_ROWS, writeTemplate } from '#adapters/template-writer'
import { officialWords } from '#domain/exchange-row'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { templateColumns } from '#domain/template-columns'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { templatePath } from '#site/lib/urls.ts'
import type { Content } from './content.ts'
import { officialColumns } from './header-dictionary.ts'

const NOTES = [
  '从第二行起填写，一行一条决定。表头不要改动；列的次序可以变，用不着的列可以删去。底色为黄色的列必须填写。',
  `前 ${TEXT_ROWS} 行的单元格已经设为文本格式，代码和编号前面的 0 不会丢失；行数更多的，请把新增的行也设为文本格式。`,
  '身份证号、电话、住址等个人信息不要写进文书内容、事实等文字中。',
  '填好后另存为 .xlsx 文件报送。',
]

export type TemplateContent = Pick<Content, 'words' | 'choices'>

/** The bytes of a kind's template, from the place's words. */
export function templateOf(kind: RecordKind, { words, choices }: TemplateContent): Promise<Uint8Array> {
  const label = RECORD_KIND_LABEL[kind]
  return writeTemplate({
    name: label,
    title: `${label}信息导入模板`,
    columns: templateColumns(kind, officialColumns(kind), officialWords(words), choices),
    notes: NOTES,
  })
}

/** Templates as files of the built site, by their path in it. */
export async function builtTemplates(content: TemplateContent): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const kind of RECORD_KINDS) files.set(templatePath(kind), await templateOf(kind, content))
  return files
}
