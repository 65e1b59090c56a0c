import { dayOfInstant } from '#domain/day'
import { createDeskApi } from '#site/lib/desk-api.ts'
import { createSiteApi } from '#site/lib/site-api.ts'
import { createUrls } from '#site/lib/urls.ts'
import { tokenOf } from '../http/sending.ts'
import type { World } from '../world.ts'

/** What a page gets from the running site. */
export function localsOf(w: World): App.Locals {
  const { place, reading, intake } = w.content
  return {
    api: createSiteApi(async (path, init) => w.app.request(`${place.base}${path}`, init)),
    place,
    urls: createUrls(place.base),
    contacts: {},
    today: dayOfInstant(w.clock()),
    ...{ reading, intake },
    formToken: (form) => tokenOf(w, form),
    desk: createDeskApi(null, place.base, new Request('http://localhost/')),
    address: () => '192.0.2.1',
  }
}
