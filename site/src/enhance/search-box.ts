import { createSuggestionList } from './suggestion-list.ts'
import { findSuggestions, type Suggestion } from './suggestions.ts'

const PAUSE_MS = 150
const SHORTEST_QUERY = 2
/** What Safari and old browsers say of a key that belongs to an input method. */
const KEY_OF_INPUT_METHOD = 229

/** A plain search form inside gets suggestions while typing; without this script it stays a plain form. */
class SearchBox extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input')
    if (input !== null && !input.hasAttribute('role')) enhance(input, this.getAttribute('base') ?? '/')
  }
}

function enhance(input: HTMLInputElement, base: string): void {
  const list = createSuggestionList(input, (suggestion) => goTo(suggestion))
  let pause: number | undefined
  let request = new AbortController()
  let isComposing = false

  const stop = () => {
    window.clearTimeout(pause)
    request.abort()
  }
  const close = () => {
    stop()
    list.close()
  }
  /** Closed first: a browser that comes back may show the page as it was left. */
  const goTo = ({ path }: Suggestion) => {
    close()
    location.assign(path)
  }
  const ask = () => {
    stop()
    const query = input.value.trim()
    if (query.length < SHORTEST_QUERY) return list.close()
    request = new AbortController()
    const { signal } = request
    const askJson = (path: string) => fetchJson(`${base}${path}`, signal)
    void findSuggestions(query, base, askJson, (found) => signal.aborted || list.show(found))
  }
  const askSoon = () => {
    stop()
    list.leave()
    pause = window.setTimeout(ask, PAUSE_MS)
  }

  /** What a key does; true where the browser shall do nothing more. */
  const onKey = (key: string): boolean => {
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (list.isOpen()) list.move(key === 'ArrowDown' ? 1 : -1)
        else ask()
        return true
      case 'Enter': {
        const chosen = list.chosen()
        if (chosen) goTo(chosen)
        else close()
        return chosen !== undefined
      }
      case 'Escape':
        if (!list.isOpen()) input.value = ''
        close()
        return true
      case 'Tab':
        close()
        return false
      default:
        if (/^(?:Home|End|ArrowLeft|ArrowRight)$/.test(key)) list.leave()
        return false
    }
  }

  input.addEventListener('keydown', (event) => {
    const isForInputMethod = isComposing || event.isComposing || event.keyCode === KEY_OF_INPUT_METHOD
    const isHandled = isForInputMethod ? event.key === 'Enter' : onKey(event.key)
    if (isHandled) event.preventDefault()
  })
  input.addEventListener('compositionstart', () => {
    isComposing = true
    close()
  })
  input.addEventListener('compositionend', () => {
    isComposing = false
    askSoon()
  })
  input.addEventListener('input', () => {
    if (!isComposing) askSoon()
  })
  input.addEventListener('focusout', close)
}

async function fetchJson(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(path, { signal })
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
  return response.json()
}

customElements.define('search-box', SearchBox)
