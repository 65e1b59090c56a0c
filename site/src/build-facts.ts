import type { Place } from '#content/schema/place'
import type { Reading } from './lib/reading.ts'

/** Put in by `astro.config.ts` at build: the place of this build, and what its plain pages say, how many pages it may prerender. */
declare const __PLACE__: Place
declare const __READING__: Reading
declare const __PRERENDER_BUDGET__: number

export const builtPlace: Place = __PLACE__
export const builtReading: Reading = __READING__
export const prerenderBudget: number = __PRERENDER_BUDGET__
