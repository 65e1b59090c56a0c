import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const FIXED = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** An installed Chromium or Chrome; CHROMIUM names one that lies elsewhere. */
export function installedChromium(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [process.env.CHROMIUM ?? '', ...onPath, ...FIXED].find((file) => file !== '' && existsSync(file))
}

/** Throws where none is installed. */
export function launchChromium(): Promise<Browser> {
  const executablePath = installedChromium()
  if (executablePath === undefined) throw new Error('No Chromium or Chrome found; install one or set CHROMIUM.')
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet] })
}
