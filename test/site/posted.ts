/** A form as a browser sends it, without script. */
export function posted(path: string, fields: Record<string, string>, files: File[] = []) {
  const url = new URL(path, 'http://localhost')
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  for (const file of files) body.append('files', file)
  return { request: new Request(url, { method: 'POST', body }), params: url.searchParams }
}
