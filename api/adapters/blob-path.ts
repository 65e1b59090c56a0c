const PATH = /^[a-z0-9][a-z0-9-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$|^[a-z]+\.json$/

/** A path that stays inside the store, or an error: names of documents are ours, so another one is a fault. */
export function blobPath(path: string): string {
  if (!PATH.test(path)) throw new Error(`"${path}" is not a path of the snapshot store.`)
  return path
}
