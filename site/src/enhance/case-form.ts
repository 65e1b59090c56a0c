import { doubtfulWords, type ReportWords, reportSigns } from '#domain/complaint-route'
import { deliver, isUnderway, type Say, sayRefused, sealForm, showContacts } from './case-delivery.ts'
import { type CaseSession, openSession } from './case-session.ts'
import { type Desk, fileTrouble, openDesk, randomKey } from './desk-client.ts'
import { element, faultsIn, fieldsIn, hiddenInput, nameOf, showFaults } from './form-fields.ts'
import { dropSealed, forgetForm, type Sealed, sealedWaiting } from './form-memory.ts'
import { fetchPage, showPage } from './page-swap.ts'
import { arrivedNotice, prefillLookUp, startReceipt } from './receipt-tools.ts'
import { CHECK_STEP, stepAfter, stepBefore } from './step-order.ts'
import { startSupplement } from './supplement.ts'

/**
 * Forms step by step without sending what is typed: steps come empty from the server and are filled in here; what is sent
 * in the end is sealed. Without this script the same pages are plain forms.
 */
const FORM = 'form[data-case-form]'
let session: CaseSession | null = null
let desk: Promise<Desk | null> | null = null
/** Where the browser cannot seal, forms are posted as they are. */
let isPlain = false
let isBusy = false
/** Something was taken out of the page as it was left. */
let isEmptied = false
let shownAt = here()
/** What has come of forms sent before the one that is shown. */
const arrived: HTMLElement[] = []
let pressed: HTMLButtonElement | null = null

function start(): void {
  startReceipt()
  prefillLookUp()
  forgetTaken()
  shownAt = here()
  document.querySelector('main')?.prepend(...arrived)
  const form = document.querySelector<HTMLFormElement>(FORM)
  const supplement = document.querySelector<HTMLFormElement>('form[data-supplement]')
  const base = form?.dataset.base ?? supplement?.dataset.base
  if (base === undefined) return
  desk ??= openDesk(base)
  if (supplement) startSupplement(supplement, desk)
  const typed = form === null ? new Set<string>() : typedFrom(form)
  void desk.then((found) => {
    showWhereSealed(found)
    // What is posted as it is leaves nothing behind: nobody could tell when it has been taken in.
    if (found === null) return forgetForm(form?.dataset.caseForm ?? '')
    if (form !== null) openForm(form, typed)
    resumeWaiting(found, form)
  })
}

/** Nothing is remembered before it is known that this browser can seal. */
function openForm(form: HTMLFormElement, typed: ReadonlySet<string>): void {
  if (session === null || session.kind !== form.dataset.caseForm) session = openSession(form)
  const own = session
  own.restore(form, typed)
  if (form.dataset.step === CHECK_STEP) showAnswers(form, own)
  if (typed.size > 0) own.collect(form)
  form.addEventListener('input', () => own.collect(form))
  startSharedSwitch(form, own)
}

/** Names of the fields that somebody typed in, while it was found out whether this browser can seal. */
function typedFrom(form: HTMLFormElement): ReadonlySet<string> {
  const names = new Set<string>()
  form.addEventListener('input', ({ target }) => {
    const field = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null
    if (field !== null) names.add(nameOf(field))
  })
  return names
}

/** However it was sent: once there is a receipt, the next person at this browser finds nothing of it. */
function forgetTaken(): void {
  const kind = document.querySelector<HTMLElement>('[data-receipt]')?.dataset.kind
  if (kind === undefined) return
  forgetForm(kind)
  for (const it of sealedWaiting()) {
    // What else waits is another form, not taken in yet.
    if (it.kind === kind && new URL(it.action, location.href).href === `${location.origin}${here()}`) dropSealed(it)
  }
}

function showWhereSealed(found: Desk | null): void {
  isPlain = found === null
  for (const words of Array.from(document.querySelectorAll<HTMLElement>('[data-seal-where]'))) {
    if (found !== null) words.textContent = words.dataset.sealedHere ?? ''
  }
}

