/**
 * Personal data in free text. A miss does harm, a false hit only hides a number: doubt is settled towards hiding.
 * 个人信息保护法第三十四条: 国家机关处理个人信息“不得超出履行法定职责所必需的范围和限度”。
 */
import { isCivilDate } from './day.ts'
import { checkRegistrationNumber, checkUscc, idCheckDigit } from './uscc.ts'
import type { PersonalDataKind } from './vocabulary.ts'

/** `start` and `end` count UTF-16 units of the text that was given. Hits never overlap and come in order. */
export type PersonalDataHit = { kind: PersonalDataKind; start: number; end: number }

/** Fixed, so that not even the length of what was hidden is told. Holds nothing a scan could find. */
export const MASK = '****'

const SEP = '[\\s\\p{DI}\\p{Pd}−]{0,4}'
const DIGITS = (count: number) => `\\d(?:${SEP}\\d){${count - 1}}`
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const PROVINCE_CODE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)/

export function scanPersonalData(text: string): PersonalDataHit[] {
  const flat = flatten(text)
  // Hardly a cell holds anything personal; the costly patterns are spared where they cannot match.
  const digits = longestNumber(flat)
  const hits = [
    ...(digits >= 15 ? findIdNumbers(flat) : []),
    ...(TRAVEL_WORD.test(flat) ? find(flat, 'id-number', TRAVEL_DOCUMENT) : []),
    ...(digits >= 16 ? findBankCards(flat) : []),
    ...(ACCOUNT_WORD.test(flat) ? find(flat, 'bank-card', ACCOUNT) : []),
    ...(digits >= 11 ? find(flat, 'phone', PHONE).filter((hit) => !isAmount(flat, hit)) : []),
    ...(PROVINCE.test(flat) ? find(flat, 'plate', PLATE).filter((hit) => digitsOf(flat, hit).length >= 2) : []),
    ...(flat.includes('@') ? find(flat, 'email', EMAIL) : []),
    ...findAddresses(flat),
  ]
  return merge(hits)
}

/** Digits of the longest number, whatever separates them that any pattern here allows within one. */
function longestNumber(flat: string): number {
  let longest = 0
  for (const [found] of flat.matchAll(/\d(?:[\s\p{DI}\p{Pd}−./·_]{0,4}\d){10,}/gu)) {
    longest = Math.max(longest, found.replace(/\D/g, '').length)
  }
  return longest
}

/** Hiding one hit can lay bare the edge of the next, so it repeats until a scan finds nothing; each round hides more. */
export function maskPersonalData(text: string): string {
  let masked = text
  for (let hits = scanPersonalData(masked); hits.length > 0; hits = scanPersonalData(masked)) {
    for (const { start, end } of hits.reverse()) masked = masked.slice(0, start) + MASK + masked.slice(end)
  }
  return masked
}

/** Half-width forms at the same places: full-width ASCII, every decimal digit NFKC knows, a break as a blank. */
function flatten(text: string): string {
  return text.replace(/[\n\r]/g, ' ').replace(/(?![0-9])[\uFF01-\uFF5E\p{Nd}]/gu, (letter) => {
    const plain = letter.normalize('NFKC')
    return plain.length === 1 ? plain.padEnd(letter.length, '\u200B') : letter
  })
}

/** Every place where the pattern's first group matches, overlapping ones too. */
function windows(flat: string, pattern: RegExp): { start: number; end: number; found: string }[] {
  return Array.from(flat.matchAll(pattern), (match) => {
    const found = match[1] ?? ''
    return { start: match.index, end: match.index + found.length, found }
  }).filter(({ found }) => found !== '')
}

function find(flat: string, kind: PersonalDataKind, pattern: RegExp): PersonalDataHit[] {
  return windows(flat, pattern).map(({ start, end }) => ({ kind, start, end }))
}

function digitsOf(flat: string, { start, end }: { start: number; end: number }): string {
  return flat.slice(start, end).replace(/\D/g, '')
}

/** By start; what overlaps becomes one hit of the kind that began first. */
function merge(hits: readonly PersonalDataHit[]): PersonalDataHit[] {
  const merged: PersonalDataHit[] = []
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1)
    if (last !== undefined && hit.start < last.end) last.end = Math.max(last.end, hit.end)
    else merged.push({ ...hit })
  }
  return merged
}

const ID_18 = new RegExp(`(?=(${DIGITS(17)}${SEP}[\\dXx×Хх✕]))`, 'gu')
const ID_15 = new RegExp(`(?<!\\d)(?=(${DIGITS(15)})(?![\\dXx]))`, 'gu')
const TRAVEL_DOCUMENT = /(?<=(?:护照|通行证|居留证|居住证)(?:号码?)?[\s:为是]{0,3})(?=([A-Za-z]{1,3}\s?\d{7,10}))/gu
const TRAVEL_WORD = /护照|通行证|居留证|居住证/
const PERMIT_BEFORE = /(?:注册号|登记号|许可证|执照|[建地]字第)(?:编号|号码?|证号)?[\s:为是]{0,3}$/u

