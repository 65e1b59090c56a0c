import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_UPLOAD_BYTES, uploadType } from '#domain/upload-type'
import { DOCX, JPEG, OFD, PDF, PNG, XLSX } from '../upload-files.ts'
import { zipOf } from '../zip.ts'

const refused = (failure: string) => ({ ok: false, failure })
const KNOWN = { pdf: PDF, jpeg: JPEG, png: PNG, docx: DOCX, xlsx: XLSX, ofd: OFD } as const

describe('a file is what its bytes say', () => {
  test.each(Object.entries(KNOWN))('%s', (type, bytes) => {
    expect(uploadType(bytes)).toEqual({ ok: true, value: type })
  })

  test('also where it lies in the middle of a bigger buffer', () => {
    for (const [type, bytes] of Object.entries(KNOWN)) {
      const around = new Uint8Array(bytes.length + 20)
      around.set(bytes, 7)
      expect(uploadType(around.subarray(7, 7 + bytes.length))).toEqual({ ok: true, value: type })
    }
  })

  test('an archive with a note at its end, as some programs write it', () => {
    const noted = Buffer.from(zipOf({ 'word/document.xml': '<w/>' }, { note: '说明'.repeat(100) }))

    expect(uploadType(noted)).toEqual({ ok: true, value: 'docx' })
  })

  test.each([
    ['nothing', new Uint8Array(0), 'empty'],
    ['a program', Buffer.from('MZ\u0090\u0000this program'), 'type-unknown'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'type-unknown'],
    ['a picture with script in it', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'type-unknown'],
    ['a GIF', Buffer.from('GIF89a'), 'type-unknown'],
    ['an old Word file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'type-unknown'],
    ['an archive of other things', zipOf({ 'a.exe': 'MZ' }), 'type-unknown'],
    ['an archive without anything', zipOf({}), 'type-unknown'],
    ['text that only begins like a PDF', Buffer.from('%PD'), 'type-unknown'],
    ['a path that only ends like a part', zipOf({ 'x/word/document.xml': 'x' }), 'type-unknown'],
  ])('%s is refused', (_, bytes, failure) => {
    expect(uploadType(bytes)).toEqual(refused(failure))
  })

  test('20 MB are taken, one byte more is not', () => {
    const most = new Uint8Array(MAX_UPLOAD_BYTES)
    most.set(PDF)

    expect(uploadType(most)).toEqual({ ok: true, value: 'pdf' })
    expect(uploadType(new Uint8Array([...PDF, ...new Uint8Array(MAX_UPLOAD_BYTES)]))).toEqual(refused('too-large'))
  })
})

describe('archives that are meant to do harm', () => {
  test('one that says it unpacks to a gigabyte is refused without being unpacked', () => {
    expect(uploadType(zipOf({ 'word/document.xml': 'x' }, { claims: 1_000_000_000 }))).toEqual(refused('inflates'))
  })

  test('many parts that are much together are refused, too', () => {
    const parts = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`word/media/${n}`, 'x']))
    const bomb = zipOf({ 'xl/workbook.xml': 'x', ...parts }, { claims: 9_000_000 })

    expect(uploadType(bomb)).toEqual(refused('inflates'))
  })

  test('cut off anywhere it is no archive, or still the same one, never an error', () => {
    for (let length = 0; length < DOCX.length; length++) {
      const cut = uploadType(DOCX.subarray(0, length))
      expect([length, cut.ok]).toEqual([length, false])
    }
  })

  test.each([
    ['more entries than it has', 10, 0xff],
    ['a directory beyond its end', 16, 0x7f_ff_ff_ff],
    ['a directory at its very end', 16, DOCX.length - 46],
  ])('that claims %s is no archive', (_, offset, value) => {
    const bytes = Buffer.from(DOCX)
    const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'))
    if (offset === 10) bytes.writeUInt16LE(value, end + offset)
    else bytes.writeUInt32LE(value, end + offset)

    expect(uploadType(bytes)).toEqual(refused('type-unknown'))
  })

  test('any bytes at all are looked at without an error', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ maxLength: 40 })).map(([a, b]) => {
        return new Uint8Array([...a, 0x50, 0x4b, 5, 6, ...b])
      }),
      fc.tuple(fc.nat(DOCX.length - 1), fc.nat(255)).map(([at, byte]) => {
        const changed = new Uint8Array(DOCX)
        changed[at] = byte
        return changed
      }),
    )
    fc.assert(
      fc.property(bytes, (it) => {
        expect(typeof uploadType(it).ok).toBe('boolean')
      }),
      { numRuns: 3000 },
    )
  })
})
