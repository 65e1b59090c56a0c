import type { RecordAnswer } from '#contract/record'
import { isRecordId } from '#domain/record-id'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { cardPage } from './card-page.ts'
import { absoluteAddress, type PageContext } from './frame.ts'
import { CARD_SIZE, embedCode } from './share.ts'
import type { Answer } from './site-api.ts'

export type OembedTarget = { kind: RecordKind; id: string }

/** The record that an address of this site is of; undefined for any other address. */
export function oembedTarget({ place, urls }: PageContext, address: string | null): OembedTarget | undefined {
  if (address === null || !URL.canParse(address)) return undefined
  const { origin, pathname } = new URL(address)
  if (place.origin === null || origin !== new URL(place.origin).origin) return undefined
  const id = pathname.split('/').at(-2) ?? ''
  const kind = RECORD_KINDS.find((it) => isRecordId(id) && pathname === urls.record(it, id))
  return kind === undefined ? undefined : { kind, id }
}

/** oEmbed 1.0 (oembed.com): the card in a frame. The title of a withdrawn record says so. */
export function oembedAnswer(
  context: PageContext,
  { kind, id }: OembedTarget,
  answer: Answer<RecordAnswer>,
  most: { width: number; height: number },
) {
  const card = cardPage(context, kind, answer)
  const size = { width: Math.min(most.width, CARD_SIZE.width), height: Math.min(most.height, CARD_SIZE.height) }
  return {
    version: '1.0',
    type: 'rich',
    provider_name: context.place.siteName,
    provider_url: absoluteAddress(context.place, context.urls.home()),
    title: card.title,
    ...size,
    html: embedCode(context, kind, id, card.title, size),
    cache_age: 60,
  }
}
