import { MAX_UPLOAD_BYTES, MAX_UPLOADS } from '#domain/upload-type'

const MOST = `${MAX_UPLOAD_BYTES / 1024 / 1024} MB`

/** What may be sent along, as the server and the browser say it. */
export const FILE_LIMITS = `最多 ${MAX_UPLOADS} 个，一共不超过 ${MOST}`
export const FILE_TOO_LARGE = `太大：文件一共不能超过 ${MOST}`

/** What is wrong with files taken together; null where nothing is. */
export function filesTrouble(files: readonly { size: number }[]): string | null {
  if (files.length > MAX_UPLOADS) return `最多选择 ${MAX_UPLOADS} 个文件`
  if (files.reduce((sum, { size }) => sum + size, 0) <= MAX_UPLOAD_BYTES) return null
  return `文件一共超过 ${MOST}：请少选几个，其余的可以提交以后再补充`
}
