import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Converter } from 'opencc-js/t2cn'

const FOLDER = resolve(import.meta.dirname, '..', process.env.GONGXIN_DATA ?? '../shared/data', '../seeds')

/** Place → file of its government document, as received. */
export const SEEDS: Record<string, string> = {
  guangdong: 'guangdong-2017-140.txt',
  hebei: 'hebei-2019-jishexinfa-3.txt',
  heilongjiang: 'heilongjiang-2017.txt',
  huaxian: 'huaxian-2017-31.txt',
  licheng: 'licheng-2019-43.txt',
}

export const seedsAreAbsent = !existsSync(FOLDER)
if (seedsAreAbsent) process.stderr.write(`SKIPPED: the documents are not in ${FOLDER}; set GONGXIN_DATA.\n`)

const toSimplified = Converter({ from: 't', to: 'cn' })
/** One copy was put into traditional characters with each reading behind its character. */
const READING = /(\p{Script=Han})\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+\)/gu

/** The document in simplified Chinese, compared as `folded` compares. */
export function seedText(place: string): string {
  const text = readFileSync(join(FOLDER, SEEDS[place] ?? ''), 'utf8')
  return folded(toSimplified(text.replace(READING, '$1')))
}

/** Without blanks and line breaks, punctuation in one width. */
export function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}
