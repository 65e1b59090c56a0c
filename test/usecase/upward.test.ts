import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { acknowledgementsIn, answerInto, batchesIn, clearFrom, createFolderChannel } from '#adapters/upward-folder'
import { AcknowledgementBody, UpwardBatchBody } from '#contract/upward'
import { batchText, checksumOf, type UpwardBatch } from '#domain/upward-batch'
import { hideRecord, reviewHidden } from '#usecase/hide-record'
import { makeUpwardBatches } from '#usecase/make-upward-batch'
import { publishPending } from '#usecase/publish-pending'
import { endRecord, holdRecord, withdrawRecord } from '#usecase/remove-record'
import { keepAcknowledgement, sendUpwardBatches } from '#usecase/send-upward-batches'
import type { UpwardChannel } from '#usecase/upward-ports'
import { CANARY_PENALTY, CANARY_WORDS, NATURAL_PERSON } from '../canary.ts'
import { importRows, PENALTY } from '../csv.ts'
import { filesWith } from '../files.ts'
import { changed, done, LI, query, ZHANG } from './changing.ts'
import { allBatches, publicRecords, type Receiver, receiver, report, type Sender, sender, take } from './reporting.ts'

async function takeAll(to: Receiver, batches: readonly UpwardBatch[]): Promise<void> {
  for (const batch of batches) await take(to, batch)
}

const number = '澜市监罚〔2026〕8801号'
const row = (changes: Record<string, string> = {}) => ({ ...PENALTY, 行政处罚决定书文号: number, ...changes })

async function withOne(changes?: Record<string, string>): Promise<{ from: Sender; id: string }> {
  const from = await sender({ empty: true })
  await importRows(from.w, 'penalty', [row(changes)])
  await publishPending(from.w)
  const [found] = await from.w.rows('kind=penalty')
  return { from, id: found?.id ?? 'none' }
}

test('a whole place reported to another one: the same public records there, none refused', async () => {
  const from = await sender()
  const to = await receiver(from)

  const batches = await report(from)
  const acknowledged = []
  for (const batch of batches) acknowledged.push(await take(to, batch))

  const expected = await publicRecords(from.w)
  expect(expected.length).toBeGreaterThan(100)
  expect(await publicRecords(to.w)).toEqual(expected)
  expect(acknowledged.flatMap(({ refused }) => refused)).toEqual([])
  expect(acknowledged.every(({ outcome, missing }) => outcome === 'taken' && missing.length === 0)).toBe(true)
  expect(to.w.faults).toEqual([])
})

test('what is sent holds to the contract, in official codes and the words 新增、变更、撤销', async () => {
  const { from, id } = await withOne()
  await report(from)
  await withdrawRecord(from.w, { id, actor: 'operator', ground: 'quashed', reason: '原处罚决定已被复议撤销' })

  const [added, revoked] = (await report(from)).map((batch) => batchText(batch))

  const [first, second] = [JSON.parse(added ?? ''), JSON.parse(revoked ?? '')]
  expect(first.items[0]).toMatchObject({ change: '新增', content: null })
  expect(second.items[0]).toMatchObject({
    change: '撤销',
    content: { revocation: { way: 'withdrawn', ground: 'quashed', reason: '原处罚决定已被复议撤销' } },
  })
  expect(second.previous).toBe(first.checksum)
  expect(UpwardBatchBody.safeParse(first).success && UpwardBatchBody.safeParse(second).success).toBe(true)
})

test('a corrected number is the same record there, under the address that it had', async () => {
  const { from, id } = await withOne()
  const to = await receiver(from)
  await takeAll(to, await report(from))
  await publishPending(to.w)
  const [before] = await to.w.rows('kind=penalty')
  await changed(from.w, id, { request: { change: 'correct', fields: { documentNumber: '澜市监罚〔2026〕8899号' } } })

  await takeAll(to, await report(from))

  await publishPending(to.w)
  const [after, ...more] = await to.w.rows('kind=penalty')
  expect([after?.id, after?.documentNumber, more]).toEqual([before?.id, '澜市监罚〔2026〕8899号', []])
})

