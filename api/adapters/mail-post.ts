import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Mail, MailPost, Sent } from '#usecase/message-ports'

const TIMEOUT_MS = 10_000

/** `url`: smtp:// or smtps://, with user and password where the server asks for them. */
export function createSmtpPost(url: string): MailPost {
  const transport = createTransport({
    ...{ url, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  return {
    async send(mail) {
      try {
        await transport.sendMail(lettered(mail))
        return 'sent'
      } catch (error) {
        return troubleOf(error)
      }
    },
  }
}

/** Where no server is named: files that a mail program opens, one a mail; the same mail again is the same file. */
export function createSpoolPost(folder: string): MailPost {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    async send(mail) {
      const { message } = await transport.sendMail(lettered(mail))
      if (!Buffer.isBuffer(message)) throw new Error('The mail was not written whole.')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = mail.messageId.replace(/[^\w.-]/g, '_')
      const half = join(folder, `.${name}.${randomUUID()}`)
      await writeFile(half, message, { mode: 0o600 })
      await rename(half, join(folder, `${name}.eml`))
      return 'sent'
    },
  }
}

function lettered({ messageId, from, to, subject, text, at }: Mail) {
  // RFC 3834: no vacation notes, please.
  const headers = { 'Auto-Submitted': 'auto-generated' }
  return { ...{ messageId, from, to, subject, text, headers }, date: new Date(at) }
}

/** A code of three digits, or what kind of trouble; never the words of the other side, which may hold an address. */
function troubleOf(error: unknown): Sent {
  const said: unknown = error instanceof Error ? Reflect.get(error, 'responseCode') : undefined
  if (typeof said === 'number') return { trouble: 'gone-wrong', code: `smtp-${said}` }
  return { trouble: 'unreachable', code: 'smtp-unreachable' }
}
