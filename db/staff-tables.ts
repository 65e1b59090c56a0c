import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { Database } from './client.ts'
import { withHashedTokens } from './hashed-sessions.ts'
import { staff, staffCredential, staffSecondFactor, staffSession, staffVerification } from './schema/staff.ts'

/** The tables of the desk's accounts under the names by which the sign-in library knows them. */
export function staffTables(database: Database) {
  const schema = {
    user: staff,
    session: staffSession,
    account: staffCredential,
    verification: staffVerification,
    twoFactor: staffSecondFactor,
  }
  return withHashedTokens(drizzleAdapter(database, { provider: 'sqlite', schema }))
}
