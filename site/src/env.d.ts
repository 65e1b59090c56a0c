/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    api: import('./lib/site-api.ts').SiteApi
    place: import('../../content/schema/place.ts').Place
    reading: import('./lib/reading.ts').Reading
    urls: import('./lib/urls.ts').Urls
  }
}

declare module 'cloudflare:workers' {
  /** Bindings and variables of the Worker. */
  export const env: Record<string, unknown>
}
