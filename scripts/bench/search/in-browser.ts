import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { BenchSite } from './bench-site.ts'
import type { Answer, Engine } from './engines.ts'
import type { Query } from './queries.ts'

/** `latencyMs` is added to every request; `kbit` a second in each direction. */
export type Network = { name: string; latencyMs: number; kbit: number } | null
export const SLOW: Network = { name: 'slow', latencyMs: 400, kbit: 400 }

/** `bytes`: body and headers as Chromium counts them, `code` of these for scripts and WebAssembly. The page itself is not in it. */
export type Timed = Answer & { bytes: number; code: number; requests: number }

/** Fresh context and empty cache; the page is loaded before anything counts and before the network is made slow. */
export async function askFresh(browser: Browser, site: BenchSite, network: Network, engine: Engine, query: Query) {
  const context = await browser.newContext()
  try {
    const page = await openPage(context, site)
    const traffic = await watchTraffic(context, page, network)
    const answer = await engine.ask(page, site.base, query)
    return { ...answer, ...(await traffic()) } satisfies Timed
  } finally {
    await context.close()
  }
}

export async function openPage(context: BrowserContext, site: BenchSite): Promise<Page> {
  const page = await context.newPage()
  // A whole index over a slow line takes minutes.
  page.setDefaultTimeout(0)
  await page.goto(`${site.origin}/bench`)
  return page
}

async function watchTraffic(context: BrowserContext, page: Page, network: Network) {
  const session = await context.newCDPSession(page)
  const urls = new Map<string, string>()
  const sizes = new Map<string, number>()
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  if (network) {
    const throughput = (network.kbit * 1000) / 8
    await session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: network.latencyMs },
      ...{ downloadThroughput: throughput, uploadThroughput: throughput },
    })
  }
  session.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength))
  return async () => {
    // The end of a response is told a moment after the page has it.
    for (let wait = 0; wait < 100 && sizes.size < urls.size; wait++) await page.waitForTimeout(20)
    const all = [...sizes].map(([id, bytes]) => ({ bytes, isCode: /\.js$|\.pagefind$|wasm/.test(urls.get(id) ?? '') }))
    const sum = (some: typeof all) => some.reduce((total, { bytes }) => total + bytes, 0)
    return { bytes: sum(all), code: sum(all.filter(({ isCode }) => isCode)), requests: urls.size }
  }
}
