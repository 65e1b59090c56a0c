/** The receipt of the counter is printed from its page; without this script the browser's own menu does it. */
const button = document.querySelector<HTMLButtonElement>('[data-print]')
if (button) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
