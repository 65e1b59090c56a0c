/** The text of a cell without what editors and exports left in it. */

/** `lines`: breaks are kept. `line`: a break is a blank. `joined`: a break only wrapped a name or a number. */
export type CellShape = 'lines' | 'line' | 'joined'

/** The named entities that files were seen to hold; any other stays as it is written. */
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nbsp: ' ',
    ensp: ' ',
    emsp: ' ',
    thinsp: ' ',
    lt: '<',
    gt: '>',
    amp: '&',
    quot: '"',
    apos: "'",
    ldquo: '“',
    rdquo: '”',
    lsquo: '‘',
    rsquo: '’',
    mdash: '—',
    ndash: '–',
    hellip: '…',
    middot: '·',
    yen: '¥',
    times: '×',
    deg: '°',
    permil: '‰',
    sup2: '²',
  }),
)
const ENTITY = /&(?:#(\d{1,7});|#x([\da-f]{1,6});|(#160|#xa0|nbsp|ensp|emsp);?|([a-z][a-z\d]{1,7});)/gi
const BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]|<br\s*\/?>/gi

const WRITTEN_BREAK = /<br\s*\/?>/i
/** What makes spreadsheet programs take text for a formula, or whose start they drop. */
const FORMULA_START = '[=+\\-@＝＋－＠\\t\\r\\n]'
/** Codes and numbers of documents that such programs turn into numbers and days: 0012, 18 digits, 12E5, 2026-3. */
const LOOKS_NUMERIC = '(?:0\\d+|\\d{12,}|\\d+[eE]\\d+|\\d{1,4}[-/]\\d{1,2})$'
const IS_AT_RISK = new RegExp(`^(?:${FORMULA_START}|${LOOKS_NUMERIC})`)
const GUARD = new RegExp(`^'(?='*(?:${FORMULA_START}|${LOOKS_NUMERIC}))`)

/** What the cell says; empty where it only says that there is nothing (——, /, null). */
export function cleanCell(text: string, shape: CellShape): string {
  let plain = joinLines(decodeEntities(text.replace(GUARD, '')), shape)
  // Lines that run on, or lose what nobody sees, may spell a break of their own.
  while (WRITTEN_BREAK.test(plain)) plain = joinLines(plain, shape)
  return /^(?:[\p{Pd}−/\\]+|null|undefined)$/iu.test(plain) ? '' : plain
}

/** The cell that `cleanCell` reads as this text again, for any text that it can have read. */
export function cellFor(text: string): string {
  const written = text.replace(ENTITY, (entity) => `&amp;${entity.slice(1)}`)
  return GUARD.test(written) ? `'${written}` : written
}

/** For files whose cells have no type: a leading apostrophe keeps text what it is. `cleanCell` takes it off again. */
export function guardText(cell: string): string {
  return IS_AT_RISK.test(cell) ? `'${cell}` : cell
}

function joinLines(text: string, shape: CellShape): string {
  const said = text
    .split(BREAK)
    .map(cleanLine)
    .filter((line) => line !== '')
  return shape === 'lines' ? said.join('\n') : shape === 'line' ? said.join(' ') : said.reduce(rejoin, '')
}

/** Words for "there is none". Only where a value is asked for: in free text they may be the whole statement. */
export function meansNone(text: string): boolean {
  return /^(?:无|暂无|N\/A)$/i.test(text.normalize('NFKC'))
}

/** Once, not again on the result: &amp;lt; is the text &lt;. */
function decodeEntities(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, blank?: string, name?: string) => {
    if (blank !== undefined) return ' '
    if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    const isLetter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
    return isLetter ? String.fromCodePoint(point) : whole
  })
}

function cleanLine(line: string): string {
  return line
    .replace(/(?!\s)[\p{Cc}\u200b-\u200d]/gu, '')
    .replace(/[\s\p{Zs}]+/gu, ' ')
    .trim()
}

/** Han characters run on; two numbers or two Latin words stay two, so that 100 and 200 never become 100200. */
function rejoin(before: string, line: string): string {
  return /[A-Za-z0-9.,]$/.test(before) && /^[A-Za-z0-9.,]/.test(line) ? `${before} ${line}` : before + line
}
