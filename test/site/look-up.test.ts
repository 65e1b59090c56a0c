import { describe, expect, test } from 'vitest'
import { serveLookUp } from '#site/lib/serve-look-up.ts'
import { type CaseStore, StoreUnavailableError } from '#usecase/case-ports'
import { runCaseClock } from '#usecase/run-case-clock'
import { freshKey, given, openedParts, PARTS, tokenOf } from '../http/sending.ts'
import { PDF } from '../upload-files.ts'
import { type World, world } from '../world.ts'
import { localsOf } from './locals.ts'
import { posted } from './posted.ts'

function lookUp(w: World, fields: Record<string, string>, files: File[] = []) {
  return serveLookUp(localsOf(w), posted('/look-up/', fields, files).request)
}

/** A world whose store of cases can be taken away, wholly or after it has written. */
async function worldThatFails() {
  const failing = { isGone: false, losesAnswers: false }
  const w = await world({
    cases: (cases) => {
      const gone = async () => {
        throw new StoreUnavailableError('SQLITE_BUSY')
      }
      const lossy: CaseStore = {
        ...cases,
        supplement: async (write) => {
          await cases.supplement(write)
          return gone()
        },
      }
      if (failing.isGone) return { ...cases, find: gone, before: gone, knownSupplement: gone }
      return failing.losesAnswers ? lossy : cases
    },
  })
  return { w, failing }
}

describe('the look-up', () => {
  test('shows a case to whoever has both, and takes papers and a withdrawal', async () => {
    const w = await world()
    const { receipt, code } = await given(w, 'correction')
    const token = await tokenOf(w, 'case')
    const post = (fields: Record<string, string>) => lookUp(w, { receipt, code, ...fields })

    expect(await post({ go: 'look' })).toMatchObject({ state: 'case', stateLabel: '待审核', mayWithdraw: true })
    expect(await post({ go: 'add', text: '', key: freshKey(), token })).toMatchObject({
      status: 422,
      supplement: { errors: [{ message: '请填写补充的内容' }] },
    })
    expect(await post({ go: 'add', text: '补充', key: freshKey(), token })).toMatchObject({
      done: expect.stringContaining('已经收到'),
    })
    expect(await post({ go: 'withdraw' })).toMatchObject({ asksWithdrawal: true })
    expect(await post({ go: 'withdraw-yes' })).toMatchObject({ isOpen: false, stateLabel: '已撤回' })
  })

  test('says of a case that is no longer kept that it is closed, and on which day its content was destroyed', async () => {
    const w = await world()
    const { receipt, code } = await given(w, 'correction')
    await lookUp(w, { receipt, code, go: 'withdraw-yes' })
    await runCaseClock({ ...w.deps, ...w.deps.intake, clock: () => w.clock() + 181 * 86_400_000 })

    const view = await lookUp(w, { receipt, code, go: 'look' })

    expect(view).toMatchObject({ state: 'case', isOpen: false, stateLabel: '已撤回', supplement: null })
    expect(view.state === 'case' ? view.facts : []).toContainEqual({
      label: '来件内容',
      text: expect.stringMatching(/^保存期满，内容和文件已于\d{4}年\d+月\d+日销毁，只留办理经过。$/),
    })
  })

  test('says one thing of a wrong number and of a wrong code', async () => {
    const w = await world()
    const { receipt, code } = await given(w, 'correction')

    const answers = await Promise.all([
      lookUp(w, { go: 'look', receipt, code: 'AAAAAAA' }),
      lookUp(w, { go: 'look', receipt: 'YY-1', code }),
    ])

    expect(answers.map((view) => (view.state === 'look-up' ? view.trouble : null))).toEqual([
      { heading: '没有找到', text: '受理编号或者查询码不对，请核对后再试。', needsContacts: false },
      { heading: '没有找到', text: '受理编号或者查询码不对，请核对后再试。', needsContacts: false },
    ])
  })

  test('while the database is away gives number and code back, and says whom to turn to', async () => {
    const { w, failing } = await worldThatFails()
    const { receipt, code } = await given(w, 'correction')
    failing.isGone = true

    const look = await lookUp(w, { receipt, code, go: 'look' })
    const withdraw = await lookUp(w, { receipt, code, go: 'withdraw-yes' })

    const back = { state: 'look-up', status: 503, values: { receipt, code } }
    expect(look).toMatchObject({ ...back, trouble: { heading: '暂时不能查询', needsContacts: true } })
    expect(withdraw).toMatchObject({ ...back, trouble: { text: expect.stringContaining('没有确认撤回') } })
  })
})