function findIdNumbers(flat: string): PersonalDataHit[] {
  const long = windows(flat, ID_18).filter((place) => isIdNumber(flat, place))
  const legacy = windows(flat, ID_15).filter(({ start, found }) => {
    const digits = found.replace(/\D/g, '')
    const named = isAfterPermitWord(flat, start) || found === flat.trim()
    if (named && checkRegistrationNumber(digits).verdict === 'valid') return false
    // Cards of 15 digits ended in 1999; before 25 the two digits are rather the century of a year in a permit number.
    const real = isCivilDate(
      1900 + Number(digits.slice(6, 8)),
      Number(digits.slice(8, 10)),
      Number(digits.slice(10, 12)),
    )
    return PROVINCE_CODE.test(digits) && Number(digits.slice(6, 8)) >= 25 && real
  })
  return [...long, ...legacy].map(({ start, end }): PersonalDataHit => ({ kind: 'id-number', start, end }))
}

function isAfterPermitWord(flat: string, start: number): boolean {
  return PERMIT_BEFORE.test(flat.slice(Math.max(0, start - 20), start))
}

function isIdNumber(flat: string, { start, end, found }: { start: number; end: number; found: string }): boolean {
  const code = found.replace(/[×ХхXx✕]/g, 'X').replace(/[^\dX]/g, '')
  const year = Number(code.slice(6, 10))
  const born = year >= 1900 && year < 2100 && isCivilDate(year, Number(code.slice(10, 12)), Number(code.slice(12, 14)))
  const checks = idCheckDigit(code.slice(0, 17)) === code.charAt(17)
  // 9 begins the cards of foreign residents, but also every enterprise's credit code: a birth date tells them apart.
  if (!PROVINCE_CODE.test(code) || (code.startsWith('9') && !born)) return false
  // Permit numbers hold region + date + serial as well; only of adults do we believe a birth without more proof.
  const adult = year < 2010
  // All three hold: an ID number wherever it stands, even run together with other digits or passing as a credit code.
  if (born && checks) return adult || !isAfterPermitWord(flat, start)
  if (/\d/.test(flat.charAt(start - 1)) || /\d/.test(flat.charAt(end)) || checkUscc(code).verdict === 'valid')
    return false
  return checks || (born && adult)
}

const ACCOUNT_WORD = /[账帐][号户]|卡号/
const CARDS = [16, 17, 18, 19].map(
  (count) => new RegExp(`(?<!\\d)(?=([3-9]${SEP}${DIGITS(count - 1)})(?![\\dA-Za-z]))`, 'gu'),
)
const ACCOUNT = new RegExp(
  `(?<=(?:账号|帐号|账户|帐户|卡号)[\\s:为是]{0,3})(?=(${DIGITS(8)}(?:${SEP}\\d){0,22}))`,
  'gu',
)

function findBankCards(flat: string): PersonalDataHit[] {
  return CARDS.flatMap((pattern) => find(flat, 'bank-card', pattern)).filter((hit) => {
    const digits = digitsOf(flat, hit)
    return passesLuhn(digits) && checkUscc(digits).verdict !== 'valid'
  })
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, place) => {
      const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2)
      return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
  return sum % 10 === 0
}

const BLANK = '[\\s\\p{DI}]{0,4}'
const MOBILE = `1${BLANK}[3-9]${BLANK}\\d(?:${SEP}\\d){8}|1[3-9]\\d[./·_]\\d{4}[./·_]\\d{4}`
/** Also several numbers written without a gap. */
const PHONE = new RegExp(
  `(?<!\\d)(?=((?:(?:\\+|00)?86[\\s\\p{DI}\\p{Pd})]{0,3}|0)?(?:${MOBILE})(?:1[3-9]\\d{9}){0,4})(?!\\d))`,
  'gu',
)

/** 13812345678元 is money. */
function isAmount(flat: string, { end }: PersonalDataHit): boolean {
  return /^[万亿]?元(?!旦)/.test(flat.slice(end, end + 3))
}

const PROVINCE = new RegExp(`[${PROVINCES}]`)
const PLATE = new RegExp(
  `(?=([${PROVINCES}]${SEP}[A-HJ-NP-Za-hj-np-z][\\s\\p{DI}·•.-]{0,2}` +
    `(?:[A-Za-z0-9]${BLANK}){4,5}?(?:[A-Za-z0-9]|[挂学警港澳领使]))(?![A-Za-z0-9]))`,
  'gu',
)

