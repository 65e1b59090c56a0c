/** What was typed so far: in this tab only, never on the server, and not at all on a shared computer. */
export type Remembered = {
  action: string
  key: string
  values: Record<string, string>
  /** Words of what was chosen, for the check. */
  texts: Record<string, string>
  /** Steps whose answers were found in order. */
  passed: string[]
}

/** A form ready to go: sealed, with the clear fields beside it. Nothing in it can be read without a desk key. */
export type Sealed = { kind: string; action: string; fields: Record<string, string>; work: string | null }

const IDLE_MS = 30 * 60_000

export function rememberForm(kind: string, form: Remembered): void {
  write(`gongxin-form:${kind}`, { ...form, savedAt: Date.now() })
}

/** What this tab knows of a form; of another record's form nothing, and nothing after half an hour. */
export function recallForm(kind: string, action: string): Remembered | null {
  const found = read(`gongxin-form:${kind}`)
  if (found === null) return null
  const isIdle = Date.now() - Number(found.savedAt) > IDLE_MS
  // The questions before a complaint are part of its address, and may be answered anew.
  const isOther = kind !== 'complaint' && found.action !== action
  if (isIdle) forgetForm(kind)
  return isIdle || isOther ? null : toRemembered(found, action)
}

export function forgetForm(kind: string): void {
  remove(`gongxin-form:${kind}`)
}

/** Takes what is stored away once nobody has typed for half an hour. */
export function createIdleTimer(kind: string): { touch: () => void } {
  let timer: number | undefined
  return {
    touch() {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => forgetForm(kind), IDLE_MS)
    },
  }
}

const SLOT = 'gongxin-sealed:'

/** One slot for each kind and address: what waits is never pushed out by another form. */
export function slotOf({ kind, action }: Pick<Sealed, 'kind' | 'action'>): string {
  return `${SLOT}${kind}:${action}`
}

/** False where this browser keeps nothing. */
export function keepSealed(sealed: Sealed): boolean {
  return write(slotOf(sealed), sealed)
}

/** Everything that was sealed in this tab and has not arrived. */
export function sealedWaiting(): Sealed[] {
  return slots().flatMap((slot) => {
    const found = read(slot)
    if (found === null || typeof found.action !== 'string' || typeof found.kind !== 'string') return []
    return [{ kind: found.kind, action: found.action, fields: textsOf(found.fields), work: null }]
  })
}

export function dropSealed(of: Pick<Sealed, 'kind' | 'action'>): void {
  remove(slotOf(of))
}

function slots(): string[] {
  try {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(SLOT))
  } catch {
    return []
  }
}

function toRemembered(found: Record<string, unknown>, action: string): Remembered | null {
  if (typeof found.key !== 'string' || !Array.isArray(found.passed)) return null
  const passed = found.passed.filter((it): it is string => typeof it === 'string')
  return { action, key: found.key, values: textsOf(found.values), texts: textsOf(found.texts), passed }
}

function textsOf(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(entries.filter((it): it is [string, string] => typeof it[1] === 'string'))
}

/** Storage may be switched off, full or gone; then the memory of the page has to do. */
function read(name: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(name) ?? 'null')
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

function write(name: string, value: unknown): boolean {
  try {
    sessionStorage.setItem(name, JSON.stringify(value))
    return true
  } catch {
    remove(name)
    return false
  }
}

function remove(name: string): void {
  try {
    sessionStorage.removeItem(name)
  } catch {
    // Nothing was stored.
  }
}
