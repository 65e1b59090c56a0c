import type { Place } from '#content/schema/place'

/** Put in by `astro.config.ts` at build: the place of this build, and how many pages it may prerender. */
declare const __PLACE__: Place
declare const __PRERENDER_BUDGET__: number

export const builtPlace: Place = __PLACE__
export const prerenderBudget: number = __PRERENDER_BUDGET__
