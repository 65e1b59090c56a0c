import { encode } from 'uqr'
import type { RecordKind } from '#domain/vocabulary'
import { absoluteAddress, type PageContext } from './frame.ts'

/** Size of the card in other people's pages, in CSS pixels. */
export const CARD_SIZE = { width: 480, height: 260 } as const

/** A QR code as SVG; null where the site has no public address that a phone could open. */
export function qrCode(address: string | null): string | null {
  if (address === null) return null
  const { data, size } = encode(address, { border: 0, ecc: 'M' })
  const runs = data.map((row, y) =>
    darkRuns(row)
      .map(({ x, length }) => `M${x} ${y}.5h${length}`)
      .join(''),
  )
  return `<svg viewBox="0 0 ${size} ${size}"><path stroke="#000" d="${runs.join('')}"/></svg>`
}

/** Neighbours drawn in one stroke: a square each would be half of the page. */
function darkRuns(row: readonly boolean[]): { x: number; length: number }[] {
  const runs: { x: number; length: number }[] = []
  row.forEach((isDark, x) => {
    const last = runs.at(-1)
    if (isDark && last && last.x + last.length === x) last.length += 1
    else if (isDark) runs.push({ x, length: 1 })
  })
  return runs
}

/** The line of HTML that shows a record's card in another page; the card says by itself when the record is withdrawn. */
export function embedCode(
  { place, urls }: PageContext,
  kind: RecordKind,
  id: string,
  title: string,
  { width, height }: { width: number; height: number } = CARD_SIZE,
): string | null {
  const address = absoluteAddress(place, urls.card(kind, id))
  if (address === null) return null
  const label = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<iframe src="${address}" width="${width}" height="${height}" title="${label}" loading="lazy" style="border:0;max-width:100%"></iframe>`
}
