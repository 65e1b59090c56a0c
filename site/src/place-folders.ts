/** The place that `npm start` serves when none is named. */
export const DEFAULT_PLACE = 'demo'

/** Where data and built pages lie unless DATA_DIR and SITE_BUILD say otherwise: each place has folders of its own. */
export function placeFolders(slug: string): { data: string; build: string } {
  if (slug === DEFAULT_PLACE) return { data: '.data', build: 'dist/node' }
  return { data: `.data/places/${slug}`, build: `dist/places/${slug}` }
}
