import { defineMiddleware } from 'astro:middleware'
import { dayOfInstant } from '#domain/day'
import { runtime } from '#runtime'
import { createDeskApi } from './lib/desk-api.ts'
import { createUrls } from './lib/urls.ts'

const urls = createUrls(runtime.place.base)

/** Pages get all they may use from here, prerendered or not. */
export const onRequest = defineMiddleware(({ locals, request }, next) => {
  locals.api = runtime.api
  locals.place = runtime.place
  locals.urls = urls
  locals.today = dayOfInstant(runtime.clock())
  locals.contacts = runtime.contacts
  locals.reading = runtime.reading
  locals.intake = runtime.intake
  locals.formToken = runtime.formToken
  locals.desk = createDeskApi(runtime.desk, runtime.place.base, request)
  locals.address = () => runtime.addressOf(request)
  return next()
})
