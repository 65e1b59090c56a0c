/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    api: import('./lib/site-api.ts').SiteApi
    place: import('../../content/schema/place.ts').Place
    /** Only for pages rendered on demand: a page built ahead would keep the day it was built. */
    today: import('#domain/day').Day
    contacts: import('./lib/frame.ts').PageContext['contacts']
    reading: import('./lib/reading.ts').Reading
    /** What forms need of the place: its organs, who is above whom, terms, words of reports. */
    intake: import('./intake-facts.ts').IntakeFacts
    /** A proof that a form was opened by somebody; null where none can be made now. */
    formToken: (form: import('#domain/form-token').TokenForm) => Promise<string | null>
    /** The desk's API with the cookies of whoever asks; only for its own pages. */
    desk: import('./lib/desk-api.ts').DeskApi
    /** Of whoever asks; only for pages rendered on demand. */
    address: () => string
    urls: import('./lib/urls.ts').Urls
  }
}

declare module 'cloudflare:workers' {
  /** Bindings and variables of the Worker. */
  export const env: Record<string, unknown>
}
