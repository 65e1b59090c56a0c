/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    api: import('./lib/site-api.ts').SiteApi
    place: import('../../content/schema/place.ts').Place
    urls: import('./lib/urls.ts').Urls
  }
}
