import { Encrypter } from 'age-encryption'
import { ADDRESS_HEADER } from '#domain/client-address'
import type { CaseKind } from '#domain/vocabulary'
import { freshKey, PARTS, post, tokenOf } from '../http/sending.ts'
import { PDF } from '../upload-files.ts'
import type { World } from '../world.ts'

/** Where everything comes from. */
export const ADDRESS = '198.51.100.231'
const FILE_MARKER = '暗号文件内容'
export const SUPPLEMENT = { text: '暗号补充材料' }
export const CANARY_FILE = new Uint8Array([...PDF, ...new TextEncoder().encode(FILE_MARKER)])

/** What was typed, sent or handed out, and where it came from: none of it may be found anywhere. */
export function typedWords({ codes, keys }: { codes: readonly string[]; keys: readonly string[] }): string[] {
  const typed = [...Object.values(PARTS).flatMap((part) => Object.values<string>(part)), SUPPLEMENT.text, FILE_MARKER]
  const secrets = [...codes, ...codes.map((code) => code.replaceAll('-', '')), ...keys]
  return [...new Set([...typed, ...secrets, ADDRESS])]
}

/** Sends, and remembers what must be nowhere and what came back. */
export function witness(w: World) {
  const keys: string[] = []
  const codes: string[] = []
  const answers: string[] = []
  return {
    ...{ keys, codes, answers },

    async post(path: string, body: unknown) {
      const key = freshKey()
      keys.push(key)
      const answer = await post(w, path, body, { key, address: ADDRESS })
      const text = JSON.stringify(answer.body)
      // The one answer in which the code is told.
      if (typeof answer.body.code === 'string' && answer.status === 201) codes.push(answer.body.code)
      else answers.push(text)
      return answer
    },

    async upload(form: CaseKind | 'case', bytes: Uint8Array<ArrayBuffer>, isSealed: boolean): Promise<string> {
      const [key, token] = [freshKey(), await tokenOf(w, form)]
      keys.push(key)
      const query = `form=${form}&sealed=${isSealed ? 'yes' : 'no'}&token=${token}`
      const response = await w.app.request(`/api/v1/uploads?${query}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': key, [ADDRESS_HEADER]: ADDRESS },
        body: bytes,
      })
      const text = await response.text()
      answers.push(text)
      return JSON.parse(text).id
    },
  }
}

export async function sealedFor(w: World, plain: Uint8Array | string): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter()
  for (const recipient of (await w.cases.deskKey())?.recipients ?? []) encrypter.addRecipient(recipient)
  return new Uint8Array(await encrypter.encrypt(plain))
}

export const base64Of = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
