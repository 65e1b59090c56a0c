import { rejectedSheet } from '#adapters/rejected-sheet'
import { createSignIn } from '#adapters/staff-sign-in'
import type { DeskDeps } from '#api/desk-app'
import type { Place } from '#content/schema/place'
import { createAlarmStore } from '#db/alarm-store'
import { createChangeStore } from '#db/change-store'
import type { Database } from '#db/client'
import { createFlawStore } from '#db/flaw-store'
import { createDeskImports } from '#db/import-desk'
import { createRecordStore } from '#db/record-store'
import { createStaffStore } from '#db/staff-store'
import { staffTables } from '#db/staff-tables'
import type { IntakeSecrets } from '#usecase/case-ports'
import { createInTurn } from '#usecase/check-import'
import type { ImportFiles } from '#usecase/import-desk-ports'
import type { IntakeDeps } from '#usecase/intake'
import type { Clock, Secrets } from '#usecase/ports'
import type { SignIn } from '#usecase/staff-ports'

import type { DeskRules } from './desk-facts.ts'
import { httpChannel, upwardParts } from './upward-parts.ts'

export type DeskParts = {
  place: Place
  opened: () => Promise<Database>
  /** Verbs on cases over the same database. */
  intake: IntakeDeps
  /** Keyed by the desk's own secret. */
  secrets: () => IntakeSecrets
  deskSecret: () => string
  /** Ids and hashes of records, by the place's secret. */
  recordSecrets: () => Secrets
  rules: DeskRules
  /** Where uploaded files wait. */
  importFiles: ImportFiles
  clock: Clock
  /** Nobody but this machine reaches the server. */
  isLoopback: boolean
  report: (error: unknown) => void
}

/** What the desk needs of one Node process. */
export function deskParts({
  place,
  opened,
  intake,
  secrets,
  deskSecret,
  recordSecrets,
  rules,
  importFiles,
  clock,
  isLoopback,
  report,
}: DeskParts): DeskDeps {
  const isSecure = place.origin?.startsWith('https:') ?? false
  const { replyTemplates, ...recordRules } = rules
  const inTurn = createInTurn()
  const reporting = () => ({ place, secrets: recordSecrets(), clock, calendar: intake.calendar, rules })
  let made: { database: Database; signIn: SignIn } | undefined
  return {
    ...{ base: place.base, agencies: intake.agencies, intake, clock, report, replyTemplates },
    async signIn() {
      const database = await opened()
      if (made?.database !== database) {
        const { base, siteName } = place
        const tables = staffTables(database)
        made = { database, signIn: createSignIn({ tables, secret: deskSecret(), siteName, base, isSecure }) }
      }
      return made.signIn
    },
    staff: async () => createStaffStore(await opened()),
    alarms: async () => createAlarmStore(await opened()),
    flaws: async () => createFlawStore(await opened()),
    async records() {
      const database = await opened()
      return {
        ...{ changes: createChangeStore(database), store: createRecordStore(database) },
        ...{ secrets: recordSecrets(), clock, ...recordRules, showRepresentative: place.showLegalRepresentative },
      }
    },
    async imports() {
      const database = await opened()
      return {
        ...{ imports: createDeskImports(database), files: importFiles, writeSheet: rejectedSheet, inTurn },
        ...{ store: createRecordStore(database), secrets: recordSecrets(), clock, calendar: intake.calendar },
        ...{ ...rules, showRepresentative: place.showLegalRepresentative },
      }
    },
    async upward() {
      const { upward } = upwardParts(reporting(), await opened())
      return { ...upward, channel: httpChannel(place.upward?.url ?? null), receiverKey: place.upward?.key ?? '' }
    },
    inbound: async () => upwardParts(reporting(), await opened()).inbound,
    mac: (text) => secrets().mac(text),
    newPassword: () => secrets().random(10),
    passwordOf: place.demo && isLoopback ? (account) => demoPassword(secrets(), account) : null,
  }
}

/** Known to the machine alone: it is computed where it is needed and written down nowhere. */
export async function demoPassword(secrets: IntakeSecrets, account: string): Promise<string> {
  return (await secrets.mac(`demo:${account}`)).slice(0, 32)
}
