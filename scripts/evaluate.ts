import { dayOfInstant, parseDay, yearOf } from '#domain/day'
import { schemeOf } from '#domain/evaluation'
import { clockFrom } from '../site/src/runtime.ts'
import { readOptions } from './lib/command.ts'
import { ContentError, loadContent } from './lib/content.ts'
import { evaluateDownload } from './lib/evaluate-download.ts'
import { progress, stop } from './lib/report.ts'
import { placeOf } from './lib/workspace.ts'

const USAGE = `用法：npm run evaluate -- --from-download 文件夹 [--year 年份] [--day 日期] [--scheme 编号]
  --from-download  放着下载的表格的文件夹，文件名与本站相同：licences.csv、penalties.csv、promises.csv……
  --year           评价哪一年，默认今年
  --day            下载的那一天，到期与否按它判断，默认今天
  --scheme         评价办法的编号，默认那一年最后一天使用的，当年为下载那一天
只用下载的表格和公开的评价办法计算，把各机关的得分以 JSON 写到标准输出。`

const { values } = readOptions(
  {
    options: {
      'from-download': { type: 'string' },
      year: { type: 'string' },
      day: { type: 'string' },
      scheme: { type: 'string' },
    },
  },
  USAGE,
)
const folder = values['from-download']
if (folder === undefined) stop(`--from-download 没有填写；应为放着下载的表格的文件夹\n${USAGE}`, 2)
const day = values.day === undefined ? dayOfInstant(clockFrom(process.env.CLOCK)()) : parseDay(values.day)
if (day === undefined) stop(`--day 写的是 ${values.day}；应为 YYYY-MM-DD 形式的日期\n${USAGE}`, 2)
const year = values.year === undefined ? yearOf(day) : Number(values.year)
if (!Number.isInteger(year)) stop(`--year 写的是 ${values.year}；应为四位数的年份\n${USAGE}`, 2)

const content = await loadContent(placeOf(process.env), process.env.BASE).catch((error: unknown) => {
  if (error instanceof ContentError) stop(`内容文件有误，没有执行：\n${error.message}`)
  throw error
})
const { evaluations } = content.reading
const scheme =
  values.scheme === undefined ? schemeOf(evaluations, year, day) : evaluations.find(({ id }) => id === values.scheme)
if (scheme === undefined) {
  stop(
    `${values.scheme === undefined ? `${year} 年没有评价办法` : `没有评价办法 ${values.scheme}`}；现有 ${evaluations.map(({ id }) => id).join('、')}`,
    2,
  )
}
const { items, troubles } = await evaluateDownload(content, scheme, { folder, year, day })
for (const { file, why } of troubles) progress(`  ${file}：${why}`)
process.stdout.write(`${JSON.stringify({ scheme: scheme.id, year, items }, null, 2)}\n`)
if (troubles.length > 0) process.exitCode = 1
