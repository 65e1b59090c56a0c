import { areCurrent, type DownloadFile, type Downloads, isOutlived } from '#domain/downloads'
import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import type { BlobStore } from './ports.ts'
import type { SnapshotReader } from './snapshot-reader.ts'

export type DownloadReadDeps = { reader: SnapshotReader }

/** `isServed`: false while it is being made anew, because something in it left, ended or was corrected. */
export type DownloadEntry = DownloadFile & { isServed: boolean }
/** `madeOn`: null where none were ever made. */
export type DownloadList = { madeOn: string | null; snapshotVersion: number | null; files: DownloadEntry[] }

export async function listDownloads({ reader }: DownloadReadDeps): Promise<DownloadList> {
  const at = await reader.view()
  const downloads = await reader.downloads()
  if (!downloads) return { madeOn: null, snapshotVersion: null, files: [] }
  const current = areCurrent(downloads, at.manifest, at.journal)
  return {
    madeOn: downloads.day,
    snapshotVersion: downloads.snapshotVersion,
    files: downloads.files.map((file) => ({ ...file, isServed: current && !isOutlived(file, at.today) })),
  }
}

export type OpenDownload = { file: DownloadFile; open: () => ReturnType<BlobStore['stream']> }

/** `path`: below `data/`. A file is handed out whole as it was made, or not at all. */
export async function findDownload(
  { reader }: DownloadReadDeps,
  path: string,
): Promise<Result<OpenDownload, FailureOf<'download-not-found' | 'downloads-rebuilding'>>> {
  const at = await reader.view()
  const downloads = await reader.downloads()
  if (!downloads || !areCurrent(downloads, at.manifest, at.journal)) return fail({ code: 'downloads-rebuilding' })
  const file = downloads.files.find((it) => it.path === path)
  if (!file) return fail({ code: 'download-not-found', path })
  if (isOutlived(file, at.today)) return fail({ code: 'downloads-rebuilding' })
  const open = async () => {
    const stream = await reader.file(downloadAddress(downloads, file))
    // Something may have left while the file was being opened.
    const now = await reader.view()
    if (stream === undefined || areCurrent(downloads, now.manifest, now.journal)) return stream
    await stream.cancel()
    return undefined
  }
  return ok({ file, open })
}

function downloadAddress({ folder }: Downloads, { path }: DownloadFile): string {
  return `${folder}/${path}`
}
