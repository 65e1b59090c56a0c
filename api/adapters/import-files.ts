import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportFiles } from '#usecase/import-desk-ports'
import { openTables } from './table-reader.ts'

/** Endings that say of a text what its bytes leave open; any other file is known by its content. */
const TELLING = /\.(?:tsv|tab|csv|txt|json|ndjson|jsonl)$/i
const ID = /^[a-z0-9-]{1,64}$/

/** Uploaded files in a folder of their own, readable for the owner of the process only. */
export function createImportFiles(folder: string): ImportFiles {
  /** Ids are ours; whatever else came here by mistake must not lead out of the folder. */
  const folderOf = (id: string) => {
    if (!ID.test(id)) throw new Error('This is no id of an import.')
    return join(folder, id)
  }
  const fileOf = (id: string, name: string) => join(folderOf(id), `table${TELLING.exec(name)?.[0].toLowerCase() ?? ''}`)
  return {
    async save(id, name, bytes) {
      await mkdir(folderOf(id), { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
      await writeFile(fileOf(id, name), bytes, { mode: 0o600, flag: 'wx' })
    },

    /** Failures speak of the file by the name that it was sent under. */
    async open(id, name, recognise) {
      const opened = await openTables(fileOf(id, name), recognise)
      if (opened.ok) return opened
      return { ok: false, failure: { ...opened.failure, file: name } as typeof opened.failure }
    },

    async remove(id) {
      await rm(folderOf(id), { recursive: true, force: true })
    },

    async lying(before) {
      const names = await readdir(folder).catch(() => [])
      const ids: string[] = []
      for (const id of names.filter((it) => ID.test(it))) {
        const found = await stat(folderOf(id)).catch(() => undefined)
        if (found !== undefined && found.mtimeMs < before) ids.push(id)
      }
      return ids
    },
  }
}
