import type { PublicRecord } from '#contract/record'
import { KIND_DOCUMENT } from '#domain/record-kinds'

/** A text with a gap for the day on which it is read; `finishPage` fills the gap. */
export type DatedText = { before: string; after: string }

export type Citations = { standard: DatedText; plain: DatedText }

type Cited = Pick<PublicRecord, 'kind' | 'agency' | 'documentNumber' | 'publishedOn' | 'updatedOn' | 'version'>

/**
 * GB/T 7714-2015 for a text on the network (author. title[EB/OL]. (updated)[read]. address.), and the same for a plain
 * sentence. Neither names the subject: what is quoted outlives what is public.
 */
export function citationsOf(record: Cited, number: string, address: string, siteName: string): Citations {
  const { agency, version, updatedOn, publishedOn } = record
  const title = `${KIND_DOCUMENT[record.kind]}（${number}）公示信息：第${version}版`
  return {
    standard: { before: `${agency.name}. ${title}[EB/OL]. (${updatedOn})[`, after: `]. ${address}.` },
    plain: {
      before: `${agency.name}${KIND_DOCUMENT[record.kind]}（${number}），${siteName}，${publishedOn} 公示，第 ${version} 版，${updatedOn} 更新，`,
      after: ` 查看，${address}`,
    },
  }
}
