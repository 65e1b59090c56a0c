import type { drizzleAdapter } from 'better-auth/adapters/drizzle'

type Tables = ReturnType<typeof drizzleAdapter>
type Adapter = ReturnType<Tables>
type Where = NonNullable<Parameters<Adapter['findMany']>[0]['where']>
type Creating<T> = Parameters<Adapter['create']>[0] & { data: Omit<T, 'id'> }

const SESSION = 'session'
/** No token looks like this, so that a row's own value is told from what a browser sent. */
const MARK = 'sha256:'

/**
 * The library keeps the tokens of sessions as they are, and signs them in cookies with the desk's secret: who has both
 * could sign in as anybody who is at work. So the table has only their hashes.
 */
export function withHashedTokens(tables: Tables): Tables {
  return (options) => hashing(tables(options))
}

function hashing(adapter: Adapter): Adapter {
  const own = async (model: string, where: Where) => (model === SESSION ? hashedIn(where, true) : where)
  return {
    ...adapter,

    async create<T extends Record<string, unknown>, R = T>(asked: Creating<T>): Promise<R> {
      const { token } = tokenIn(asked.data)
      if (asked.model !== SESSION || token === undefined) return adapter.create<T, R>(asked)
      const made = await adapter.create<T, R>({ ...asked, data: { ...asked.data, token: await hashOf(token) } })
      return withToken(made, token)
    },

    async findOne<T>(asked: Parameters<Adapter['findOne']>[0]) {
      if (asked.model !== SESSION) return adapter.findOne<T>(asked)
      const sent = asked.where.find(({ field }) => field === 'token')?.value
      // What is looked for is always hashed: a hash out of the table opens nothing.
      const found = await adapter.findOne<T>({ ...asked, where: await hashedIn(asked.where, false) })
      return found !== null && typeof sent === 'string' ? withToken(found, sent) : found
    },

    update: async (asked) => adapter.update({ ...asked, where: await own(asked.model, asked.where) }),
    updateMany: async (asked) => adapter.updateMany({ ...asked, where: await own(asked.model, asked.where) }),
    delete: async (asked) => adapter.delete({ ...asked, where: await own(asked.model, asked.where) }),
    deleteMany: async (asked) => adapter.deleteMany({ ...asked, where: await own(asked.model, asked.where) }),
    transaction: (work) => adapter.transaction((inner) => work({ ...hashing(innerOf(inner)) })),
  }
}

/** `isKnown`: the value may have been read from the table before, as when all sessions of somebody are ended. */
function hashedIn(where: Where, isKnown: boolean): Promise<Where> {
  const hashed = async (value: Where[number]['value']): Promise<Where[number]['value']> => {
    if (typeof value === 'string') return isKnown && value.startsWith(MARK) ? value : hashOf(value)
    // Safe: of a list of texts every item is a text again.
    return Array.isArray(value) ? ((await Promise.all(value.map(hashed))) as string[]) : value
  }
  return Promise.all(where.map(async (it) => (it.field === 'token' ? { ...it, value: await hashed(it.value) } : it)))
}

async function hashOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return MARK + Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function tokenIn(data: object): { token: string | undefined } {
  return { token: 'token' in data && typeof data.token === 'string' ? data.token : undefined }
}

/** Safe: the row keeps its shape; a text takes the place of a text. */
function withToken<T>(row: T, token: string): T {
  return { ...row, token }
}

/** Safe: within a transaction the library gives the same adapter without the way to begin another one. */
function innerOf(inner: Omit<Adapter, 'transaction'>): Adapter {
  return inner as Adapter
}
