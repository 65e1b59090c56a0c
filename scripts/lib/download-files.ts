import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { rowText } from '#adapters/row-text'
import { dictionaryOf } from '#contract/dictionary'
import { createDataFileDatabase } from '#db/data-file'
import { officialWords } from '#domain/exchange-row'
import { byKind } from '#domain/kind-groups'
import { isPublicField } from '#domain/public-record'
import type { RecordKind } from '#domain/vocabulary'
import type { DataFile } from '#usecase/ports'
import { type DownloadDeps, type DownloadsReport, publishDownloads } from '#usecase/publish-downloads'
import { PublisherBusyError } from '#usecase/publisher-lease'
import { officialColumns } from './header-dictionary.ts'
import { progress } from './report.ts'
import type { Workspace } from './workspace.ts'

const TRIES = 600
const PART = 'downloads.sqlite.part-'

/** Makes the files anew, waiting for another command that makes them. Removals never wait for this. */
export async function publishDownloadFiles(workspace: Workspace): Promise<DownloadsReport> {
  for (let tries = 1; ; tries++) {
    try {
      return await publishDownloads(downloadDeps(workspace))
    } catch (error) {
      if (!(error instanceof PublisherBusyError)) throw error
      if (tries === TRIES) {
        progress('下载文件仍在由另一个程序生成；下一次发布时会再检查。')
        return { state: 'unsettled', files: 0, bytes: 0 }
      }
      if (tries === 1) progress('另一个程序正在生成下载文件，正在等待……')
      await new Promise((done) => setTimeout(done, 1000))
    }
  }
}

export function downloadDeps(workspace: Workspace): DownloadDeps {
  const { content, showRepresentative } = workspace
  const columns = (kind: RecordKind) =>
    officialColumns(kind).filter(({ field }) => isPublicField(kind, field, showRepresentative))
  return {
    ...workspace,
    columns: byKind(columns),
    words: officialWords(content.words),
    rowText,
    openDataFile: () => openDataFile(workspace),
  }
}

/** A name of its own: a maker that lost its lease must not take away what the next one writes. */
async function openDataFile({ dataFolder, content, showRepresentative }: Workspace): Promise<DataFile> {
  await removeParts(dataFolder)
  const file = join(dataFolder, `${PART}${randomBytes(6).toString('hex')}`)
  const remove = () => Promise.all(['', '-wal', '-shm', '-journal'].map((end) => rm(`${file}${end}`, { force: true })))
  const { siteName, areaName } = content.place
  const database = await createDataFileDatabase(file, {
    about: { siteName, areaName, note: content.place.demo ? '演示数据，机关、企业和记录均为虚构' : '' },
    dictionary: dictionaryOf(showRepresentative),
  })
  let isClosed = false
  return {
    add: database.add,
    async finish() {
      await database.close()
      isClosed = true
      return createReadStream(file)
    },
    async discard() {
      if (!isClosed) database.abandon()
      await remove()
    },
  }
}

/** What a killed command left. Whoever still writes one has lost the lease, or this would not be running. */
async function removeParts(folder: string): Promise<void> {
  const parts = (await readdir(folder)).filter((name) => name.startsWith(PART))
  await Promise.all(parts.map((name) => rm(join(folder, name), { force: true })))
}
