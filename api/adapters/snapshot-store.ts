import { join } from 'node:path'
import type { BlobStore } from '#usecase/ports'
import { createDirectoryBlobs } from './directory-blobs.ts'
import { createS3Blobs } from './s3-blobs.ts'

export type StoreSettings = Readonly<Record<string, string | undefined>>

/** Half of the settings would publish into a folder that nobody reads. */
export class StoreSettingsError extends Error {
  override name = 'StoreSettingsError'
}

const NEEDED = ['SNAPSHOT_S3_ENDPOINT', 'SNAPSHOT_S3_BUCKET', 'SNAPSHOT_S3_KEY', 'SNAPSHOT_S3_SECRET']
const OPTIONAL = ['SNAPSHOT_S3_PREFIX', 'SNAPSHOT_S3_REGION']

/** Where this machine keeps what is public: a bucket where one is named, else a folder beside the database. */
export function createSnapshotStore(settings: StoreSettings, dataFolder: string): BlobStore {
  const setting = (name: string) => settings[name]?.trim() ?? ''
  if ([...NEEDED, ...OPTIONAL].every((name) => setting(name) === '')) {
    return createDirectoryBlobs(join(dataFolder, 'snapshot'))
  }
  const missing = NEEDED.filter((name) => setting(name) === '')
  if (missing.length > 0) {
    throw new StoreSettingsError(
      `公开快照的存储桶没有写全：还缺 ${missing.join('、')}。请写全；不用存储桶的，把 SNAPSHOT_S3_ 开头的变量都去掉。`,
    )
  }
  const endpoint = setting('SNAPSHOT_S3_ENDPOINT')
  if (!/^https?:$/.test(protocolOf(endpoint))) {
    throw new StoreSettingsError('SNAPSHOT_S3_ENDPOINT 应为 https:// 或者 http:// 开头的地址。')
  }
  const prefix = setting('SNAPSHOT_S3_PREFIX').replace(/^\/+|\/+$/g, '')
  if (!/^([A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*)?$/.test(prefix)) {
    throw new StoreSettingsError('SNAPSHOT_S3_PREFIX 只能用英文字母、数字、“.”“_”“-”，以及分隔文件夹的“/”。')
  }
  return createS3Blobs({
    ...{ endpoint, prefix },
    bucket: setting('SNAPSHOT_S3_BUCKET'),
    key: setting('SNAPSHOT_S3_KEY'),
    secret: setting('SNAPSHOT_S3_SECRET'),
    region: setting('SNAPSHOT_S3_REGION') || 'auto',
    spoolFolder: join(dataFolder, 'spool'),
  })
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : ''
}
