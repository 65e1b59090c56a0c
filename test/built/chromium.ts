import type { Browser } from 'playwright-core'
import { installedChromium, launchChromium } from '../../scripts/lib/chromium.ts'

/** True where browser tests cannot run and may be left out; in CI a missing browser is a failure. */
export function browserIsMissing(): boolean {
  if (installedChromium() !== undefined) return false
  if (process.env.CI) return false
  process.stderr.write('SKIPPED: no Chromium or Chrome found; install one or set CHROMIUM to run the browser tests.\n')
  return true
}

export function launch(): Promise<Browser> {
  if (installedChromium() === undefined) throw new Error('CI needs a Chromium; .ci/run installs it.')
  return launchChromium()
}
