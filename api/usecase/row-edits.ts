import { newestFirst, type PublicRecord, type RecordRow, toRow } from '#domain/public-record'

/** What a list of rows loses and gains in one run. */
export type RowEdit = { gone: Set<string>; come: RecordRow[] }
export type RowEdits = Record<'lists' | 'recents' | 'subjects' | 'expiries', Map<string, RowEdit>>

/** Collected first and applied list by list: a list of thousands is filtered and sorted once, not once a record. */
export function createRowEdits(): RowEdits & { drop: (old: PublicRecord) => void; add: (next: PublicRecord) => void } {
  const edits: RowEdits = { lists: new Map(), recents: new Map(), subjects: new Map(), expiries: new Map() }
  const placesOf = (record: PublicRecord): RowEdit[] => {
    const month = record.decidedOn.slice(0, 7)
    const scopes = ['all', record.agency.slug].map((scope) => `${record.kind}/${scope}`)
    return [
      ...scopes.map((key) => editOf(edits.lists, `${key}/${month}`)),
      ...scopes.map((key) => editOf(edits.recents, key)),
      ...(record.subject.uscc ? [editOf(edits.subjects, record.subject.uscc)] : []),
      ...(record.until ? [editOf(edits.expiries, record.until)] : []),
    ]
  }
  return {
    ...edits,
    drop: (old) => {
      for (const edit of placesOf(old)) edit.gone.add(old.id)
    },
    add: (next) => {
      const row = toRow(next)
      for (const edit of placesOf(next)) edit.come.push(row)
    },
  }
}

function editOf<K>(edits: Map<K, RowEdit>, key: K): RowEdit {
  const edit = edits.get(key) ?? { gone: new Set(), come: [] }
  edits.set(key, edit)
  return edit
}

/** A repeated run finds its own rows there already: what comes replaces what has its id. */
export function edited(rows: readonly RecordRow[], { gone, come }: RowEdit): RecordRow[] {
  const ids = new Set(come.map(({ id }) => id))
  return [...rows.filter(({ id }) => !gone.has(id) && !ids.has(id)), ...come].sort(newestFirst)
}
