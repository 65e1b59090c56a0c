import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UpwardChannel } from '#usecase/upward-ports'

const BATCH = /^([a-z][a-z0-9-]*-\d{6,10})\.json$/
const ACKNOWLEDGEMENT = /^([a-z][a-z0-9-]*-\d{6,10})\.ack\.json$/

/** A folder that both sides read and write: 前置机, a shared drive, a stick. Whoever reads sees whole files or none. */
export function createFolderChannel(folder: string): UpwardChannel {
  return {
    kind: 'folder',
    async deliver(number, batch) {
      try {
        await writeWhole(folder, `${number}.json`, batch)
        return { acknowledgement: null }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        return { trouble: `写不了文件夹 ${folder}（${code}），第 ${number} 批没有放进去。请检查路径和权限。` }
      }
    },
  }
}

export type FoundFile = { number: string; text: string }

/** Batches in a folder, in the order of their numbers. */
export function batchesIn(folder: string): Promise<FoundFile[]> {
  return filesIn(folder, BATCH)
}

export function acknowledgementsIn(folder: string): Promise<FoundFile[]> {
  return filesIn(folder, ACKNOWLEDGEMENT)
}

/** Lays an acknowledgement beside its batch. */
export function answerInto(folder: string, number: string, text: string): Promise<void> {
  return writeWhole(folder, `${number}.ack.json`, text)
}

/** Takes a batch and its acknowledgement away: what was sent is not left lying about. */
export async function clearFrom(folder: string, number: string): Promise<void> {
  for (const name of [`${number}.json`, `${number}.ack.json`]) await rm(join(folder, name), { force: true })
}

async function filesIn(folder: string, pattern: RegExp): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  for (const name of (await readdir(folder)).sort()) {
    const number = pattern.exec(name)?.[1]
    if (number !== undefined) found.push({ number, text: await readFile(join(folder, name), 'utf8') })
  }
  return found
}

async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const partial = join(folder, `.${name}.part`)
  await writeFile(partial, text)
  await rename(partial, join(folder, name))
}