function startSharedSwitch(form: HTMLFormElement, own: CaseSession): void {
  const row = form.querySelector<HTMLElement>('[data-shared-computer]')
  const box = row?.querySelector('input')
  if (!row || !box) return
  row.hidden = false
  box.checked = own.isShared()
  box.addEventListener('change', () => own.setShared(box.checked))
}

/** What was sealed before the page was loaded anew and has not arrived goes on by itself, whatever form is shown. */
function resumeWaiting(found: Desk, form: HTMLFormElement | null): void {
  for (const sealed of sealedWaiting().filter((it) => !isUnderway(it))) {
    const own = session
    const isShown = form !== null && own !== null && sealed.kind === own.kind && sealed.action === own.action
    if (!isShown) void arriveAside(found, sealed)
    else if (!isBusy) void busy(form, async () => arrive(own, found, sealed, sayIn(form)))
  }
}

/** Of another form than the one shown: its receipt is put above, and stays there from step to step. */
async function arriveAside(found: Desk, sealed: Sealed): Promise<void> {
  const page = await deliver(found, sealed, true, () => {}).catch(() => null)
  // Refused on the way: it waits for the next page.
  if (page === null) return
  if (session?.kind !== sealed.kind) forgetForm(sealed.kind)
  arrived.push(arrivedNotice(page, sealed.action))
  document.querySelector('main')?.prepend(...arrived)
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null
  if (button !== null) pressed = button
})

document.addEventListener('submit', (event) => {
  const form = event.target instanceof HTMLFormElement && event.target.matches(FORM) ? event.target : null
  if (form === null || isPlain) return
  event.preventDefault()
  const button = event.submitter instanceof HTMLButtonElement ? event.submitter : pressed
  const go = button !== null && form.contains(button) ? button.value : (form.querySelector('button')?.value ?? 'next')
  void desk?.then((found) => {
    if (found !== null) return step(form, go, found)
    // Posted as it is, with the button that was pressed.
    form.append(hiddenInput('go', go))
    form.submit()
  })
})

/** Another part came into the page by another way. */
document.addEventListener('case-page', start)

window.addEventListener('popstate', () => {
  // A link within the page, to a field that is wrong for instance.
  if (location.hash !== '' && here() === shownAt) return
  if (document.querySelector('[data-receipt]') !== null) return location.reload()
  if (session !== null && !isPlain) void load(session, new URLSearchParams(location.search).get('step'), false)
})

/** Number and code are for whoever was given them: not for who presses Back at the same computer. */
window.addEventListener('pagehide', () => {
  const left = [...document.querySelectorAll('[data-receipt], [data-arrived]')]
  if (session?.isShared()) left.push(...document.querySelectorAll(FORM))
  for (const it of left) it.remove()
  isEmptied = left.length > 0
})

window.addEventListener('pageshow', ({ persisted }) => {
  // Asked for again and not reloaded: a reload might post once more.
  if (persisted && isEmptied) location.replace(here())
})

/** The address without what points into the page. */
function here(): string {
  return `${location.pathname}${location.search}`
}

async function step(form: HTMLFormElement, go: string, found: Desk): Promise<void> {
  const own = session
  if (own === null || isBusy) return
  const here = form.dataset.step ?? ''
  own.collect(form)
  if (go.startsWith('to:')) return load(own, go.slice(3), true)
  if (go === 'back') return load(own, stepBefore(own.steps, here, own.known.values), true)
  if (go === 'send') return busy(form, () => submit(form, own, found))
  const faults = faultsIn(fieldsIn(form))
  showFaults(form, faults)
  if (faults.length > 0) return
  own.pass(here)
  return load(own, stepAfter(own.steps, here, own.known.values), true)
}

/** The step as the server draws it, empty; nothing that was typed is asked for with it. */
async function load(own: CaseSession, id: string | null, isNew: boolean): Promise<void> {
  const address = id === null ? own.action : `${own.action}${own.action.includes('?') ? '&' : '?'}step=${id}`
  try {
    const page = await fetchPage(address)
    showPage(page)
    if (isNew) history.pushState(null, '', address)
    start()
  } catch {
    const form = document.querySelector<HTMLFormElement>(FORM)
    if (form) sayIn(form)('连接不上本站，下一步打不开。填写的内容都还在，请过一会儿再试。', null)
  }
}

