import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { sharedSite } from './site.ts'

const run = promisify(execFile)
const MOST_KIB = 3 * 1024

test('the Worker could be deployed as it is built: all bindings, no secret, at most 3 MB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-dry-run-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const config = join(sharedSite().edgeBuild, 'server/wrangler.json')

  const { stdout } = await run('wrangler', ['deploy', '--dry-run', '--config', config, '--outdir', folder], {
    // No account and nobody to ask for one.
    env: { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, WRANGLER_SEND_METRICS: 'false', CI: 'true' },
  })

  const [, total, packed] = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(stdout) ?? []
  console.log(`Worker: ${total} KiB, gzip ${packed} KiB`)
  expect(Number(total)).toBeLessThanOrEqual(MOST_KIB)
  // Two thirds of it are enough now; what grows past that should be looked at before it is at the limit.
  expect(Number(packed)).toBeLessThanOrEqual(MOST_KIB / 3)
  expect(stdout).toMatch(/env\.SNAPSHOT \(gongxin-snapshot\)\s+R2 Bucket/)
  expect(stdout).toMatch(/env\.ASSETS\s+Assets/)
  const settings = JSON.parse(await readFile(config, 'utf8'))
  expect(settings.triggers.crons).toEqual(['*/10 * * * *'])
  expect(settings.assets).toMatchObject({ run_worker_first: true })
  expect(settings.observability).toEqual({ enabled: false })
  expect(Object.keys(settings.vars).filter((name) => /SECRET|TOKEN|KEY/.test(name))).toEqual([])
})
