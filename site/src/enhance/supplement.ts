import { refusalWords } from './case-delivery.ts'
import { hiddenValue } from './case-session.ts'
import { type Desk, fileTrouble, NotDelivered } from './desk-client.ts'
import { faultsIn, fieldsIn, hiddenInput, nameOf, showFaults, valueIn } from './form-fields.ts'
import { fetchPage, showPage } from './page-swap.ts'

/** Papers added to a case are sealed here like the case itself. */
export function startSupplement(form: HTMLFormElement, desk: Promise<Desk | null>): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void desk.then((found) => {
      if (found !== null) return add(form, found)
      // Without the button's value it would be taken for a look-up, and the papers be lost.
      form.append(hiddenInput('go', 'add'))
      form.submit()
    })
  })
}

async function add(form: HTMLFormElement, desk: Desk): Promise<void> {
  const files = Array.from(form.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [])
  const trouble = await fileTrouble(files)
  const fileFaults = trouble === null ? [] : [{ name: 'files', id: 'f-files', message: trouble }]
  const faults = [...faultsIn(fieldsIn(form)), ...fileFaults]
  showFaults(form, faults)
  const button = form.querySelector('button')
  if (faults.length > 0 || button === null) return
  const status = form.querySelector('[data-status]')
  const say = (words: string) => status?.replaceChildren(words)
  button.disabled = true
  try {
    say('正在加密并提交……')
    const part = Object.fromEntries(fieldsIn(form).map((field) => [nameOf(field), valueIn(field).trim()]))
    const uploads = files.length === 0 ? [] : await desk.upload('case', files, await desk.work('case'))
    const body = new FormData()
    const fields = { sealed: await desk.sealText(JSON.stringify(part)), uploads: uploads.join(','), go: 'add' }
    const names = ['receipt', 'code', 'key']
    const kept = Object.fromEntries(names.map((name) => [name, hiddenValue(form, name)]))
    for (const [name, value] of Object.entries({ ...kept, ...fields, work: await desk.work('case') })) {
      body.append(name, value)
    }
    showPage(await fetchPage(form.getAttribute('action') ?? location.pathname, { method: 'POST', body }))
    document.dispatchEvent(new Event('case-page'))
  } catch (error) {
    say(error instanceof NotDelivered ? '还没有送达，请过一会儿再按一次“提交补充材料”。' : refusalWords(error))
  } finally {
    button.disabled = false
  }
}
