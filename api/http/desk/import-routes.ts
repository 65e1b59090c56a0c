import type { Context } from 'hono'
import { ColumnsBody, FixesBody, ReturnBody, SeenBody, UploadQuery } from '#contract/desk-import'
import type { ImportDeskFailure } from '#domain/failure'
import { approveImport, discardImport, returnImport } from '#usecase/approve-import'
import { checkImport, type ImportDeskDeps } from '#usecase/check-import'
import { fixImport, mapImport } from '#usecase/fix-import'
import type { ImportCheck } from '#usecase/import-desk-ports'
import { listImports, readImport, readRejected } from '#usecase/read-import'
import type { StaffStore } from '#usecase/staff-ports'
import { uploadImport } from '#usecase/upload-import'
import { invalidInput } from '../invalid-input.ts'
import { problem } from '../problem.ts'
import type { DeskRouter } from './desk-router.ts'
import { importsView, importTroubleText, importView } from './import-view.ts'

const SENDERS = ['clerk', 'organ'] as const
const APPROVERS = ['publisher', 'reviewer'] as const
/** An auditor sees that there was a file, and nothing of its rows. */
const LISTERS = [...SENDERS, ...APPROVERS, 'auditor'] as const
const READERS = [...SENDERS, ...APPROVERS] as const
const RETURNERS = ['clerk', ...APPROVERS] as const

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type ImportRoutesDeps = {
  imports: () => Promise<ImportDeskDeps>
  staff: () => Promise<StaffStore>
  agencies: ReadonlyMap<string, string>
}

/** Files of organs: upload, fields, cells, check, return, approve. */
export function importRoutes(desk: DeskRouter, deps: ImportRoutesDeps): void {
  const names = async () => ({ agencies: deps.agencies, staff: await (await deps.staff()).list() })
  const idOf = (c: Context) => c.req.param('id') ?? ''

  desk.get('/imports', LISTERS, async ({ c, staff }) => {
    const before = Number(c.req.query('before')) || null
    return c.json(importsView(await names(), await listImports(await deps.imports(), staff, before)))
  })

  desk.upload('/imports', SENDERS, async ({ c, staff, body }) => {
    const asked = UploadQuery.safeParse(c.req.query())
    if (!asked.success) {
      const refused = await invalidInput({ success: false, error: asked.error, target: 'query' }, c)
      return refused instanceof Response ? refused : problem(c, 'input-invalid')
    }
    const { name, organ, kind } = asked.data
    const file = { name, bytes: body, organ: organ || null, kind: kind || null }
    const taken = await uploadImport(await deps.imports(), staff, file)
    return taken.ok ? c.json({ items: taken.value.map(({ id }) => ({ id })) }, 201) : refuseImport(c, taken.failure)
  })

  desk.get('/imports/:id', READERS, async ({ c, staff }) => {
    const verbs = await deps.imports()
    const found = await readImport(verbs, staff, idOf(c))
    return found.ok
      ? c.json(importView(await names(), verbs.rules, staff, found.value))
      : refuseImport(c, found.failure)
  })

  desk.get('/imports/:id/rejected', READERS, async ({ c, staff }) => {
    const found = await readRejected(await deps.imports(), staff, idOf(c))
    if (!found.ok) return refuseImport(c, found.failure)
    const name = encodeURIComponent(`${found.value.it.fileName.replace(/\.[^.]*$/, '')}-退回.xlsx`)
    return c.body(streamOf(found.value.bytes), 200, {
      'Content-Type': XLSX,
      'Content-Disposition': `attachment; filename="rejected.xlsx"; filename*=UTF-8''${name}`,
    })
  })

  desk.post('/imports/:id/columns', SENDERS, ColumnsBody, async ({ c, staff, body: { revision, columns } }) => {
    const done = await mapImport(await deps.imports(), staff, { id: idOf(c), revision }, columns)
    return done.ok ? c.json(checkView(done.value)) : refuseImport(c, done.failure)
  })

  desk.post('/imports/:id/fixes', SENDERS, FixesBody, async ({ c, staff, body: { revision, fixes } }) => {
    const done = await fixImport(await deps.imports(), staff, { id: idOf(c), revision }, fixes)
    return done.ok ? c.json(checkView(done.value)) : refuseImport(c, done.failure)
  })

  desk.post('/imports/:id/check', READERS, SeenBody, async ({ c, staff }) => {
    const done = await checkImport(await deps.imports(), staff, idOf(c))
    return done.ok ? c.json(checkView(done.value)) : refuseImport(c, done.failure)
  })

  desk.post('/imports/:id/approval', APPROVERS, SeenBody, async ({ c, staff, body: { revision } }) => {
    const done = await approveImport(await deps.imports(), staff, { id: idOf(c), revision })
    return done.ok ? c.json(done.value) : refuseImport(c, done.failure)
  })

  desk.post('/imports/:id/return', RETURNERS, ReturnBody, async ({ c, staff, body: { revision, reason } }) => {
    const done = await returnImport(await deps.imports(), staff, { id: idOf(c), revision }, reason)
    return done.ok ? c.json({}) : refuseImport(c, done.failure)
  })

  desk.post('/imports/:id/discard', SENDERS, SeenBody, async ({ c, staff, body: { revision } }) => {
    const done = await discardImport(await deps.imports(), staff, { id: idOf(c), revision })
    return done.ok ? c.json({}) : refuseImport(c, done.failure)
  })
}

function checkView({ summary, trouble }: ImportCheck) {
  return { summary, trouble: trouble && importTroubleText(trouble) }
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await pieces.return?.()
    },
  })
}

export function refuseImport(c: Context, failure: ImportDeskFailure): Response {
  switch (failure.code) {
    case 'import-not-found':
    case 'import-closed':
    case 'import-changed':
    case 'import-same-person':
    case 'import-unchecked':
      return problem(c, failure.code)
    case 'import-known':
      return problem(c, failure.code, { body: { import: failure.id } })
    default: {
      const message = importTroubleText(failure)
      return problem(c, 'import-refused', {
        errors: [{ field: fieldOf(failure), message }],
        body: { detail: message, why: failure.code },
      })
    }
  }
}

/** The field of the form that it is about. */
function fieldOf(failure: ImportDeskFailure): string {
  switch (failure.code) {
    case 'fix-refused':
      return `cell-${failure.n}-${failure.place}`
    case 'import-kind-unclear':
      return 'kind'
    case 'import-organ-other':
    case 'organ-not-found':
      return 'organ'
    case 'note-missing':
    case 'note-personal-data':
      return 'reason'
    case 'import-field-unknown':
    case 'import-header-unknown':
    case 'headers-unknown':
      return 'columns'
    default:
      return 'file'
  }
}