const EMAIL = /(?<![A-Za-z0-9._%+-])(?=([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+))/gu

/** Every word of HOME_WORD has one of these in it. */
const HOME_PART = /住|户[籍口]|地址|籍贯|出生地/
const HOME_WORD =
  /(?:家庭住址|家庭地址|身份证(?:住址|地址)|(?:经常)?居住地址?|(?:现住|暂住)[址地]?(?![房宅院宿户建处所人登证])|住所地?|住址|户籍(?:所在地|地址|住址|地)?|户口(?:所在地|地址)?|(?:家住|租住)(?![房宅院宿户建处所])|住[在于]|通[讯信]地址|联系地址|收件地址|邮寄地址|籍贯|出生地|(?<=^|[,，。;；、:：\s(（])住(?![宿房院建户处宅所址地在]))(?<link>[\s:为是在于]{0,3})/gu
const PLACE_MARK =
  /省|自治区|市(?![场监])|县(?!级)|社区|小区|区(?![域别分])|旗|镇|乡|街道|街|路|道(?!路)|巷|弄|胡同|村|庄|屯|里|苑|园|号楼|号院|号|栋|幢|楼|层|单元|室|户|组|队/gu
const PLACE_CHAR = '[\\p{Script=Han}A-Za-z0-9#()\\p{Pd}·\\p{Zs}\\p{DI}]'
const NUMBER = '(?:\\d[\\d-]{0,6}|[一二三四五六七八九十百]{1,4})\\p{Zs}?'
const STREET = '(?:路|街|巷|弄|道|胡同|村|庄|屯|里|小区|社区|花园|苑|园|公寓|(?<![法医学检])院|城|(?<!法)庭)'
/** 路…号…室 or 小区…栋…室 or 村…组…号: the fine end of an address, which needs no word before it. */
const FINE_ADDRESS = new RegExp(
  `(?:${STREET}${PLACE_CHAR}{0,12}?${NUMBER}号${PLACE_CHAR}{0,14}?${NUMBER}(?:单元|室|户|栋|幢)` +
    `|${STREET}${PLACE_CHAR}{0,6}?${NUMBER}(?:号楼|栋|幢|座)${PLACE_CHAR}{0,10}?${NUMBER}(?:单元|室|户)` +
    `|村${PLACE_CHAR}{0,6}?${NUMBER}(?:组|队|社)${PLACE_CHAR}{0,4}?${NUMBER}号)` +
    `(?:${NUMBER}(?:号楼|栋|幢|单元|层|室|户|号)?)*`,
  'gu',
)

function findAddresses(flat: string): PersonalDataHit[] {
  const mayBeFine = /[号栋幢座]/.test(flat) && /[单室户栋幢村]/.test(flat)
  const fine = Array.from(mayBeFine ? flat.matchAll(FINE_ADDRESS) : [], ({ index, 0: found }): PersonalDataHit => {
    const before = /[\p{Script=Han}A-Za-z0-9]{0,30}$/u.exec(flat.slice(Math.max(0, index - 30), index))?.[0] ?? ''
    const lead = before.replace(/^.*[在住址于位的]/u, '')
    return { kind: 'address', start: index - lead.length, end: index + found.length }
  })
  const named = Array.from(HOME_PART.test(flat) ? flat.matchAll(HOME_WORD) : [], (match) => {
    const start = match.index + match[0].length
    return addressAt(flat, start, /:/.test(match.groups?.link ?? ''))
  })
  return [...fine, ...named.filter((hit) => hit !== undefined)]
}

/** From a word like 住址 on: up to the last 省市县…号室 of the clause. Without a colon one vague mark is not enough. */
function addressAt(flat: string, start: number, afterColon: boolean): PersonalDataHit | undefined {
  const clause = new RegExp(`^${PLACE_CHAR}{1,60}`, 'u').exec(flat.slice(start, start + 60))?.[0] ?? ''
  const place = /^[^的因在]*/.exec(clause)?.[0] ?? ''
  const marks = Array.from(place.matchAll(PLACE_MARK))
  const last = marks.at(-1)
  if (last === undefined || (marks.length < 2 && !afterColon && !/\d/.test(place))) return undefined
  const tail = /^[\dA-Za-z-]*/.exec(place.slice(last.index + last[0].length))?.[0] ?? ''
  return { kind: 'address', start, end: start + last.index + last[0].length + tail.length }
}

const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 ' +
    '长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 ' +
    '羊舌 微生 公户 公玉 梁丘 左丘 东门 西门 南荣 第五'
  ).split(' '),
)

/** 张三 → 张*, 欧阳娜娜 → 欧阳**, one star for each hidden character. Several names in a cell are hidden each. */
export function maskPersonName(name: string): string {
  return name
    .normalize('NFC')
    .split(/([、,，;；/])/)
    .map((part) => (/^[、,，;；/]$/.test(part) ? part : maskOneName(part)))
    .join('')
}

function maskOneName(name: string): string {
  const letters = Array.from(name.replace(/[\s\p{DI}\p{Cc}]/gu, ''))
  if (letters.length === 0) return ''
  // 欧阳 alone is 欧 with the given name 阳. A single character may be a cut-off name: a star shows that something is hidden.
  const shown = letters.length > 2 && COMPOUND_SURNAMES.has(letters.slice(0, 2).join('')) ? 2 : 1
  const hidden = letters.slice(shown).map((letter) => (/[·•‧]/.test(letter) ? letter : '*'))
  return letters.slice(0, shown).join('') + (hidden.length === 0 ? '*' : hidden.join(''))
}