test('two records with one number stay two, however they come and change', async () => {
  const from = await sender({ empty: true })
  const [one, two] = [row({ 处罚内容: '罚款人民币1000元。' }), row({ 处罚内容: '罚款人民币2000元。' })]
  await importRows(from.w, 'penalty', [one, two])
  const to = await receiver(from)
  await takeAll(to, await report(from))
  const [first] = await from.w.rows('kind=penalty')
  await changed(from.w, first?.id ?? '', { request: { change: 'correct', fields: { content: '罚款人民币3000元。' } } })

  await takeAll(to, await report(from))

  expect(await publicRecords(from.w)).toHaveLength(2)
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
})

test.each([
  ['withdrawn', 'withdrawn'],
  ['ended', 'ended'],
  ['held back', 'absent'],
] as const)('a record that was %s there is gone here, too, whatever arrives after it', async (way, expected) => {
  const { from, id } = await withOne()
  const to = await receiver(from)
  const [first] = await report(from)
  if (first === undefined) throw new Error('There is a batch.')
  await take(to, first)
  await publishPending(to.w)
  const [there] = await to.w.rows('kind=penalty')
  const reason = '原处罚决定已被复议撤销'
  if (way === 'withdrawn') await withdrawRecord(from.w, { id, actor: 'operator', ground: 'quashed', reason })
  else if (way === 'ended') await endRecord(from.w, { id, actor: 'operator', ground: 'repaired', reason })
  else await holdRecord(from.w, { id, actor: 'operator', reason })
  const batches = await report(from)

  await takeAll(to, [...batches, first, ...batches.toReversed(), first])

  await publishPending(to.w)
  expect(await to.w.rows('kind=penalty')).toEqual([])
  const { status, body } = await to.w.get(`records/${there?.id}`)
  expect([status, (body as { state?: string }).state ?? 'absent']).toEqual([
    ...(expected === 'absent' ? [404, 'absent'] : [410, expected]),
  ])
})

test('a record that was held back and is public again is public again there', async () => {
  const { from, id } = await withOne()
  const to = await receiver(from)
  await takeAll(to, await report(from))
  await holdRecord(from.w, { id, actor: 'operator', reason: '核对之中暂不公示' })
  await takeAll(to, await report(from))
  expect(await publicRecords(to.w)).toEqual([])
  await importRows(from.w, 'penalty', [row({ 处罚内容: '罚款人民币6000元。' })])

  await takeAll(to, await report(from))

  expect(await publicRecords(from.w)).toHaveLength(1)
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
})

test('nothing that left is sent again: an old batch comes without what is no longer so, with the same checksum', async () => {
  const { from, id } = await withOne({ 处罚内容: '罚款人民币5000元，金丝雀九一七。' })
  const [first] = await report(from)
  await withdrawRecord(from.w, { id, actor: 'operator', ground: 'quashed', reason: '原处罚决定已被复议撤销' })
  const onlyWithdrawn = await allBatches(from.deps)
  const all = await report(from)

  const to = await receiver(from)
  await takeAll(to, all)

  expect(batchText(first as UpwardBatch)).toContain('金丝雀九一七')
  expect([...onlyWithdrawn, ...all].map((batch) => batchText(batch)).join('')).not.toContain('金丝雀九一七')
  expect(all[0]?.checksum).toBe(first?.checksum)
  const salts = await query(from.w, sql`SELECT seq, salt IS NULL AS dead FROM upward_item ORDER BY seq`)
  expect(salts).toEqual([
    { seq: 1, dead: 1 },
    { seq: 2, dead: 0 },
  ])
  expect(await filesWith(to.w.folder, ['金丝雀九一七'])).toEqual([])
})

