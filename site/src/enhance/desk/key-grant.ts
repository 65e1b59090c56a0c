import { armor, Encrypter } from 'age-encryption'
import { forgetIdentities, unlock } from './desk-keys.ts'

/** Wraps the desk key's secret for another clerk, or for oneself under another passphrase; here and nowhere else. */
const form = document.querySelector<HTMLFormElement>('[data-grant-form]')
const said = document.querySelector<HTMLElement>('[data-said]')
const keysAddress = document.querySelector<HTMLElement>('[data-grant]')?.dataset.keys ?? ''

function say(text: string): void {
  if (!said) return
  said.textContent = text
  said.hidden = false
}

document.querySelector('[data-lock]')?.addEventListener('click', () => {
  forgetIdentities()
  say('已经锁上，再打开封存的内容要输口令。')
})

form?.addEventListener('submit', (event) => {
  event.preventDefault()
  const typedIn = (id: string) => form.querySelector<HTMLInputElement>(`#${id}`)?.value ?? ''
  void grant(typedIn('f-present'), typedIn('f-account').trim().toLowerCase(), typedIn('f-next'))
})

async function grant(present: string, account: string, next: string): Promise<void> {
  say('正在办理，要几秒钟……')
  const answer = await fetch(keysAddress, { credentials: 'same-origin' })
  if (!answer.ok) return say('现在取不到密钥，请刷新页面后再试。')
  // Safe: the desk's own API.
  const { keys } = (await answer.json()) as { keys: { keyId: string; wrapped: string | null }[] }
  const identities = await unlock(keys, present)
  if (Object.keys(identities).length === 0) return say('您现在的口令不对，或者还没有给您开通。没有改动。')
  const wraps = await Promise.all(
    Object.entries(identities).map(async ([keyId, identity]) => {
      const encrypter = new Encrypter()
      encrypter.setPassphrase(next)
      return { keyId, wrapped: armor.encode(await encrypter.encrypt(identity)) }
    }),
  )
  const granted = await fetch(keysAddress, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ account, wraps }),
  })
  if (granted.ok) {
    form?.reset()
    return say(`已经为 ${account} 开通 ${wraps.length} 把密钥。`)
  }
  const problem: unknown = await granted.json().catch(() => null)
  const title = typeof problem === 'object' && problem !== null ? String(Reflect.get(problem, 'title') ?? '') : ''
  say(`没有开通：${title || '请稍后再试'}。只能开通给受理和复核的账号。`)
}
