import cloudflare from '@astrojs/cloudflare'
import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

const edge = process.env.TARGET === 'edge'
export default defineConfig({
  root: import.meta.dirname,
  outDir: edge ? '../dist/edge' : '../dist/node',
  trailingSlash: 'always',
  session: false,
  compressHTML: true,
  build: { format: 'directory', inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  adapter: edge
    ? cloudflare({ prerenderEnvironment: 'node', configPath: '../wrangler.toml', imageService: 'passthrough' })
    : node({ mode: 'middleware' }),
})
