import { expect, test } from 'vitest'
import { soakSubmissions } from '../../scripts/submit-load/soak.ts'

/** `npm run soak -- submit --kills 500` is the full measure; the suite takes a small one. */
const KILLS = 10

test(`killed ${KILLS} times under load, every receipt that was given is found, once, with the same code`, async () => {
  const report = await soakSubmissions({ kills: KILLS, clients: 6 })

  expect(report.trouble).toEqual([])
  expect(report.acknowledged).toBeGreaterThan(KILLS)
  expect(report.cases).toBe(report.acknowledged)
  expect(report.supplements).toBeGreaterThan(0)
}, 600_000)
