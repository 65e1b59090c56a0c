import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { Database } from './client.ts'
import { staff, staffCredential, staffSecondFactor, staffSession, staffVerification } from './schema/staff.ts'

/** The tables of the desk's accounts under the names by which the sign-in library knows them. */
export function staffTables(database: Database) {
  return drizzleAdapter(database, {
    provider: 'sqlite',
    schema: {
      user: staff,
      session: staffSession,
      account: staffCredential,
      verification: staffVerification,
      twoFactor: staffSecondFactor,
    },
  })
}
