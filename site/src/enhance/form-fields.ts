import { type FieldRules, troubleOf } from './field-rules.ts'

export type Fault = { name: string; id: string; message: string }

/** Fields as the page has them: their rules stand in data attributes, the same that the server goes by. */
export function fieldsIn(root: ParentNode): HTMLElement[] {
  return Array.from(root.querySelectorAll<HTMLElement>('[data-field]')).filter((it) => it.dataset.type !== 'files')
}

export function nameOf(field: HTMLElement): string {
  return field.dataset.field ?? ''
}

export function valueIn(field: HTMLElement): string {
  const chosen = field.querySelector<HTMLInputElement>('input[type=radio]:checked, input[type=checkbox]:checked')
  if (chosen !== null) return chosen.value
  const typed = field.querySelector<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
    'textarea, select, input:not([type=radio]):not([type=checkbox])',
  )
  return typed?.value ?? ''
}

/** What a chosen option says; what was typed says itself. */
export function textIn(field: HTMLElement): string {
  const chosen = field.querySelector('input:checked + label')
  if (chosen !== null) return chosen.textContent ?? ''
  const select = field.querySelector('select')
  if (select === null) return valueIn(field)
  return select.value === '' ? '' : (select.selectedOptions[0]?.textContent ?? '')
}

export function fill(field: HTMLElement, value: string): void {
  for (const input of Array.from(field.querySelectorAll<HTMLInputElement>('input, textarea, select'))) {
    if (input.type === 'radio' || input.type === 'checkbox') input.checked = input.value === value
    else input.value = value
  }
}

export function faultsIn(fields: readonly HTMLElement[]): Fault[] {
  return fields.flatMap((field) => {
    const message = troubleOf(rulesOf(field.dataset), valueIn(field))
    const control = field.querySelector('input, textarea, select')
    return message === null ? [] : [{ name: nameOf(field), id: control?.id ?? '', message }]
  })
}

function rulesOf({ required, max, tooLong, pattern, mismatch }: DOMStringMap): FieldRules {
  return {
    required: required ?? null,
    max: max === undefined ? null : Number(max),
    tooLong: tooLong ?? null,
    pattern: pattern ?? null,
    mismatch: mismatch ?? null,
  }
}

/** The same markup that the server makes: a summary on top that is focused, and words at each field. */
export function showFaults(form: HTMLElement, faults: readonly Fault[]): void {
  form.querySelector('[data-errors]')?.remove()
  for (const field of Array.from(form.querySelectorAll<HTMLElement>('[data-field]'))) {
    mark(field, faults.find(({ name }) => name === nameOf(field))?.message)
  }
  document.title = document.title.replace(/^错误：/, '')
  if (faults.length === 0) return
  document.title = `错误：${document.title}`
  const summary = element('div', { class: 'error-summary', role: 'alert', tabindex: '-1', 'data-errors': '' })
  const list = element('ul')
  for (const { id, message } of faults) {
    const item = element('li')
    item.append(element('a', { href: `#${id}` }, message))
    list.append(item)
  }
  summary.append(element('h2', {}, '有几处需要改正'), list)
  form.prepend(summary)
  summary.focus()
}

function mark(field: HTMLElement, message: string | undefined): void {
  const name = nameOf(field)
  const words = field.querySelector<HTMLElement>('.field-error')
  const described = field.querySelector('fieldset') ?? field.querySelector('input, textarea, select')
  field.classList.toggle('is-bad', message !== undefined)
  if (words === null || described === null) return
  words.hidden = message === undefined
  words.replaceChildren(
    ...(message === undefined ? [] : [element('span', { class: 'visually-hidden' }, '错误：'), message]),
  )
  const ids = [field.querySelector('.hint') === null ? '' : `h-${name}`, message === undefined ? '' : `e-${name}`]
  const text = ids.filter((id) => id !== '').join(' ')
  if (text === '') described.removeAttribute('aria-describedby')
  else described.setAttribute('aria-describedby', text)
  if (described.tagName === 'FIELDSET') return
  if (message === undefined) described.removeAttribute('aria-invalid')
  else described.setAttribute('aria-invalid', 'true')
}

export function element(name: string, attributes: Record<string, string> = {}, text = ''): HTMLElement {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.textContent = text
  return made
}

/** A form posted by script goes without the button that was pressed; this stands in for it. */
export function hiddenInput(name: string, value: string): HTMLElement {
  return element('input', { type: 'hidden', name, value })
}
