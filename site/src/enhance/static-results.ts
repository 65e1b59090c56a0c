import { excerptParts, type ReadingHit, searchReading } from './static-search.ts'

const MOST_HITS = 10

/** Where the server cannot say anything of records: organs, policies and guides by the index that lies beside the pages. */
class StaticResults extends HTMLElement {
  connectedCallback(): void {
    const { base = '/', query = '' } = this.dataset
    const status = this.querySelector('[role=status]')
    if (query.trim() === '' || !status) return
    searchReading(base, query, MOST_HITS).then(
      (hits) => {
        status.textContent =
          hits.length === 0 ? '机关、政策和指南中没有找到。' : `机关、政策和指南中找到 ${hits.length} 项：`
        this.append(listOf(hits))
      },
      () => {
        status.textContent = '机关、政策和指南暂时也查不了，可以从主导航进入。'
      },
    )
  }
}

function listOf(hits: readonly ReadingHit[]): HTMLElement {
  const list = element('ul', 'results')
  for (const { title, section, path, excerpt } of hits) {
    const link = element('a', '', title)
    link.setAttribute('href', path)
    const heading = element('h3')
    heading.append(link)
    const snippet = element('p', 'snippet')
    snippet.append(element('span', 'snippet-label', section))
    for (const { text, isHit } of excerptParts(excerpt)) snippet.append(isHit ? element('mark', '', text) : text)
    const item = element('li')
    item.append(heading, snippet)
    list.append(item)
  }
  return list
}

function element(name: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  made.textContent = text
  return made
}

customElements.define('static-results', StaticResults)
