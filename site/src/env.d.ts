/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    api: import('./lib/site-api.ts').SiteApi
    place: import('../../content/schema/place.ts').Place
    /** Only for pages rendered on demand: a page built ahead would keep the day it was built. */
    today: import('#domain/day').Day
    contacts: import('./lib/frame.ts').PageContext['contacts']
    reading: import('./lib/reading.ts').Reading
    urls: import('./lib/urls.ts').Urls
  }
}

declare module 'cloudflare:workers' {
  /** Bindings and variables of the Worker. */
  export const env: Record<string, unknown>
}
