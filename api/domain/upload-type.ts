import { fail, ok, type Result } from './result.ts'
import type { CaseSource, FilerRole, UploadType } from './vocabulary.ts'

export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024
/** Files of one submission or supplement. */
export const MAX_UPLOADS = 10

/** What a sealed file may be longer than what is in it: header, and 16 bytes for each 64 KiB. */
export const SEAL_OVERHEAD = 64 * 1024

/** What shows a mandate: files that came along, or a clerk's word that the original was seen at the counter. */
export type MandateShown = { uploads: number; source: CaseSource; isOriginalSeen: boolean }

/** An agent files with papers that show the mandate; the subject itself needs none. Only who comes in person is looked at. */
export function lacksPapers(filer: FilerRole, { uploads, source, isOriginalSeen }: MandateShown): boolean {
  return filer === 'agent' && uploads === 0 && !(isOriginalSeen && source === 'visit')
}

/** Packed files that would unpack to more than this, or many times their size, are refused without being unpacked. */
const MAX_UNPACKED_BYTES = 400 * 1024 * 1024
const MAX_RATIO = 200

export type UploadTrouble = 'empty' | 'too-large' | 'type-unknown' | 'inflates'

const SIGNATURES: readonly { type: UploadType; bytes: readonly number[] }[] = [
  { type: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: 'jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
]
/** By a part that each kind of package must have; their names stand in clear in its directory. */
const PACKAGES: readonly { type: UploadType; part: string }[] = [
  { type: 'docx', part: 'word/document.xml' },
  { type: 'xlsx', part: 'xl/workbook.xml' },
  { type: 'ofd', part: 'OFD.xml' },
]

/** What a file is by its first bytes or its directory, whatever its name says. Nothing is unpacked. */
export function uploadType(bytes: Uint8Array): Result<UploadType, UploadTrouble> {
  if (bytes.length === 0) return fail('empty')
  if (bytes.length > MAX_UPLOAD_BYTES) return fail('too-large')
  const plain = SIGNATURES.find((it) => it.bytes.every((byte, at) => bytes[at] === byte))
  if (plain) return ok(plain.type)
  const entries = zipEntries(bytes)
  const packed = PACKAGES.find(({ part }) => entries?.some(({ name }) => name === part))
  if (entries === undefined || packed === undefined) return fail('type-unknown')
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0)
  return unpacked > MAX_UNPACKED_BYTES || unpacked > bytes.length * MAX_RATIO ? fail('inflates') : ok(packed.type)
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const MOST_ENTRIES = 10_000

/** Names and unpacked sizes of a zip's directory; undefined where there is none that can be read. */
function zipEntries(bytes: Uint8Array): { name: string; size: number }[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  if (view.byteLength < 22 || end === undefined) return undefined
  const count = view.getUint16(end + 10, true)
  if (count > MOST_ENTRIES) return undefined
  const entries: { name: string; size: number }[] = []
  let at = view.getUint32(end + 16, true)
  for (let n = 0; n < count; n++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) return undefined
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    entries.push({ name, size: view.getUint32(at + 24, true) })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function endOfDirectory(view: DataView): number | undefined {
  const last = view.byteLength - 22
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at
  }
  return undefined
}
