import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PageFiles } from '#usecase/ports'
import { builtFileOf } from '../../site/src/guard.ts'
import { DEFAULT_PLACE, placeFolders } from '../../site/src/place-folders.ts'

export const builtFolderOf = (env: NodeJS.ProcessEnv) =>
  resolve(env.SITE_BUILD ?? placeFolders(env.PLACE ?? DEFAULT_PLACE).build)

/**
 * The built pages of this machine. A changed page is asked of the built site itself, in this process: the journal
 * already names it, so the answer is rendered fresh, and it has the same bytes as a build would give.
 */
export function createBuiltPages(env: NodeJS.ProcessEnv, base: string): PageFiles {
  const folder = builtFolderOf(env)
  return {
    async refresh(changed, gone) {
      const filesOf = (keys: readonly string[]) =>
        keys.flatMap((key) => builtFileOf(key) ?? []).filter((file) => existsSync(join(folder, 'client', file)))
      const done = { rewritten: 0, removed: 0 }
      for (const file of filesOf(gone)) {
        await removeFile(folder, file)
        done.removed += 1
      }
      const files = filesOf(changed)
      if (files.length === 0) return done
      await rm(join(folder, 'tmp'), { recursive: true, force: true })
      const site = await serveBuilt(folder)
      try {
        for (const file of files) done[await refreshFile(site.origin, base, folder, file)] += 1
      } finally {
        await site.close()
      }
      return done
    },
  }
}

async function refreshFile(
  origin: string,
  base: string,
  folder: string,
  file: string,
): Promise<'rewritten' | 'removed'> {
  const target = join(folder, 'client', file)
  const response = await fetch(`${origin}${base}${file.replace(/index\.html$/, '')}`)
  if (response.status === 200) {
    const temporary = join(folder, 'tmp', randomBytes(9).toString('hex'))
    await mkdir(dirname(temporary), { recursive: true })
    await writeFile(temporary, new Uint8Array(await response.arrayBuffer()))
    await rename(temporary, target)
    return 'rewritten'
  }
  await response.body?.cancel()
  if (response.status >= 500)
    throw new Error(`The site answered ${response.status} for ${file}; its old file is kept off by the journal.`)
  await removeFile(folder, file)
  return 'removed'
}

async function removeFile(folder: string, file: string): Promise<void> {
  await rm(dirname(join(folder, 'client', file)), { recursive: true, force: true })
}

async function serveBuilt(folder: string): Promise<{ origin: string; close: () => Promise<void> }> {
  const handler = await loadHandler(folder)
  const server = createServer((request, response) => handler(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port for rendering.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** Safe: the Astro Node adapter in middleware mode exports `handler`. */
export async function loadHandler(folder: string): Promise<RequestListener> {
  const entry = (await import(pathToFileURL(join(folder, 'server/entry.mjs')).href)) as { handler: RequestListener }
  return entry.handler
}
