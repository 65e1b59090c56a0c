import { createNodeSigning } from '#adapters/node-signing'
import { createHttpChannel } from '#adapters/upward-http'
import type { Place } from '#content/schema/place'
import { AcknowledgementBody } from '#contract/upward'
import type { Database } from '#db/client'
import { createInboundStore } from '#db/inbound-store'
import { createRecordStore } from '#db/record-store'
import { createUpwardStore } from '#db/upward-store'
import type { Calendar } from '#domain/calendar'
import { officialWords } from '#domain/exchange-row'
import type { Acknowledgement } from '#domain/inbound-batch'
import type { UpwardDeps } from '#usecase/make-upward-batch'
import type { Clock, Secrets } from '#usecase/ports'
import type { ReceiveDeps } from '#usecase/receive-batch'
import type { UpwardChannel } from '#usecase/upward-ports'
import type { DeskRules } from './desk-facts.ts'

export type UpwardParts = {
  place: Place
  secrets: Secrets
  clock: Clock
  calendar: Calendar
  rules: Omit<DeskRules, 'replyTemplates'>
}

/** What reports records upward, and what takes reports of other places in, over one database. */
export function upwardParts(
  { place, secrets, clock, calendar, rules }: UpwardParts,
  database: Database,
): { upward: UpwardDeps; inbound: ReceiveDeps } {
  const showRepresentative = place.showLegalRepresentative
  const shared = {
    ...{ store: createRecordStore(database), signing: createNodeSigning(secrets), secrets, clock, showRepresentative },
  }
  const { words, penaltyWords, dictionaries, rules: law } = rules
  return {
    upward: {
      ...{ ...shared, upward: createUpwardStore(database), sender: place.slug, words: officialWords(words) },
    },
    inbound: {
      ...{ ...shared, inbound: createInboundStore(database), receiver: place.slug },
      ...{ rules: law, calendar, words, penaltyWords, dictionaries },
      senders: new Map(place.senders.map(({ place: sender, ...rest }) => [sender, rest])),
    },
  }
}

/** The way to the address where the place reports to; null: it has none. */
export function httpChannel(url: string | null): UpwardChannel | null {
  return url === null ? null : createHttpChannel(url, readAcknowledgement)
}

export function readAcknowledgement(json: unknown): Acknowledgement | undefined {
  return AcknowledgementBody.safeParse(json).data
}