describe('a supplement', () => {
  test('that meets no database comes back with its words and key, and is taken in once when sent again', async () => {
    const { w, failing } = await worldThatFails()
    const { receipt, code } = await given(w, 'correction')
    const fields = { receipt, code, go: 'add', text: '补充的话', key: freshKey(), token: await tokenOf(w, 'case') }
    failing.isGone = true

    const lost = await lookUp(w, fields, [new File([new Uint8Array(PDF)], '材料.pdf')])
    failing.isGone = false
    const again = await lookUp(w, fieldsOf(lost))
    const twice = await lookUp(w, fieldsOf(lost))

    expect(lost).toMatchObject({
      ...{ state: 'unsent', status: 503, key: { receipt, code } },
      supplement: { value: fields.text, formKey: fields.key, token: fields.token },
      trouble: { text: expect.stringMatching(/没有确认收到.*文件需要重新选择/), needsContacts: true },
    })
    expect(lost.frame.title).toMatch(/^错误：/)
    expect(again).toMatchObject({ state: 'case', done: expect.stringContaining('已经收到') })
    expect(twice).toMatchObject({ done: expect.stringContaining('已经收到') })
    expect(await openedParts(w, receipt)).toEqual([PARTS.correction, { text: fields.text }])
  })

  test('whose answer was lost after it was written is there once when sent again', async () => {
    const { w, failing } = await worldThatFails()
    const { receipt, code } = await given(w, 'correction')
    const fields = { receipt, code, go: 'add', text: '补充的话', key: freshKey(), token: await tokenOf(w, 'case') }
    failing.losesAnswers = true

    const lost = await lookUp(w, fields)
    failing.losesAnswers = false
    const again = await lookUp(w, fieldsOf(lost))

    expect(lost).toMatchObject({ state: 'case', status: 503, supplement: { value: fields.text, formKey: fields.key } })
    expect(again).toMatchObject({ state: 'case', done: expect.stringContaining('已经收到') })
    expect(await openedParts(w, receipt)).toEqual([PARTS.correction, { text: fields.text }])
  })

  test('whose fields are wrong while the database is away comes back, too', async () => {
    const { w, failing } = await worldThatFails()
    const { receipt, code } = await given(w, 'correction')
    const text = '长'.repeat(4001)
    failing.isGone = true

    const view = await lookUp(w, { receipt, code, go: 'add', text, key: freshKey(), token: await tokenOf(w, 'case') })

    expect(view).toMatchObject({
      state: 'unsent',
      status: 422,
      supplement: { value: text, errors: [{ name: 'text' }] },
    })
  })

  test('to a case that was closed meanwhile is refused, and its words are there to be copied', async () => {
    const w = await world()
    const { receipt, code } = await given(w, 'correction')
    const token = await tokenOf(w, 'case')
    await lookUp(w, { receipt, code, go: 'withdraw-yes' })

    const view = await lookUp(w, { receipt, code, go: 'add', text: '补充的话', key: freshKey(), token })

    expect(view).toMatchObject({ state: 'case', status: 409, supplement: null, leftOver: '补充的话' })
  })
})

/** What the page that came back would send. */
function fieldsOf(view: Awaited<ReturnType<typeof serveLookUp>>): Record<string, string> {
  if (view.state === 'look-up' || view.supplement === null) throw new Error('There is nothing to send again.')
  const { formKey, token, value } = view.supplement
  return { ...view.key, go: 'add', key: formKey, token, text: value }
}
