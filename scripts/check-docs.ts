import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROW_NOTES } from '#domain/import-row'
import { DECISION_KINDS } from '#domain/kind-groups'
import * as labels from '#domain/labels.zh'
import { fieldLabel } from '#domain/labels.zh'
import { fieldsOf } from '#domain/record-fields'
import * as vocabulary from '#domain/vocabulary'
import {
  type ClosedList,
  type DocsProblem,
  findBrokenCitations,
  findDecisionProblems,
  findDependencyProblems,
  findForbiddenWords,
  findGlossaryProblems,
  findScriptProblems,
  findTestCommandProblems,
  formatDocsProblem,
  type TextFile,
} from './lib/docs-problems.ts'
import { progress, stop } from './lib/report.ts'

/** Made by installing, building or running; nothing of it is written by hand. */
const LEFT_OUT = new Set(['node_modules', '.git', '.data', '.astro', '.wrangler', 'dist', 'package-lock.json'])
const TEXT_FILE =
  /\.(?:ts|mjs|astro|css|md|json|yaml|toml|sql|svg|txt|csv|tsv)$|(?:^|\/)(?:LICENSE|\.gitignore|\.env\.example)$/
const placesUnder = (folder: string) => [`${folder}/places`, `${folder}/places/SLUG`]
const GENERATED = ['.data', 'dist', 'dist/node', 'dist/edge', ...placesUnder('.data'), ...placesUnder('dist')]

/** All problems of the documents under `root`. */
export async function checkDocs(root: string): Promise<DocsProblem[]> {
  const paths = await pathsUnder(root, '')
  const texts = await Promise.all(
    paths
      .filter((path) => TEXT_FILE.test(path))
      .map(async (file): Promise<TextFile> => ({ file, text: await readFile(join(root, file), 'utf8') })),
  )
  const documents = texts.filter(({ file }) => /^(?:README[^/]*|CONTRIBUTING|content\/README|docs\/.+)\.md$/.test(file))
  const readmes = documents.filter(({ file }) => file.startsWith('README'))
  const decisions = documents.filter(({ file }) => file.startsWith('docs/decisions/'))
  const manifest = readManifest(textOf(texts, 'package.json').text)
  const known = new Set([...paths, ...GENERATED])
  return [
    ...findBrokenCitations(documents, known),
    ...findScriptProblems(documents, readmes, manifest.scripts),
    ...readmes.flatMap(findTestCommandProblems),
    ...findGlossaryProblems(textOf(texts, 'docs/glossary.md'), closedLists()),
    ...findDecisionProblems(decisions),
    ...findDependencyProblems(textOf(texts, 'docs/decisions/0003-dependencies.md'), manifest.packages),
    ...findForbiddenWords(texts),
  ]
}

async function pathsUnder(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const lists = await Promise.all(
    entries
      .filter((entry) => !LEFT_OUT.has(entry.name))
      .map(async (entry) => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        if (entry.isDirectory()) return [path, ...(await pathsUnder(root, path))]
        return entry.isFile() ? [path] : []
      }),
  )
  return lists.flat()
}

function textOf(texts: readonly TextFile[], file: string): TextFile {
  return texts.find((it) => it.file === file) ?? { file, text: '' }
}

type Manifest = { scripts: string[]; packages: string[] }

function readManifest(text: string): Manifest {
  const manifest: unknown = JSON.parse(text)
  return {
    scripts: keysIn(manifest, 'scripts'),
    packages: [...keysIn(manifest, 'dependencies'), ...keysIn(manifest, 'devDependencies')],
  }
}

function keysIn(value: unknown, key: string): string[] {
  const part: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof part === 'object' && part !== null ? Object.keys(part) : []
}

/** The tables of `labels.zh.ts`, by the list they are for; a list without one is shown with no Chinese. */
const TABLES: Record<string, Record<string, string>> = {
  RECORD_KINDS: labels.RECORD_KIND_LABEL,
  SUBJECT_CATEGORIES: labels.SUBJECT_CATEGORY_LABEL,
  PUBLICATION_DECISIONS: labels.PUBLICATION_DECISION_LABEL,
  RECORD_STATES: labels.RECORD_STATE_LABEL,
  WITHDRAWAL_GROUNDS: labels.WITHDRAWAL_GROUND_LABEL,
  ENDING_GROUNDS: labels.ENDING_GROUND_LABEL,
  SEVERITIES: labels.SEVERITY_LABEL,
  PENALTY_KINDS: labels.PENALTY_KIND_LABEL,
  TIMELINESS: labels.TIMELINESS_LABEL,
  ROW_OUTCOMES: labels.ROW_OUTCOME_LABEL,
  BATCH_STATES: labels.BATCH_STATE_LABEL,
  CONFIDENCES: labels.CONFIDENCE_LABEL,
  PERSONAL_DATA_KINDS: labels.PERSONAL_DATA_KIND_LABEL,
  ACTOR_KINDS: labels.ACTOR_KIND_LABEL,
  RECORD_CHANGES: labels.RECORD_CHANGE_LABEL,
  CHANGE_STATES: labels.CHANGE_STATE_LABEL,
  HIDING_OUTCOMES: labels.HIDING_OUTCOME_LABEL,
  TASK_REPORT_STATES: labels.TASK_REPORT_STATE_LABEL,
  TASK_STATES: labels.TASK_STATE_LABEL,
  TASK_TERMS: labels.TASK_TERM_LABEL,
  UPWARD_CHANGES: labels.UPWARD_CHANGE_LABEL,
  REVOCATION_WAYS: labels.REVOCATION_WAY_LABEL,
  BATCH_OUTCOMES: labels.BATCH_OUTCOME_LABEL,
  REPORT_STATES: labels.REPORT_STATE_LABEL,
  DATA_FLAWS: labels.DATA_FLAW_LABEL,
}

/** What kinds of records bring along has its Chinese in `content/kinds`, beside the identifier. */
const WRITTEN_IN_CONTENT: ReadonlySet<string> = new Set(['STANDING_IDS', 'LIST_STATES'])

function closedLists(): ClosedList[] {
  const listed = Object.entries(vocabulary).filter(([name]) => !WRITTEN_IN_CONTENT.has(name))
  const lists = listed.map(([name, members]): ClosedList => {
    const table = TABLES[name] ?? {}
    const words = (member: string) => (table[member] === undefined ? [] : [table[member]])
    return { name, members: new Map(members.map((member) => [member, words(member)])) }
  })
  const fields = new Map<string, string[]>()
  for (const kind of DECISION_KINDS) {
    for (const field of fieldsOf(kind)) {
      const label = fieldLabel(kind, field)
      const before = fields.get(field) ?? []
      fields.set(field, label === undefined || before.includes(label) ? before : [...before, label])
    }
  }
  const notes = new Map(ROW_NOTES.map((note) => [note, [labels.ROW_NOTE_LABEL[note]]]))
  return [...lists, { name: 'RECORD_FIELDS', members: fields }, { name: 'ROW_NOTES', members: notes }]
}

if (import.meta.main) {
  const problems = await checkDocs(join(import.meta.dirname, '..'))
  if (problems.length > 0) stop(`${problems.map(formatDocsProblem).join('\n')}\n${problems.length} problems`)
  progress('Documents: nothing to mend.')
}
