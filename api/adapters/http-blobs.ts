import type { BlobStore } from '#usecase/ports'

/** A snapshot store behind HTTP, read only: a Worker reads what a Node machine published. */
export function createHttpBlobs(origin: string): BlobStore {
  const refuse = () => Promise.reject(new Error('The snapshot store behind HTTP can only be read.'))
  const get = async (path: string): Promise<Response | undefined> => {
    const response = await fetch(`${origin}/${path}`, { cache: 'no-store' })
    if (response.status === 404) return undefined
    if (!response.ok) throw new Error(`The snapshot store answered ${response.status} for ${path}.`)
    return response
  }
  return {
    async read(path) {
      const response = await get(path)
      return response && new Uint8Array(await response.arrayBuffer())
    },
    async stream(path) {
      return (await get(path))?.body ?? undefined
    },
    write: refuse,
    create: refuse,
    remove: refuse,
    removeFolder: refuse,
    folders: refuse,
  }
}
