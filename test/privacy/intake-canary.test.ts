import { inspect } from 'node:util'
import { expect, inject, test } from 'vitest'
import { openSealed } from '#adapters/desk-keys'
import { StoreUnavailableError } from '#domain/failure'
import { CASE_KINDS, type CaseKind } from '#domain/vocabulary'
import type { CaseStore } from '#usecase/case-ports'
import { publishPending } from '#usecase/publish-pending'
import { clearOf, freshKey, openedParts, PARTS, PATHS, post, receiptIn, tokenOf } from '../http/sending.ts'
import { type World, world } from '../world.ts'
import { filesHolding } from './canary-search.ts'
import { ADDRESS, base64Of, CANARY_FILE, SUPPLEMENT, sealedFor, typedWords, witness } from './witness.ts'

async function openedFiles(w: World, receipt: string, by: 'identity' | 'recoveryIdentity'): Promise<Uint8Array[]> {
  const opened: Uint8Array[] = []
  for (const id of await w.cases.uploadIds(receipt)) {
    const bytes = await w.cases.sealedUpload(id)
    if (bytes) opened.push(new Uint8Array(await openSealed(bytes, inject('deskKey')[by])))
  }
  return opened
}

/** Of everything that was typed, sent or handed out, and of where it came from. */
async function expectNowhere(w: World, seen: ReturnType<typeof witness>): Promise<void> {
  const words = typedWords(seen)
  const { identity, recoveryIdentity } = inject('deskKey')

  expect(words.length).toBeGreaterThan(20)
  expect(await filesHolding(w.folder, [...words, identity, recoveryIdentity])).toEqual([])
  for (const answer of seen.answers) expect(words.filter((word) => answer.includes(word))).toEqual([])
  const reported = inspect(w.faults, { depth: 20, maxStringLength: null })
  expect(words.filter((word) => reported.includes(word))).toEqual([])
}

test('the search finds what it looks for, however it is written', async () => {
  const w = await world()
  const { writeFile } = await import('node:fs/promises')
  const word = PARTS.objection.facts
  const wide = Buffer.from(`x${word}`, 'utf16le')

  for (const bytes of [
    Buffer.from(`甲${word}乙`),
    wide,
    Buffer.from(wide).swap16(),
    ...['', 'a', 'ab'].map((before) => Buffer.from(Buffer.from(`${before}${word}后`).toString('base64'))),
    Buffer.from(Buffer.from(word).toString('hex')),
  ]) {
    await writeFile(`${w.folder}/planted`, bytes)
    expect(await filesHolding(w.folder, [word])).toEqual([`${word} in ${w.folder}/planted`])
  }
})

test.each(['in clear', 'sealed by the browser'] as const)(
  'what people send in %s is in no file, no answer and no report, and opens with either key to what was sent',
  async (how) => {
    const w = await world()
    const seen = witness(w)
    const isSealed = how !== 'in clear'
    const file = async () => (isSealed ? sealedFor(w, CANARY_FILE) : CANARY_FILE)
    const content = async (part: object) =>
      isSealed ? { sealed: base64Of(await sealedFor(w, JSON.stringify(part))) } : { part }

    const receipts: [CaseKind, string][] = []
    for (const kind of CASE_KINDS) {
      const uploads = [await seen.upload(kind, await file(), isSealed)]
      const proof = { token: await tokenOf(w, kind), uploads }
      const taken = await seen.post(PATHS[kind], {
        ...(await clearOf(w, kind)),
        ...(await content(PARTS[kind])),
        ...proof,
      })
      const { receipt, code } = receiptIn(taken)
      receipts.push([kind, receipt])
      const more = [await seen.upload('case', await file(), isSealed)]
      await seen.post(`cases/${receipt}/supplements`, {
        ...{ code, ...(await content(SUPPLEMENT)), token: await tokenOf(w, 'case'), uploads: more },
      })
      await seen.post('look-ups', { receipt, code })
      await seen.post('look-ups', { receipt, code: `${code}0` })
    }
    await publishPending(w)

    expect(seen.codes).toHaveLength(4)
    await expectNowhere(w, seen)
    for (const [kind, receipt] of receipts) {
      for (const by of ['identity', 'recoveryIdentity'] as const) {
        expect(await openedParts(w, receipt, by)).toEqual([PARTS[kind], SUPPLEMENT])
        expect((await openedFiles(w, receipt, by)).map((it) => Buffer.from(it).equals(CANARY_FILE))).toEqual([
          true,
          true,
        ])
      }
    }
    expect(w.faults).toEqual([])
  },
)

test('nor is it anywhere after all that can go wrong', async () => {
  const broken: { how: 'not' | 'away' | 'wrongly' } = { how: 'not' }
  const breaking = (cases: CaseStore): CaseStore => ({
    ...cases,
    submit: async (write) => {
      if (broken.how === 'away') throw new StoreUnavailableError('SQLITE_BUSY')
      // A fault of the database with everything in it that it was to write.
      return cases.submit(broken.how === 'wrongly' ? { ...write, handlerSlug: 'nobody' } : write)
    },
  })
  const w = await world({ cases: breaking })
  const seen = witness(w)
  const objection = { ...(await clearOf(w, 'objection')), part: PARTS.objection }
  const fresh = async () => ({ ...objection, token: await tokenOf(w, 'objection') })
  const [body, key] = [await fresh(), freshKey()]
  seen.keys.push(key)

  const statuses: number[] = []
  const sent = async (path: string, it: unknown) => statuses.push((await seen.post(path, it)).status)
  await post(w, PATHS.objection, body, { key, address: ADDRESS })
  const reused = await post(w, PATHS.objection, { ...body, part: { ...PARTS.objection, facts: '别的' } }, { key })
  seen.answers.push(JSON.stringify(reused.body))
  await sent(PATHS.objection, { ...(await fresh()), record: '000000000000' })
  await sent(PATHS.objection, { ...(await fresh()), part: { ...PARTS.objection, phone: PARTS.objection.facts } })
  await sent(PATHS.objection, { ...(await fresh()), [PARTS.objection.facts]: 1 })
  await sent(PATHS.objection, JSON.stringify(await fresh()).slice(0, -1))
  await sent(PATHS.complaint, {
    ...(await clearOf(w, 'complaint')),
    ...{
      part: { ...PARTS.complaint, wanted: `科长受贿${PARTS.complaint.wanted}` },
      token: await tokenOf(w, 'complaint'),
    },
  })
  await sent('look-ups', { receipt: 'YY-00000-00000-0', code: 'x' })
  broken.how = 'away'
  await sent(PATHS.objection, await fresh())
  broken.how = 'wrongly'
  await sent(PATHS.objection, await fresh())

  expect([reused.status, ...statuses]).toEqual([409, 404, 422, 422, 400, 422, 404, 503, 500])
  expect(w.faults).toHaveLength(1)
  await expectNowhere(w, seen)
})
