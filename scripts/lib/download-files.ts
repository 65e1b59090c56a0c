import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { rowText } from '#adapters/row-text'
import { dictionaryOf } from '#contract/dictionary'
import { createDataFileDatabase } from '#db/data-file'
import { officialWords } from '#domain/exchange-row'
import { isPublicField } from '#domain/public-record'
import type { RecordKind } from '#domain/vocabulary'
import type { DataFile } from '#usecase/ports'
import { type DownloadDeps, type DownloadsReport, publishDownloads } from '#usecase/publish-downloads'
import { PublisherBusyError } from '#usecase/publisher-lease'
import { officialColumns } from './header-dictionary.ts'
import { progress } from './report.ts'
import type { Workspace } from './workspace.ts'

const TRIES = 600

/** Makes the files anew, waiting for another command that makes them. Removals never wait for this. */
export async function publishDownloadFiles(workspace: Workspace): Promise<DownloadsReport> {
  for (let tries = 1; ; tries++) {
    try {
      return await publishDownloads(downloadDeps(workspace))
    } catch (error) {
      if (!(error instanceof PublisherBusyError) || tries === TRIES) throw error
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
    columns: { licence: columns('licence'), penalty: columns('penalty') },
    words: officialWords(content.words),
    rowText,
    openDataFile: () => openDataFile(workspace),
  }
}

/** Always the same name, so that what a killed command left is found and removed. */
async function openDataFile({ dataFolder, content, showRepresentative }: Workspace): Promise<DataFile> {
  const file = join(dataFolder, 'downloads.sqlite.part')
  const remove = () => Promise.all(['', '-wal', '-shm', '-journal'].map((end) => rm(`${file}${end}`, { force: true })))
  await remove()
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