test('looked again, nothing new is reported', async () => {
  const from = await sender()
  await report(from)

  expect(await makeUpwardBatches(from.deps)).toBe(0)
  await from.w.store.queue(
    (await from.w.rows('kind=penalty')).map(({ id }) => id),
    from.w.clock(),
  )
  await publishPending(from.w)
  expect(await makeUpwardBatches(from.deps)).toBe(0)
})

test('the receiver says which batches never came, and a batch sent twice is told as such', async () => {
  const { from } = await withOne()
  await report(from)
  await importRows(from.w, 'penalty', [row({ 行政处罚决定书文号: '澜市监罚〔2026〕8802号' })])
  await report(from)
  await importRows(from.w, 'penalty', [row({ 行政处罚决定书文号: '澜市监罚〔2026〕8803号' })])
  const [one, two, three] = (await report(from)) as [UpwardBatch, UpwardBatch, UpwardBatch]
  const to = await receiver(from)

  const said = [await take(to, three), await take(to, one), await take(to, one), await take(to, two)]

  expect(said.map(({ outcome, missing }) => [outcome, missing])).toEqual([
    ['taken', [1, 2]],
    ['taken', [2]],
    ['repeated', [2]],
    ['taken', []],
  ])
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
})

test('what is not whole, not from there, or another batch under a known number is refused and changes nothing', async () => {
  const { from } = await withOne()
  const [batch] = (await report(from)) as [UpwardBatch]
  const stranger = await withOne({ 处罚内容: '罚款人民币9000元。' })
  const [foreign] = (await report(stranger.from)) as [UpwardBatch]
  const to = await receiver(from)
  const [item] = batch.items
  const said = item?.content as { row: Record<string, string>; masked: string[] }
  const content = { ...said, row: { ...said.row, CF_NR: '没有处罚' } }
  const changed = { ...batch, items: [{ ...item, content }] } as UpwardBatch

  expect((await take(to, { ...batch, seq: 2 })).refusal).toBe('checksum-wrong')
  expect((await take(to, changed)).refusal).toBe('commitment-wrong')
  expect((await take(to, { ...batch, signature: foreign.signature })).refusal).toBe('signature-wrong')
  expect((await take(to, { ...batch, sender: 'nobody' })).refusal).toBe('sender-unknown')
  expect(await publicRecords(to.w)).toEqual([])
  await take(to, batch)
  const other = { ...foreign, line: batch.line, number: batch.number }
  const checksum = checksumOf(other, other.items, from.deps.secrets.hash)
  const forked = { ...other, checksum, signature: from.deps.signing.sign(checksum) }
  expect((await take(to, forked)).refusal).toBe('number-taken')
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
})

test('a row that this place cannot take in is named in the acknowledgement, and taken in once it can', async () => {
  const { from } = await withOne()
  const to = await receiver(from)
  const [batch] = (await report(from)) as [UpwardBatch]
  const [penalty] = to.deps.rules.publication.filter(({ when }) => when.ask === 'text-matches')
  const when = { ask: 'text-matches' as const, fields: ['facts' as const], words: ['超过保质期'] }
  const sealing = { ...penalty, id: 'test.sealed', when } as (typeof to.deps.rules.publication)[number]
  const strict = { ...to.deps.rules, publication: [sealing, ...to.deps.rules.publication] }

  const refused = await take({ ...to, deps: { ...to.deps, rules: strict } }, batch)
  const later = await take(to, batch)

  expect(refused.refused).toEqual([{ record: batch.items[0]?.record, kind: 'penalty', why: ['test.sealed'] }])
  expect([refused.counts.taken, later.outcome, later.counts.taken]).toEqual([0, 'taken', 1])
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
})

test('planted personal data is in no batch, and in no file of the place that takes it in', async () => {
  const from = await sender({ empty: true })
  await importRows(from.w, 'penalty', [CANARY_PENALTY, NATURAL_PERSON])
  const to = await receiver(from)

  const batches = await report(from)
  await takeAll(to, batches)
  await publishPending(to.w)

  const text = batches.map((batch) => batchText(batch)).join('\n')
  expect(text).toContain('7777号')
  expect(text).not.toContain('7778号')
  expect(CANARY_WORDS.filter((word) => text.includes(word))).toEqual([])
  expect(await filesWith(to.w.folder, CANARY_WORDS)).toEqual([])
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
})

