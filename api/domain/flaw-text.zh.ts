import type { FoundFlaw } from './data-flaw.ts'
import { isAboutOrgan } from './kind-groups.ts'
import type { DataFlaw, RecordKind } from './vocabulary.ts'

/** What is wrong, in the clerk's words: which columns, where it is about some. */
export function flawText({ flaw, at }: FoundFlaw): string {
  const columns = at.map((header) => `“${header}”`).join('、')
  switch (flaw) {
    case 'field-missing':
      return `没有填写${columns}`
    case 'code-missing':
      return '没有提供统一社会信用代码，或者填的是占位的零'
    case 'code-malformed':
      return `${columns}不是 18 位统一社会信用代码，没有采用`
    case 'code-check':
      return `${columns}的校验位不对`
    case 'value-unread':
      return `${columns}的日期、金额或者写法无法识别，没有采用`
    case 'number-shared':
      return '本机关还有记录用这个文书号'
    case 'late':
      return '超过规定期限才公示'
  }
}

/** What a correction at the desk can mend of a decision: values that are there. An organ's own record can also be added to. */
const IN_PLACE: readonly DataFlaw[] = ['code-check', 'number-shared']

/** How it is mended; `mayCorrect`: whoever reads it may ask for a correction at the desk. */
export function mendingText(kind: RecordKind, flaw: DataFlaw, mayCorrect: boolean): string {
  const again = '补全后用导入模板重新报送这一条（文书号不变）'
  const correct = mayCorrect && (isAboutOrgan(kind) || IN_PLACE.includes(flaw)) ? '在记录里申请更正，或者请机关' : ''
  switch (flaw) {
    case 'field-missing':
      return `${correct}${again}。`
    case 'code-missing':
    case 'code-malformed':
    case 'code-check':
      return `核对证照上的代码，${correct}改正后重新报送这一条（文书号不变）。`
    case 'value-unread':
      return `照文书改成规定的写法（如 2026-03-05、1.5 万元），${correct}重新报送这一条（文书号不变）。`
    case 'number-shared':
      return `核对文书：一份文书有几个相对人的，不用改；写错的，${correct}改正文书号后重新报送，错的一条${mayCorrect ? '申请' : '请受理人员'}撤下。`
    case 'late':
      return '公示日期写错的，改正后重新报送；确实超期的已成事实，不能更改，以后按期公示。'
  }
}
