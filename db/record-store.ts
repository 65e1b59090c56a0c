import type { RecordStore } from '#usecase/ports'
import type { Database } from './client.ts'
import { createImportStore } from './import-store.ts'
import { createPublishStore } from './publish-store.ts'
import { createQualityStore } from './quality-store.ts'
import { createRemovalStore } from './removal-store.ts'

/** The one store of records, over any libSQL connection. */
export function createRecordStore(database: Database): RecordStore {
  return {
    ...createImportStore(database),
    ...createPublishStore(database),
    ...createQualityStore(database),
    ...createRemovalStore(database),
  }
}
