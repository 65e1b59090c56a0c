import { createClient, type InStatement, type InValue } from '@libsql/client'
import { RECORD_MARK_LABEL } from '#domain/case-labels.zh'
import type { DataFileRecord } from '#usecase/ports'

/** What the public needs to read the file without this project at hand. */
export type DataFileAbout = {
  about: Readonly<Record<string, string>>
  dictionary: readonly {
    kind: string
    header: string
    field: string | null
    code: string | null
    isStandard: boolean
    isRequired: boolean
    maxLength: number | null
    note: string
  }[]
}

const SCHEMA = `
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE dictionary (
  kind TEXT NOT NULL, header TEXT NOT NULL, field TEXT, code TEXT, is_standard INTEGER NOT NULL,
  is_required INTEGER NOT NULL, max_length INTEGER, note TEXT NOT NULL, PRIMARY KEY (kind, header)
);
CREATE TABLE records (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, document_number TEXT, title TEXT NOT NULL,
  subject_name TEXT NOT NULL, subject_category TEXT, subject_code TEXT,
  agency_slug TEXT NOT NULL, agency_name TEXT NOT NULL,
  decided_on TEXT NOT NULL, published_on TEXT NOT NULL, until TEXT, late_workdays INTEGER,
  masked INTEGER NOT NULL, version INTEGER NOT NULL, updated_on TEXT NOT NULL, rule TEXT NOT NULL, basis TEXT NOT NULL,
  marks TEXT NOT NULL
);
CREATE TABLE fields (
  record_id TEXT NOT NULL REFERENCES records (id), field TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (record_id, field)
) WITHOUT ROWID;
`

/** A new database file of open data: records, their fields as cells of the official table, and the words to read them. */
export async function createDataFileDatabase(path: string, { about, dictionary }: DataFileAbout) {
  const client = createClient({ url: `file:${path}`, concurrency: 1 })
  // A file that is made anew after a power failure need not survive one.
  await client.execute('PRAGMA journal_mode = OFF')
  await client.execute('PRAGMA synchronous = OFF')
  await client.executeMultiple(SCHEMA)
  await client.batch(
    [
      ...insert('about', Object.entries(about)),
      ...insert(
        'dictionary',
        dictionary.map((row) => [
          ...[row.kind, row.header, row.field, row.code, Number(row.isStandard)],
          ...[Number(row.isRequired), row.maxLength, row.note],
        ]),
      ),
    ],
    'write',
  )
  return {
    async add(records: readonly DataFileRecord[]): Promise<void> {
      const fields = records.flatMap(({ record, cells }) =>
        [...cells].filter(([, cell]) => cell !== '').map(([field, cell]): InValue[] => [record.id, field, cell]),
      )
      await client.batch([...insert('records', records.map(recordValues)), ...insert('fields', fields)], 'write')
    },
    async close(): Promise<void> {
      await client.execute('CREATE INDEX records_by_subject ON records (subject_code)')
      await client.execute('CREATE INDEX records_by_number ON records (document_number)')
      client.close()
    },
    abandon: () => client.close(),
  }
}

/** No statement may have more values than this. */
const MOST_VALUES = 30_000

function insert(table: string, rows: readonly InValue[][]): InStatement[] {
  const [first] = rows
  if (!first) return []
  const atOnce = Math.floor(MOST_VALUES / first.length)
  const one = `(${first.map(() => '?').join(',')})`
  return Array.from({ length: Math.ceil(rows.length / atOnce) }, (_, index) => {
    const some = rows.slice(index * atOnce, (index + 1) * atOnce)
    return { sql: `INSERT INTO ${table} VALUES ${some.map(() => one).join(',')}`, args: some.flat() }
  })
}

function recordValues({ record }: DataFileRecord): InValue[] {
  const { subject, agency, decision } = record
  return [
    ...[record.id, record.kind, record.documentNumber, record.title],
    ...[subject.name, subject.category ?? null, subject.uscc ?? null, agency.slug, agency.name],
    ...[record.decidedOn, record.publishedOn, record.until, record.late],
    ...[Number(record.masked), record.version, record.updatedOn, decision.rule, decision.basis],
    record.marks.map((mark) => RECORD_MARK_LABEL[mark]).join('；'),
  ]
}