async function submit(form: HTMLFormElement, own: CaseSession, found: Desk): Promise<void> {
  const missed = own.unpassed()
  if (missed !== undefined) return load(own, missed, true)
  const words = wordsIn(form)
  // The server cannot read what is sealed, so what it would refuse is refused here, by the same rule.
  if (words !== null && reportSigns(sealedText(own), words).length > 0) return load(own, 'stop', false)
  const input = form.querySelector<HTMLInputElement>('input[type=file]')
  const files = Array.from(input?.files ?? [])
  const trouble = (await fileTrouble(files)) ?? missingPapers(form, own, files)
  showFaults(form, trouble === null ? [] : [{ name: 'files', id: 'f-files', message: trouble }])
  if (trouble !== null) return
  const say = sayIn(form)
  const sealed = await sealForm(own, found, files, say)
  await arrive(own, found, sealed, say)
}

function missingPapers(form: HTMLFormElement, own: CaseSession, files: readonly File[]): string | null {
  const needs: unknown = JSON.parse(form.dataset.needsFile ?? 'null')
  if (typeof needs !== 'object' || needs === null || files.length > 0) return null
  const { field, value, message } = { field: '', value: '', message: '', ...needs }
  return own.known.values[field] === value ? message : null
}

async function arrive(own: CaseSession, found: Desk, sealed: Sealed, say: Say): Promise<void> {
  const page = await deliver(found, sealed, !own.isShared(), say)
  // Taken in before with other words: whoever sends these, too, means another form.
  if (page.status === 409) own.known.key = randomKey()
  const isTaken = page.main.querySelector('[data-receipt]') !== null
  if (isTaken) {
    own.forget()
    session = null
    // Going back leads to an empty form and not to one that was sent.
    history.replaceState(null, '', own.action)
  }
  showPage(page)
  start()
}

async function busy(form: HTMLFormElement, work: () => Promise<void>): Promise<void> {
  isBusy = true
  const buttons = Array.from(form.querySelectorAll('button'))
  for (const button of buttons) button.disabled = true
  try {
    await work()
  } catch (error) {
    sayRefused(sayIn(form), error)
  } finally {
    isBusy = false
    for (const button of buttons) button.disabled = false
  }
}

function sayIn(form: HTMLFormElement): Say {
  const status = form.querySelector('[data-status]')
  return (words, again, needsContacts = false) => {
    status?.replaceChildren(words)
    showContacts(form, needsContacts)
    if (again === null) return
    const button = element('button', { type: 'button', class: 'plain' }, '现在重试')
    button.addEventListener('click', again)
    status?.append(' ', button)
  }
}

/** The check as the server draws it has no answers: they are put in here, and steps not asked are taken out. */
function showAnswers(form: HTMLFormElement, own: CaseSession): void {
  for (const section of Array.from(form.querySelectorAll<HTMLElement>('[data-step-answers]'))) {
    const order = own.steps.find(({ id }) => id === section.dataset.stepAnswers)
    const { onlyIf } = order ?? { onlyIf: null }
    section.hidden = onlyIf !== null && own.known.values[onlyIf.field] !== onlyIf.value
  }
  for (const row of Array.from(form.querySelectorAll<HTMLElement>('[data-answer]'))) {
    const text = own.known.texts[row.dataset.answer ?? '']
    if (text !== undefined) row.textContent = text.trim() === '' ? '没有填写' : text
  }
  const words = wordsIn(form)
  const doubts = words === null ? [] : doubtfulWords(sealedText(own), words)
  const box = form.querySelector<HTMLElement>('[data-doubts]')
  const list = box?.querySelector('[data-doubt-words]')
  if (!box || !list) return
  box.hidden = doubts.length === 0
  list.textContent = doubts.join('、')
}

function sealedText(own: CaseSession): string {
  return Object.values(own.sealedPart()).join('\n')
}

/** Safe: the server writes them there from the same file that it goes by itself. */
function wordsIn(form: HTMLFormElement): ReportWords | null {
  return form.dataset.words === undefined ? null : (JSON.parse(form.dataset.words) as ReportWords)
}

start()
