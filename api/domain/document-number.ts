/** Folding makes two spellings of one thing equal. For comparing only: show people what the organ wrote. Runs in the browser. */

const ENTITY_BLANK = /&(?:nbsp|ensp|emsp|thinsp|#160|#8194|#12288|#xa0);/gi

/** Every blank, control and invisible character, U+2002, U+3000 and zero-width ones included, and blanks as HTML entities. */
export function dropBlanks(text: string): string {
  return text.replace(ENTITY_BLANK, '').replace(/[\p{White_Space}\p{Cc}\p{DI}]/gu, '')
}

/**
 * 文号. Rule: width and compatibility forms folded (NFKC); blanks dropped; every bracket becomes [ or ]; every run of dashes
 * becomes one '-'; letters upper-case; closing 号 and punctuation dropped; 第 before the closing serial number dropped.
 */
export function foldDocumentNumber(text: string): string {
  return untilStable(text, (value) =>
    plain(value)
      .replace(/[([{〔【〖「『《〈<«]/g, '[')
      .replace(/[)\]}〕】〗」』》〉>»]/g, ']')
      .replace(/[\p{Pd}−─━]+/gu, '-')
      .replace(/[号號.。;,、:]+$/, '')
      .replace(/第+(?=[0-9A-Z-]+$)/, ''),
  )
}

/** Names of enterprises: brackets of both widths, blanks, letter case and the many middle dots are one. */
export function foldName(text: string): string {
  return untilStable(text, (value) =>
    plain(value)
      .replace(/[([{〔【〖]/g, '(')
      .replace(/[)\]}〕】〗]/g, ')')
      .replace(/[·•‧∙⋅・]/g, '·'),
  )
}

function plain(text: string): string {
  return dropBlanks(text.normalize('NFKC')).toUpperCase()
}

/** Dropping a mark can bring two others together, so one pass is not always idempotent; a few passes are. */
export function untilStable(text: string, fold: (text: string) => string): string {
  let before = text
  let after = fold(before)
  while (after !== before) {
    before = after
    after = fold(before)
  }
  return after
}
