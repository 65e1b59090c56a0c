import { ImportFailed } from '#domain/failure'

/** The OLE2 container around .xls and around encrypted files, as far as it has to be trusted before a reader gets it. */
export type CompoundFile = {
  names: ReadonlySet<string>
  /** A copy of the workbook stream, empty where there is none; `writeBack` puts it into the file's bytes again. */
  workbook: Buffer
  writeBack(): void
}

const END_OF_CHAIN = 0xfffffffe
const FREE = 0xffffffff
const MINI_SECTOR = 64
const STREAM = 2
const ROOT = 5

type DirectoryEntry = { name: string; type: number; start: number; size: number }

/** Sectors belong to one chain each: a chain that meets itself or another would be unpacked again and again. */
export function readCompound(file: string, bytes: Buffer): CompoundFile {
  try {
    return compoundOf(bytes)
  } catch (cause) {
    throw new ImportFailed({ code: 'file-damaged', file, part: null }, cause)
  }
}

function compoundOf(bytes: Buffer): CompoundFile {
  const sectorSize = 1 << bytes.readUInt16LE(30)
  if (sectorSize !== 512 && sectorSize !== 4096) throw new Error('sector size')
  if (1 << bytes.readUInt16LE(32) !== MINI_SECTOR) throw new Error('mini sector size')
  const table = allocationTable(bytes, sectorSize)
  const used = new Set<number>()
  const sectorsOf = (start: number) => {
    const sectors = chain(start, table, used)
    if (sectors.some((sector) => (sector + 2) * sectorSize > bytes.length)) throw new Error('sector out of file')
    return sectors.map((sector) => (sector + 1) * sectorSize)
  }
  const entries = directory(gather(bytes, sectorsOf(bytes.readUInt32LE(48)), sectorSize))
  const root = entries.find(({ type }) => type === ROOT)
  if (!root) throw new Error('no root')
  const miniOffsets = sectorsOf(root.start).flatMap((offset) =>
    Array.from({ length: sectorSize / MINI_SECTOR }, (_, i) => offset + i * MINI_SECTOR),
  )
  const miniStart = bytes.readUInt32LE(60)
  const miniBytes = gather(bytes, bytes.readUInt32LE(64) > 0 ? sectorsOf(miniStart) : [], sectorSize)
  const miniTable = numbers(miniBytes)
  const usedMini = new Set<number>()
  const cutoff = bytes.readUInt32LE(56) || 4096
  const places = new Map<string, { offsets: number[]; step: number; size: number }>()
  for (const { name, start, size } of entries.filter(({ type }) => type === STREAM)) {
    const isMini = size < cutoff
    const minis = isMini ? chain(size === 0 ? END_OF_CHAIN : start, miniTable, usedMini) : []
    const offsets = isMini ? minis.map((sector) => miniOffsets[sector] ?? Number.NaN) : sectorsOf(start)
    const step = isMini ? MINI_SECTOR : sectorSize
    if (offsets.length * step < size || offsets.some(Number.isNaN)) throw new Error('stream cut')
    places.set(name, { offsets, step, size })
  }
  const place = places.get('Workbook') ?? places.get('Book') ?? { offsets: [], step: sectorSize, size: 0 }
  const workbook = gather(bytes, place.offsets, place.step).subarray(0, place.size)
  return {
    names: new Set(places.keys()),
    workbook,
    writeBack() {
      for (const [index, offset] of place.offsets.entries()) {
        workbook.copy(bytes, offset, index * place.step, Math.min((index + 1) * place.step, place.size))
      }
    },
  }
}

function allocationTable(bytes: Buffer, sectorSize: number): number[] {
  const sectors: number[] = []
  for (let at = 76; at < 512 && sectors.length < bytes.readUInt32LE(44); at += 4) sectors.push(bytes.readUInt32LE(at))
  const seen = new Set<number>()
  let next = bytes.readUInt32LE(68)
  while (next < FREE - 5 && sectors.length < bytes.readUInt32LE(44)) {
    if (seen.has(next)) throw new Error('table loops')
    seen.add(next)
    const offset = (next + 1) * sectorSize
    for (let at = 0; at < sectorSize - 4; at += 4) sectors.push(bytes.readUInt32LE(offset + at))
    next = bytes.readUInt32LE(offset + sectorSize - 4)
  }
  const real = sectors.filter((sector) => sector < FREE - 5)
  if (new Set(real).size !== real.length) throw new Error('table repeats')
  return numbers(
    gather(
      bytes,
      real.map((sector) => (sector + 1) * sectorSize),
      sectorSize,
    ),
  )
}

function chain(start: number, table: readonly number[], used: Set<number>): number[] {
  const sectors: number[] = []
  for (let sector = start; sector !== END_OF_CHAIN && sector !== FREE; sector = table[sector] ?? END_OF_CHAIN) {
    if (used.has(sector)) throw new Error('chains meet')
    used.add(sector)
    sectors.push(sector)
  }
  return sectors
}

function directory(bytes: Buffer): DirectoryEntry[] {
  const entries: DirectoryEntry[] = []
  for (let at = 0; at + 128 <= bytes.length; at += 128) {
    const length = Math.min(64, bytes.readUInt16LE(at + 64))
    const name = bytes.toString('utf16le', at, at + Math.max(0, length - 2))
    const type = bytes[at + 66] ?? 0
    entries.push({ name, type, start: bytes.readUInt32LE(at + 116), size: bytes.readUInt32LE(at + 120) })
  }
  return entries
}

function gather(bytes: Buffer, offsets: readonly number[], step: number): Buffer {
  if (offsets.some((offset) => offset + step > bytes.length)) throw new Error('sector out of file')
  return Buffer.concat(offsets.map((offset) => bytes.subarray(offset, offset + step)))
}

function numbers(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readUInt32LE(i * 4))
}
