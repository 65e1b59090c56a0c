import type { Suggestion, Suggestions } from './suggestions.ts'

const LIMITED = '输入联想暂时不可用，只能查到完整的文书号、代码和名称。'

/** The popup of a search field, after the combobox pattern of ARIA 1.2: focus stays in the field. */
export type SuggestionList = {
  show: (found: Suggestions) => void
  close: () => void
  isOpen: () => boolean
  /** To the next or previous suggestion, by way of none. */
  move: (step: 1 | -1) => void
  leave: () => void
  chosen: () => Suggestion | undefined
}

export function createSuggestionList(
  input: HTMLInputElement,
  choose: (suggestion: Suggestion) => void,
): SuggestionList {
  const { popup, listbox, note, status } = buildPopup(input)
  let items: Suggestion[] = []
  let active = -1
  let hasSaidLimited = false

  const setOpen = (isShown: boolean) => {
    popup.hidden = !isShown
    listbox.hidden = items.length === 0
    input.setAttribute('aria-expanded', String(isShown && items.length > 0))
  }
  const activate = (index: number) => {
    active = index
    Array.from(listbox.children).forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === index))
    })
    const option = listbox.children[index]
    if (option === undefined) return input.removeAttribute('aria-activedescendant')
    input.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }
  const say = ({ isLimited }: Suggestions) => {
    const count = items.length === 0 ? '没有联想。' : `有 ${items.length} 条联想，按上下方向键选择。`
    status.textContent = isLimited && !hasSaidLimited ? `${count}${LIMITED}` : count
    hasSaidLimited = isLimited
  }

  listbox.addEventListener('click', ({ target }) => {
    const option = target instanceof Element ? target.closest('li') : null
    const item = option && items[Array.from(listbox.children).indexOf(option)]
    if (item) choose(item)
  })
  return {
    show(found) {
      const kept = items[active]?.path
      items = found.items
      listbox.replaceChildren(...items.map((item, index) => buildOption(item, `${listbox.id}-${index}`)))
      activate(items.findIndex(({ path }) => path === kept))
      note.textContent = found.isLimited ? LIMITED : ''
      setOpen(items.length > 0 || found.isLimited)
      if (found.isFinal) say(found)
    },
    close() {
      items = []
      activate(-1)
      setOpen(false)
      status.textContent = ''
    },
    isOpen: () => !popup.hidden,
    move: (step) => activate(nextIndex(active, step, items.length)),
    leave: () => activate(-1),
    chosen: () => items[active],
  }
}

/** One step in a circle of `count` places and none, which is -1. */
export function nextIndex(index: number, step: 1 | -1, count: number): number {
  const places = count + 1
  return ((index + 1 + step + places) % places) - 1
}

function buildPopup(input: HTMLInputElement) {
  const listbox = build('ul', { id: `${input.id}-suggestions`, role: 'listbox', 'aria-label': '查询联想' })
  const note = build('p', { class: 'suggestion-note' })
  const popup = build('div', { class: 'suggestions' }, listbox, note)
  const status = build('p', { role: 'status', class: 'visually-hidden' })
  popup.hidden = true
  // A press on the popup leaves the focus, and with it the popup, where it is.
  popup.addEventListener('mousedown', (event) => event.preventDefault())
  const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': listbox.id }
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value)
  input.after(popup, status)
  return { popup, listbox, note, status }
}

function buildOption({ text, detail }: Suggestion, id: string): HTMLElement {
  const option = build('li', { id, role: 'option', 'aria-selected': 'false' }, build('span', {}, text))
  if (detail !== null) option.append(' ', build('span', { class: 'suggestion-detail' }, detail))
  return option
}

function build(name: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}
