import { expect, test } from 'vitest'
import { EXCHANGE } from '#contract/exchange'
import { fieldLabel } from '#domain/labels.zh'
import { fieldsOf } from '#domain/record-fields'
import { RECORD_KINDS } from '#domain/vocabulary'

test('every field is labelled with the official header, without the code number', () => {
  for (const kind of RECORD_KINDS) {
    const headers: Record<string, { header: string }> = EXCHANGE[kind]
    for (const field of fieldsOf(kind)) {
      const official = headers[field]?.header.replace(/^行政相对人代码_\d\((.+)\)$/, '$1')
      expect(fieldLabel(kind, field)).toBe(official)
    }
  }
})

test('one field has another word in each table, and none in a table without it', () => {
  expect(fieldLabel('licence', 'agencyName')).toBe('许可机关')
  expect(fieldLabel('penalty', 'agencyName')).toBe('处罚机关')
  expect(fieldLabel('licence', 'fineAmount')).toBeUndefined()
})
