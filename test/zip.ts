import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** The parts of an archive by name, unpacked, read through its central directory. */
export function zipParts(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'))
  if (end < 0) throw new Error('This is no archive.')
  const parts = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
    const start = bytes.readUInt32LE(at + 42)
    const body = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    const packed = bytes.subarray(body, body + bytes.readUInt32LE(at + 20))
    parts.set(name, bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed)
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (noteLength ?? 0)
  }
  return parts
}

/** An archive of the parts. `claims`: the unpacked size that its directory tells of each part, true or not. */
export function zipOf(parts: Record<string, string>, { claims, note = '' }: { claims?: number; note?: string } = {}) {
  const bodies: Buffer[] = []
  const entries: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const [label, plain] = [Buffer.from(name), Buffer.from(text)]
    const packed = deflateRawSync(plain)
    const shared = Buffer.alloc(26)
    for (const [value, offset] of [
      [20, 0],
      [0x0800, 2],
      [8, 4],
      [label.length, 22],
    ] as const) {
      shared.writeUInt16LE(value, offset)
    }
    shared.writeUInt32LE(crc32(plain), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(claims ?? plain.length, 18)
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 'latin1')
    entry.writeUInt16LE(20, 4)
    shared.copy(entry, 6)
    entry.writeUInt32LE(at, 42)
    entries.push(entry, label)
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), shared, label, packed)
    at += 4 + shared.length + label.length + packed.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length / 2, 8)
  end.writeUInt16LE(entries.length / 2, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(Buffer.byteLength(note), 20)
  return Buffer.concat([...bodies, directory, end, Buffer.from(note)])
}