test('through a folder: batches lie there whole, what left meanwhile is taken out of them, and what was acknowledged goes', async () => {
  const { from, id } = await withOne({ 处罚内容: '罚款人民币5000元，金丝雀九一七。' })
  const to = await receiver(from)
  const folder = join(from.w.folder, 'exchange')
  const sending = { ...from.deps, channel: createFolderChannel(folder), receiverKey: to.deps.signing.key }
  const drop = async () => {
    await publishPending(from.w)
    return sendUpwardBatches(sending)
  }
  await drop()
  const [before] = await batchesIn(folder)
  await withdrawRecord(from.w, { id, actor: 'operator', ground: 'quashed', reason: '原处罚决定已被复议撤销' })
  await drop()

  const files = await batchesIn(folder)
  for (const { number: name, text } of files) {
    const said = await take(to, UpwardBatchBody.parse(JSON.parse(text)))
    await answerInto(folder, name, JSON.stringify(said))
  }
  const troubles: (string | null)[] = []
  for (const { number: name, text } of await acknowledgementsIn(folder)) {
    troubles.push(await keepAcknowledgement(sending, AcknowledgementBody.parse(JSON.parse(text))))
    await clearFrom(folder, name)
  }

  expect(before?.text).toContain('金丝雀九一七')
  expect(files.map(({ text }) => text).join('')).not.toContain('金丝雀九一七')
  expect(troubles).toEqual([null, null])
  expect([await readdir(folder), await drop()]).toEqual([[], { made: 0, delivered: 0, refused: 0, trouble: null }])
  expect(await publicRecords(to.w)).toEqual([])
})

const REASON = '原处罚决定已被复议撤销'

test('a receiver that dies between taking rows in and noting them still lets go of what is withdrawn next', async () => {
  const { from, id } = await withOne()
  const to = await receiver(from)
  const [first] = (await report(from)) as [UpwardBatch]
  const save = async () => Promise.reject(new Error('killed'))
  const dying = { ...to, deps: { ...to.deps, inbound: { ...to.deps.inbound, save } } }
  await expect(take(dying, first)).rejects.toThrow('killed')
  expect(await publicRecords(to.w)).toHaveLength(1)
  await withdrawRecord(from.w, { id, actor: 'operator', ground: 'quashed', reason: REASON })

  await takeAll(to, await report(from))

  expect(await publicRecords(to.w)).toEqual([])
})

test('rows that an earlier try had staged are no part of what is sent again without them', async () => {
  const from = await sender({ empty: true })
  const numbers = [1, 2, 3].map((n) => `澜市监罚〔2026〕881${n}号`)
  await importRows(
    from.w,
    'penalty',
    numbers.map((it) => row({ 行政处罚决定书文号: it })),
  )
  const to = await receiver(from)
  const [batch] = (await report(from)) as [UpwardBatch]
  const busy = { ...to.deps.store, applyBatch: async () => false }
  await expect(take({ ...to, deps: { ...to.deps, store: busy } }, batch)).rejects.toThrow('records-busy')
  const [gone] = await from.w.rows('kind=penalty')
  await withdrawRecord(from.w, { id: gone?.id ?? '', actor: 'operator', ground: 'quashed', reason: REASON })
  const all = await report(from)

  const said = await take(to, all[0] as UpwardBatch)
  await publishPending(to.w)
  const between = await to.w.rows('kind=penalty')
  await takeAll(to, all.slice(1))

  expect(said.counts).toMatchObject({ taken: 2, overtaken: 1, refused: 0 })
  expect(between.map(({ documentNumber }) => documentNumber)).not.toContain(gone?.documentNumber)
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
})

