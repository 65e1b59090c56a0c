import cloudflare from '@astrojs/cloudflare'
import node from '@astrojs/node'
import type { AstroIntegration } from 'astro'
import { defineConfig } from 'astro/config'
import { loadContent } from '../scripts/lib/content.ts'
import { deskFactsOf } from './src/desk-facts.ts'
import { DESK_PAGES } from './src/desk-pages/routes.ts'
import { DEFAULT_PLACE, placeFolders } from './src/place-folders.ts'

/** TARGET: node or edge. PLACE and BASE choose the place and the path it is mounted at. */
const isEdge = process.env.TARGET === 'edge'
const content = await loadContent(process.env.PLACE ?? DEFAULT_PLACE, process.env.BASE)
const { place, agencies, reading, intake } = content
/** Files a Node build may prerender. On the edge none: a deployed asset could not be taken back within seconds. */
const budget = isEdge ? 0 : Number(process.env.PRERENDER_BUDGET ?? 18_000)

/**
 * Old enough for the browsers that Chinese offices still use. Transformed here and not minified: the Cloudflare plugin
 * gives the minifier a target of its own, and the stylesheet's hashed name is part of every page's bytes.
 */
const browsers = { chrome: 86 << 16, firefox: 78 << 16, safari: 14 << 16 }

/** The script of the pages, for the same browsers; a plugin, because Astro has a target of its own. */
const browserScript = {
  name: 'browser-script',
  configEnvironment: (name: string) => (name === 'client' ? { build: scriptBuild } : undefined),
}
const scriptBuild = {
  target: ['chrome86', 'firefox78', 'safari14'],
  rolldownOptions: {
    // A rule does nothing by itself; what the script does not call may need newer browsers than it.
    treeshake: { moduleSideEffects: (id: string) => !id.includes('/api/domain/') },
    // The Cloudflare adapter sets a banner, and the script's hashed name is part of every page's bytes.
    output: { banner: '', entryFileNames: '_astro/page.[hash].js' },
  },
}

/** A Worker has a limit of bytes and reads its program at every cold start; a plugin, because Astro sets it to false. */
const smallWorker = {
  name: 'small-worker',
  configEnvironment: (name: string) => (name === 'ssr' && isEdge ? { build: { minify: true } } : undefined),
}

const contactsOf = (all: typeof agencies) =>
  Object.fromEntries(
    all.map(({ slug, name, phone, address, website, supervisor, formerNames, powersList }) => [
      slug,
      { name, phone, address, website, supervisor, formerNames, powersList },
    ]),
  )

/** In both builds, so that both have the same scripts under the same names; a Worker answers 404 for them. */
const deskPages: AstroIntegration = {
  name: 'desk-pages',
  hooks: {
    'astro:config:setup': ({ injectRoute }) => {
      for (const [pattern, file] of Object.entries(DESK_PAGES)) {
        injectRoute({ pattern, entrypoint: new URL(`src/desk-pages/${file}.astro`, import.meta.url), prerender: false })
      }
    },
  },
}

export default defineConfig({
  root: import.meta.dirname,
  base: place.base,
  ...(place.origin === null ? {} : { site: place.origin }),
  // Astro writes its types here in any case: one folder has to be writable for a build, and no other.
  cacheDir: './.astro/cache',
  outDir: process.env.SITE_BUILD ?? (isEdge ? '../dist/edge' : `../${placeFolders(place.slug).build}`),
  trailingSlash: 'always',
  session: false,
  // Our pages send no referrer, and then browsers say Origin: null of their forms, too. Nobody is signed in here, so
  // another site's post could do nothing that its author could not; forms carry tokens that only their page gives out.
  security: { checkOrigin: false },
  compressHTML: true,
  build: { format: 'directory', inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  integrations: [deskPages],
  adapter: isEdge
    ? cloudflare({ prerenderEnvironment: 'node', configPath: '../wrangler.toml', imageService: 'passthrough' })
    : node({ mode: 'middleware' }),
  vite: {
    cacheDir: '.astro/vite',
    plugins: [browserScript, smallWorker],
    define: {
      __PLACE__: JSON.stringify(place),
      __CONTACTS__: JSON.stringify(contactsOf(agencies)),
      __READING__: JSON.stringify(reading),
      __INTAKE__: JSON.stringify(intake),
      __DESK__: JSON.stringify(isEdge ? null : deskFactsOf(content)),
      __PRERENDER_BUDGET__: JSON.stringify(budget),
    },
    css: { transformer: 'lightningcss', lightningcss: { targets: browsers } },
    // The policy of the pages allows no script inside them, however small.
    build: { cssMinify: false, assetsInlineLimit: 0 },
    environments: { ssr: { build: { cssMinify: false } }, prerender: { build: { cssMinify: false } } },
  },
})
