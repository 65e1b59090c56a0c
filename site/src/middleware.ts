import { defineMiddleware } from 'astro:middleware'
import { runtime } from '#runtime'
import { urls } from './place-urls.ts'

/** Pages get all they may use from here, prerendered or not. */
export const onRequest = defineMiddleware(({ locals }, next) => {
  locals.api = runtime.api
  locals.place = runtime.place
  locals.urls = urls
  return next()
})
