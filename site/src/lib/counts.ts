/** 12345 as 12,345. Written out, since Intl may differ between machines and pages must be the same bytes on all. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
