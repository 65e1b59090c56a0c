import { addDays, type Day, parseDay } from './day.ts'

/** 1980-01-01 and 2099-12-31 in the 1900 system: five digits outside are rather a number than a day. */
const FIRST = 29_221
const LAST = 73_050

/**
 * The day of a spreadsheet's serial number in the 1900 system, with or without a time of day: '42377.5' is 2016-01-08.
 * A workbook in the 1904 system would mean a day four years later, so whoever uses this says that it did.
 */
export function dayOfExcelSerial(text: string): Day | undefined {
  const serial = Number(/^(\d{5})(?:\.\d{1,12})?$/.exec(text.normalize('NFKC').trim())?.[1])
  const first = parseDay('1980-01-01')
  if (!(serial >= FIRST && serial <= LAST) || first === undefined) return undefined
  return addDays(first, serial - FIRST)
}
