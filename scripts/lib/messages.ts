import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createHookPost } from '#adapters/hook-post'
import { createSmtpPost, createSpoolPost } from '#adapters/mail-post'
import { secretFile } from '#adapters/secret-file'
import type { MessageDeps } from '#usecase/send-messages'
import type { Workspace } from './workspace.ts'

/** Mail by MAIL_URL or into a folder; programs by WEBHOOK_URLS. Addresses of organs and desk are the place's content. */
export function messagesOf(
  { content, messages, clock, dataFolder }: Workspace,
  env: NodeJS.ProcessEnv,
  mayGoOn = () => true,
): MessageDeps {
  const { place, agencies, calendar } = content
  const urls = (env.WEBHOOK_URLS ?? '').split(/[\s,]+/).filter((url) => url !== '')
  return {
    ...{ messages, clock, calendar, siteName: place.siteName, mayGoOn },
    mail: env.MAIL_URL ? createSmtpPost(env.MAIL_URL) : createSpoolPost(join(dataFolder, 'mail')),
    hooks: createHookPost(() => env.WEBHOOK_SECRET || secretFile(join(dataFolder, 'webhook-secret'))),
    deskUrl: place.origin === null ? null : `${place.origin.replace(/\/$/, '')}${place.base}desk/`,
    addresses: addressesOf(place.deskMail, agencies),
    targets: new Map(urls.map((url) => [hookName(url), url])),
  }
}

/** Without an address of its own the desk writes to nobody: mail has to come from somewhere. */
function addressesOf(deskMail: string | null, agencies: readonly { slug: string; mail: string | null }[]) {
  if (deskMail === null) return new Map<string, string>()
  const organs = agencies.flatMap(({ slug, mail }) => (mail === null ? [] : [[`organ:${slug}`, mail] as const]))
  return new Map<string, string>([['desk', deskMail], ...organs])
}

/** A name for the database and the audit: an address may hold a token of the receiver's. */
function hookName(url: string): string {
  return `hook:${createHash('sha256').update(url).digest('hex').slice(0, 12)}`
}
