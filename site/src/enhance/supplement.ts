import { handOver, persist, post, type Say, sayRefused, sealOnce, showContacts } from './case-delivery.ts'
import { hiddenValue } from './case-session.ts'
import { type Desk, fileTrouble, randomKey } from './desk-client.ts'
import { faultsIn, fieldsIn, hiddenInput, nameOf, showFaults, valueIn } from './form-fields.ts'
import type { Sealed } from './form-memory.ts'
import { type Page, showPage } from './page-swap.ts'

const UNSURE = '没有确认收到。请不要重新填写，过几分钟在本页再按一次“提交”，不会重复登记。'

/** Papers added to a case are sealed and delivered like the case itself, but kept nowhere: the code is with them. */
export function startSupplement(form: HTMLFormElement, desk: Promise<Desk | null>): void {
  let again: (() => void) | null = null
  const button = form.querySelector('button')
  const typed = Array.from(form.querySelectorAll('textarea'))
  const isOn = (is: boolean) => {
    if (button !== null) button.disabled = is
    for (const it of typed) it.readOnly = is
  }
  const say: Say = (words, go, needsContacts = false) => {
    again = go
    showContacts(form, needsContacts)
    form.querySelector('[data-status]')?.replaceChildren(words)
    // While it waits, the button tries at once; the words stay as they were sealed.
    if (button !== null) button.disabled = go === null
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (again !== null) return again()
    void desk.then(async (found) => {
      if (found === null) {
        // Without the button's value it would be taken for a look-up, and the papers be lost.
        form.append(hiddenInput('go', 'add'))
        return form.submit()
      }
      isOn(true)
      await add(form, found, say)
      isOn(false)
    })
  })
}

async function add(form: HTMLFormElement, desk: Desk, say: Say): Promise<void> {
  const files = Array.from(form.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [])
  const trouble = await fileTrouble(files)
  const fileFaults = trouble === null ? [] : [{ name: 'files', id: 'f-files', message: trouble }]
  const faults = [...faultsIn(fieldsIn(form)), ...fileFaults]
  showFaults(form, faults)
  if (faults.length > 0) return
  try {
    const sealed = await sealPapers(form, desk, files, say)
    const page = await persist(() => post(desk, sealed), UNSURE, say)
    if (page.status >= 400) return showRefusal(form, page, say)
    showPage(page)
    document.dispatchEvent(new Event('case-page'))
  } catch (error) {
    sayRefused(say, error)
  }
}

async function sealPapers(form: HTMLFormElement, desk: Desk, files: readonly File[], say: Say): Promise<Sealed> {
  say('正在加密并提交……', null)
  const action = form.getAttribute('action') ?? location.pathname
  const part = Object.fromEntries(fieldsIn(form).map((field) => [nameOf(field), valueIn(field).trim()]))
  const kept = Object.fromEntries(['receipt', 'code', 'key'].map((name) => [name, hiddenValue(form, name)]))
  return sealOnce([kept, part], files, async () => {
    const sealed = await desk.sealText(JSON.stringify(part))
    const uploads = await handOver(desk, 'case', files, UNSURE, say)
    return { kind: 'case', action, fields: { ...kept, sealed, uploads, go: 'add' }, work: null }
  })
}

/** Said in the form as it stands: the server could not give back what it cannot read. */
function showRefusal(form: HTMLFormElement, page: Page, say: Say): void {
  const errors = page.main.querySelector<HTMLElement>('[data-errors]')
  if (errors === null) {
    sayRefused(say, null)
    return
  }
  say('', null)
  // Taken in before with other words: these are another supplement.
  const key = form.querySelector<HTMLInputElement>('input[name=key]')
  if (page.status === 409 && key !== null) key.value = randomKey()
  form.querySelector('[data-errors]')?.remove()
  form.prepend(document.adoptNode(errors))
  errors.focus()
}
