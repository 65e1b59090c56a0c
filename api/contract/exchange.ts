import { KIND_FIELDS } from '#domain/record-kinds'

/**
 * The exchange tables: official code and Chinese header of every field, word for word; for 双公示 those of
 * 发改办财金〔2018〕424号. `extra` fields are in no official table; platforms add them (失信严重程度, 程序类别, 披露日期).
 */
export type ExchangeColumn = { code: string; header: string; extra?: true }

export const EXCHANGE = KIND_FIELDS
