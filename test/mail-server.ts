import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export type Letter = { from: string; to: string; raw: string }

/** A mail server on this machine that takes everything, or says no to every recipient. */
export async function mailServer(): Promise<{ url: string; letters: Letter[]; says: { no: boolean } }> {
  const letters: Letter[] = []
  const says = { no: false }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let waiting = ''
    let letter: Letter | undefined
    let isData = false
    const talk = (line: string) => {
      if (/^(?:EHLO|HELO)/i.test(line)) return socket.write('250 here\r\n')
      if (/^MAIL FROM:/i.test(line)) {
        letter = { from: addressIn(line), to: '', raw: '' }
        return socket.write('250 ok\r\n')
      }
      if (/^RCPT TO:/i.test(line)) {
        if (letter) letter.to = addressIn(line)
        return socket.write(says.no ? '550 no such mailbox clerk@secret.invalid\r\n' : '250 ok\r\n')
      }
      if (/^DATA/i.test(line)) {
        isData = true
        return socket.write('354 go on\r\n')
      }
      if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n')
      return socket.write('250 ok\r\n')
    }
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      waiting += bytes.toString('latin1')
      for (;;) {
        const end = waiting.indexOf(isData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const part = waiting.slice(0, end)
        waiting = waiting.slice(end + (isData ? 5 : 2))
        if (!isData) {
          talk(part)
          continue
        }
        isData = false
        if (letter) letters.push({ ...letter, raw: part })
        socket.write('250 taken\r\n')
      }
    })
    socket.write('220 here ESMTP\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `smtp://127.0.0.1:${port}`, letters, says }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? ''
}

/** Subject and text as a reader sees them. */
export function readLetter({ raw }: Letter): { subject: string; text: string; id: string; whole: string } {
  const at = raw.indexOf('\r\n\r\n')
  const [head, body] = [raw.slice(0, at).replace(/\r\n[ \t]+/g, ' '), raw.slice(at + 4)]
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? ''
  const words = header('Subject').replace(/\?= =\?/g, '?==?')
  const subject = words.replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
    how.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString('latin1') : quoted(text.replaceAll('_', ' ')),
  )
  const encoding = header('Content-Transfer-Encoding').toLowerCase()
  const text =
    encoding === 'base64' ? Buffer.from(body, 'base64').toString('latin1') : quoted(body.replace(/=\r\n/g, ''))
  const read = (latin: string) => Buffer.from(latin, 'latin1').toString('utf8')
  return { subject: read(subject), text: read(text), id: header('Message-ID'), whole: `${head}\n${read(text)}` }
}

function quoted(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
