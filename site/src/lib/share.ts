import { renderSVG } from 'uqr'
import type { RecordKind } from '#domain/vocabulary'
import { absoluteAddress, type PageContext } from './frame.ts'

/** Size of the card in other people's pages, in CSS pixels. */
export const CARD_SIZE = { width: 480, height: 260 } as const

/** A QR code as SVG; null where the site has no public address that a phone could open. */
export function qrCode(address: string | null): string | null {
  return address === null ? null : renderSVG(address, { border: 0, ecc: 'M' })
}

/** The line of HTML that shows a record's card in another page; the card says by itself when the record is withdrawn. */
export function embedCode({ place, urls }: PageContext, kind: RecordKind, id: string, title: string): string | null {
  const address = absoluteAddress(place, urls.card(kind, id))
  if (address === null) return null
  const { width, height } = CARD_SIZE
  const label = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<iframe src="${address}" width="${width}" height="${height}" title="${label}" loading="lazy" style="border:0;max-width:100%"></iframe>`
}
