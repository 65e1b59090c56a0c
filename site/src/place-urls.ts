import { builtPlace } from './build-facts.ts'
import { createUrls } from './lib/urls.ts'

/** The addresses of the place this site was built for. */
export const urls = createUrls(builtPlace.base)
