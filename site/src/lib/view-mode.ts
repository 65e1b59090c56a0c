/** 长辈模式: the same pages, larger. Kept in a cookie so that it survives navigation without script. */
export const VIEW_MODES = ['standard', 'elder'] as const
export type ViewMode = (typeof VIEW_MODES)[number]

export const VIEW_COOKIE = 'view'

export function viewModeFrom(value: unknown): ViewMode | undefined {
  return VIEW_MODES.find((mode) => mode === value)
}

/** Where the switch leads back to: only an address of this site, never one that a browser would take for another host. */
export function backTo(base: string, value: unknown): string {
  if (typeof value !== 'string' || !value.startsWith(base)) return base
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(value) && !value.includes('\\') ? value : base
}
