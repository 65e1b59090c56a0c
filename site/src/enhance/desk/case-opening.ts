import { uploadType } from '#domain/upload-type'
import { fromBase64, type Identities, keepIdentities, knownIdentities, open, unlock } from './desk-keys.ts'

/** The sealed parts of a case, opened here and nowhere else: the server has no key. */
type Part = { n: number; bytes: string; deskKey: string }

const section = document.querySelector<HTMLElement>('[data-opening]')
if (section) start(section)

function start(root: HTMLElement): void {
  const form = root.querySelector<HTMLFormElement>('[data-unlock]')
  const button = root.querySelector<HTMLButtonElement>('[data-open]')
  const said = root.querySelector<HTMLElement>('[data-said]')
  const shown = root.querySelector<HTMLElement>('[data-opened]')
  if (!form || !button || !said || !shown) return
  const say = (text: string) => {
    said.textContent = text
    said.hidden = text === ''
  }
  const ready = (identities: Identities | null) => {
    form.hidden = identities !== null
    button.hidden = identities === null
  }
  ready(knownIdentities())

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const field = form.querySelector<HTMLInputElement>('input')
    if (!field) return
    say('正在解开密钥，要一两秒……')
    void (async () => {
      const answer = await fetch(root.dataset.keys ?? '', { credentials: 'same-origin' })
      if (!answer.ok) return say('现在取不到密钥，请刷新页面后再试。')
      // Safe: the desk's own API.
      const { keys } = (await answer.json()) as { keys: { keyId: string; wrapped: string | null }[] }
      if (keys.every(({ wrapped }) => wrapped === null)) {
        return say('还没有给您开通受理台密钥，请已开通的同事在“密钥”页为您开通。')
      }
      const identities = await unlock(keys, field.value)
      if (Object.keys(identities).length === 0) return say('口令不对，请再试。')
      field.value = ''
      keepIdentities(identities)
      ready(identities)
      say('')
      await openAll(identities)
    })()
  })
  button.addEventListener('click', () => {
    const identities = knownIdentities()
    if (identities === null) return ready(null)
    void openAll(identities)
  })

  async function openAll(identities: Identities): Promise<void> {
    if (!shown || !button) return
    button.disabled = true
    say('正在打开……')
    const answer = await fetch(root.dataset.parts ?? '', { credentials: 'same-origin' })
    button.disabled = false
    if (!answer.ok) return say('现在打不开，请刷新页面后再试。')
    // Safe: the desk's own API.
    const { parts, uploads } = (await answer.json()) as { parts: Part[]; uploads: string[] }
    const labels = JSON.parse(root.dataset.labels ?? '{}') as Record<string, string>
    shown.replaceChildren()
    let closed = 0
    for (const part of parts) {
      try {
        const plain = await open(fromBase64(part.bytes), identities)
        shown.append(listOf(part.n, JSON.parse(new TextDecoder().decode(plain)), labels))
      } catch {
        closed += 1
      }
    }
    uploads.forEach((id, at) => {
      shown.append(uploadLine(id, at + 1, identities))
    })
    button.hidden = true
    say(closed === 0 ? '' : `有 ${closed} 份是用您没有的旧密钥封存的，请有旧密钥的同事打开。`)
    shown.focus()
  }

  function uploadLine(id: string, n: number, identities: Identities): HTMLElement {
    const line = document.createElement('p')
    const take = document.createElement('button')
    take.type = 'button'
    take.className = 'quiet'
    take.textContent = `下载材料 ${n}`
    take.addEventListener('click', () => {
      void (async () => {
        const answer = await fetch(`${root.dataset.uploads ?? ''}${id}`, { credentials: 'same-origin' })
        if (!answer.ok) return say('这份材料现在取不到，请刷新页面后再试。')
        const plain = await open(new Uint8Array(await answer.arrayBuffer()), identities).catch(() => null)
        if (plain === null) return say('这份材料是用您没有的旧密钥封存的。')
        const type = uploadType(plain)
        if (!type.ok) return say('这份材料不是可以接收的文件，没有下载。请告知提交人另行补充。')
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob([new Uint8Array(plain)], { type: 'application/octet-stream' }))
        link.download = `材料-${n}.${type.value === 'jpeg' ? 'jpg' : type.value}`
        link.click()
        window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
      })()
    })
    line.append(take)
    return line
  }
}

function listOf(n: number, part: unknown, labels: Record<string, string>): HTMLElement {
  const box = document.createElement('section')
  const heading = document.createElement('h3')
  heading.textContent = n === 0 ? '提交的内容' : `第 ${n} 次补充`
  const list = document.createElement('dl')
  list.className = 'facts'
  for (const [name, value] of Object.entries(typeof part === 'object' && part !== null ? part : {})) {
    const [term, text] = [document.createElement('dt'), document.createElement('dd')]
    term.textContent = labels[name] ?? name
    text.textContent = String(value)
    list.append(term, text)
  }
  box.append(heading, list)
  return box
}
