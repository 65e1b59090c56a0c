import { element } from './form-fields.ts'
import type { Page } from './page-swap.ts'

/** Number and code of a receipt can be printed, copied and saved; without this script they are written down. */
export function startReceipt(): void {
  const receipt = document.querySelector<HTMLElement>('[data-receipt]')
  const tools = receipt?.querySelector<HTMLElement>('[data-receipt-tools]')
  if (!receipt || !tools) return
  const { receipt: number = '', code = '' } = receipt.dataset
  const text = `受理编号：${number}\r\n查询码：${code}\r\n查询地址：${receipt.querySelector('.address')?.textContent ?? ''}\r\n`
  const say = (words: string) => {
    const status = receipt.querySelector('[data-receipt-status]')
    if (status) status.textContent = words
  }
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say('已经复制。'),
      () => say('浏览器不允许复制，请打印或者抄下来。'),
    )
  tools.hidden = false
  tools.addEventListener('click', ({ target }) => {
    const what = target instanceof Element ? target.closest<HTMLElement>('[data-do]')?.dataset.do : undefined
    if (what === 'print') window.print()
    if (what === 'copy') void copy()
    if (what === 'save') save(`受理编号-${number}.txt`, text)
  })
}

/** What came of a form sent before: its number and code, or that it was refused. */
export function arrivedNotice({ main }: Page, action: string): HTMLElement {
  const notice = element('section', { class: 'inset', role: 'status', 'data-arrived': '' })
  const slip = main.querySelector('.receipt-slip')
  if (slip !== null) {
    const words = '查询码只显示这一次，遗失不能补发，也不能找回。请现在抄下来。'
    notice.append(element('h2', {}, '您先前提交的一件已经登记'), document.adoptNode(slip), element('p', {}, words))
    return notice
  }
  const link = element('p')
  link.append(element('a', { href: action }, '重新打开那张表单'))
  const why = main.querySelector('[data-errors]')?.textContent ?? ''
  notice.append(element('h2', {}, '您先前提交的一件没有登记'), element('p', {}, why), link)
  return notice
}

/** A leading mark tells old editors that it is UTF-8. */
function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** From the code on a printed receipt: number and code stand behind the hash, and leave the address at once. */
export function prefillLookUp(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-look-up]')
  const match = /^#([A-Za-z0-9-]+)\/([A-Za-z0-9-]+)$/.exec(location.hash)
  if (form === null || match === null) return
  const [, receipt = '', code = ''] = match
  for (const [name, value] of Object.entries({ receipt, code })) {
    const input = form.querySelector<HTMLInputElement>(`input[name=${name}]`)
    if (input !== null) input.value = value
  }
  history.replaceState(null, '', location.pathname)
}
