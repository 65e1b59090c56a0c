import { ADDRESS_HEADER } from '#domain/client-address'

/** Why the desk did not do it, as its API says it. */
export type DeskProblem = {
  status: number
  code: string
  title: string
  detail: string
  errors: { field: string; message: string }[]
  [more: string]: unknown
}

export type DeskReply<T> =
  | { state: 'done'; value: T; cookies: readonly string[] }
  | { state: 'refused'; problem: DeskProblem }

/** In process, as whoever sent the page's own request. */
export type DeskApi = {
  get<T>(path: string): Promise<DeskReply<T>>
  post<T>(path: string, body: Readonly<Record<string, unknown>>): Promise<DeskReply<T>>
  /** A file as it is. */
  upload<T>(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<DeskReply<T>>
}

type App = { request: (path: string, init?: RequestInit) => Response | Promise<Response> }

export function createDeskApi(app: App | null, base: string, asker: Request): DeskApi {
  const ask = async <T>(path: string, init: RequestInit): Promise<DeskReply<T>> => {
    if (app === null) return { state: 'refused', problem: NO_DESK }
    const headers = new Headers(init.headers)
    headers.set('Cookie', asker.headers.get('Cookie') ?? '')
    headers.set(ADDRESS_HEADER, asker.headers.get(ADDRESS_HEADER) ?? '')
    return replyOf<T>(await app.request(`${base}api/desk${path}`, { ...init, headers }))
  }
  return {
    get: (path) => ask(path, {}),
    post: (path, body) =>
      ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    upload: (path, body) =>
      ask(path, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body }),
  }
}

const NO_DESK: DeskProblem = {
  ...{ status: 404, code: 'address-unknown', title: '没有这个地址', detail: '受理台不在这台服务器上。', errors: [] },
}

/** Safe: the API answers by its types, and with a problem document where it refuses. */
async function replyOf<T>(response: Response): Promise<DeskReply<T>> {
  if (response.ok) {
    return { state: 'done', value: (await response.json()) as T, cookies: response.headers.getSetCookie() }
  }
  const body = (await response.json().catch(() => ({}))) as Partial<DeskProblem>
  const unknown = { code: 'fault', title: '服务器出错', detail: '请稍后再试。', errors: [] }
  return { state: 'refused', problem: { ...unknown, ...body, status: response.status } }
}