test('what could not be revoked is told as refused, and sent again until it is', async () => {
  const { from, id } = await withOne()
  const to = await receiver(from)
  const stuck = { ...to, deps: { ...to.deps, store: { ...to.deps.store, step: async () => false } } }
  const through = (it: Receiver): UpwardChannel => ({
    kind: 'http',
    deliver: async (_, text) => ({ acknowledgement: await take(it, UpwardBatchBody.parse(JSON.parse(text))) }),
  })
  const sending = (it: Receiver) => ({ ...from.deps, channel: through(it), receiverKey: to.deps.signing.key })
  await sendUpwardBatches(sending(to))
  await withdrawRecord(from.w, { id, actor: 'operator', ground: 'quashed', reason: REASON })
  await publishPending(from.w)

  const first = await sendUpwardBatches(sending(stuck))
  const second = await sendUpwardBatches(sending(to))
  const third = await sendUpwardBatches(sending(to))

  expect(first).toMatchObject({ delivered: 0, refused: 1, trouble: null })
  expect([second.delivered, third.delivered]).toEqual([1, 0])
  expect(await publicRecords(to.w)).toEqual([])
})

test('what the receiver itself had hidden or withheld is not public again once the sender has taken it back', async () => {
  const { from, id } = await withOne()
  const to = await receiver(from)
  await takeAll(to, await report(from))
  await publishPending(to.w)
  const [there] = await to.w.rows('kind=penalty')
  const hidden = done(await hideRecord(to.w, { id: there?.id ?? '', reason: REASON, caseReceipt: null, by: ZHANG }))
  await holdRecord(from.w, { id, actor: 'operator', reason: '核对之中暂不公示' })
  await takeAll(to, await report(from))

  const wanted = { change: hidden.change, outcome: { to: 'restore' as const }, reason: REASON, seq: null, by: LI }
  const restored = await reviewHidden(to.w, wanted)
  await withdrawRecord(from.w, { id, actor: 'operator', ground: 'quashed', reason: REASON })
  await takeAll(to, await report(from))

  expect(restored.ok).toBe(false)
  await publishPending(to.w)
  // The notice of what was public there stands here, too, though it was held back in between.
  const { status, body } = await to.w.get(`records/${there?.id}`)
  expect([status, (body as { state?: string }).state]).toEqual([410, 'withdrawn'])
})

test('what was never public here leaves without a notice, and for good', async () => {
  const { from, id } = await withOne()
  const to = await receiver(from)
  const [penalty] = to.deps.rules.publication.filter(({ when }) => when.ask === 'otherwise')
  const closed = { ...penalty, id: 'test.closed', decision: 'withhold' } as (typeof to.deps.rules.publication)[number]
  const strict = { ...to, deps: { ...to.deps, rules: { ...to.deps.rules, publication: [closed] } } }
  await takeAll(strict, await report(from))
  await withdrawRecord(from.w, { id, actor: 'operator', ground: 'quashed', reason: REASON })

  await takeAll(to, await report(from))

  const states = await query(to.w, sql`SELECT state FROM record`)
  expect(states).toEqual([{ state: 'ended' }])
})

test('a sender that was restored begins another line, and what it says from then on holds', async () => {
  const { from, id } = await withOne()
  const to = await receiver(from)
  await takeAll(to, await report(from))
  await from.deps.upward.forget()
  const later = { ...from, deps: { ...from.deps, clock: () => from.w.clock() + 60_000 } }
  await importRows(from.w, 'penalty', [row({ 行政处罚决定书文号: '澜市监罚〔2026〕8802号' })])

  const again = await report(later)
  const said = []
  for (const batch of again) said.push(await take(to, batch))

  expect(said.every(({ refusal }) => refusal === null)).toBe(true)
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
  await endRecord(from.w, { id, actor: 'operator', ground: 'repaired', reason: '信用修复完成停止公示' })
  await takeAll(to, await report(later))
  expect(await publicRecords(to.w)).toEqual(await publicRecords(from.w))
})
