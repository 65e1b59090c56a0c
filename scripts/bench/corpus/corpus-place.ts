import { dayOfInstant } from '#domain/day'
import { importTable, mapTable, openFile } from '../../lib/import-file.ts'
import { openWorkspace, type Workspace } from '../../lib/workspace.ts'
import { CORPUS_KINDS, type CorpusKind, corpusContent, corpusFile } from './corpus-csv.ts'
import { CORPUS_DAY } from './records.ts'

/** The environment of everything that runs over a corpus: the demo's place, on the day of the corpus. */
export function corpusEnv(folder: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...{ PLACE: 'demo', DATA_DIR: `${folder}/data`, SITE_BUILD: `${folder}/node`, CLOCK: CORPUS_DAY },
    ...{ PLACE_SECRET: 'corpus'.repeat(6), ...more },
  }
}

export async function openCorpusPlace(folder: string): Promise<Workspace> {
  return openWorkspace(corpusEnv(folder), await corpusContent())
}

/** Imports the files of the corpus as the importer does; throws where a row is not taken. */
export async function importCorpus(
  workspace: Workspace,
  folder: string,
  kinds: readonly CorpusKind[] = CORPUS_KINDS,
): Promise<number> {
  let rows = 0
  for (const kind of kinds) {
    const file = corpusFile(folder, kind)
    const opened = await openFile(workspace.content, file)
    if (!opened.ok) throw new Error(opened.failure.code)
    const [table] = opened.value.tables
    if (!table) throw new Error(`${file} has no table.`)
    const imported = await importTable(workspace, {
      ...{ kind, fileName: `${kind}.csv`, fileHash: opened.value.hash, table, organ: null, dryRun: false },
      mapping: mapTable(workspace.content, table, kind),
      today: dayOfInstant(workspace.clock()),
      actor: 'operator',
    }).finally(() => opened.value.close())
    if (!imported.ok) throw new Error(imported.failure.code)
    if (imported.value.rejected > 0) throw new Error(`${imported.value.rejected} rows of ${file} were not taken.`)
    rows += imported.value.read
  }
  return rows
}
