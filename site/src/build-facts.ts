import type { AgencyFacts } from '#content/schema/agency'
import type { Place } from '#content/schema/place'
import type { DeskFacts } from './desk-facts.ts'
import type { IntakeFacts } from './intake-facts.ts'
import type { Reading } from './lib/reading.ts'

/**
 * Put in by `astro.config.ts` at build: the place of this build, how to reach its organs, what its plain pages say, what
 * verbs on cases and at the desk go by, and how many pages it may prerender.
 */
declare const __PLACE__: Place
declare const __CONTACTS__: Record<string, AgencyFacts>
declare const __READING__: Reading
declare const __INTAKE__: IntakeFacts
declare const __DESK__: DeskFacts | null
declare const __PRERENDER_BUDGET__: number

export const builtContacts: Record<string, AgencyFacts> = __CONTACTS__
export const builtPlace: Place = __PLACE__
export const builtReading: Reading = __READING__
export const builtIntake: IntakeFacts = __INTAKE__
/** Null in a Worker, which has no desk. */
export const builtDesk: DeskFacts | null = __DESK__
export const prerenderBudget: number = __PRERENDER_BUDGET__
