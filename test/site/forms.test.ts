import { describe, expect, test } from 'vitest'
import { ObjectionPart } from '#contract/sealed-part'
import { problemText } from '#site/enhance/problem-words.ts'
import { rulesOf } from '#site/lib/form-model.ts'
import { loadComplainPage, loadCorrectPage, loadObjectPage, loadRepairPage } from '#site/lib/load-forms.ts'
import { CANARY, freshKey, openedParts, PARTS, post, workOf } from '../http/sending.ts'
import { type World, world } from '../world.ts'
import { localsOf } from './locals.ts'
import { posted } from './posted.ts'

const AGENCY = 'jiaotong-yunshu'

function asked(path: string): { request: Request; params: URLSearchParams } {
  const url = new URL(path, 'http://localhost')
  return { request: new Request(url), params: url.searchParams }
}

async function correct(w: World, { request, params }: ReturnType<typeof asked>) {
  return (await loadCorrectPage(localsOf(w), request, params)).view
}

async function complain(w: World, { request, params }: ReturnType<typeof asked>) {
  return (await loadComplainPage(localsOf(w), request, params)).view
}

const CORRECTION = { page: '/about/', what: 'typo', found: CANARY.facts }
const HERE = `/complain/?event=breach&agency=${AGENCY}&officials=no`
const COMPLAINT = {
  ...{ domain: 'procurement', facts: CANARY.facts, isNamed: 'no', mayPublishSummary: 'no' },
  ...{ step: 'check', go: 'send' },
}

describe('a form', () => {
  test('has the rules of the contract, in its words', () => {
    expect(rulesOf(ObjectionPart.shape.phone)).toMatchObject({
      required: '请填写联系电话',
      max: 32,
      mismatch: expect.stringContaining('请填写能打通的电话号码'),
    })
    expect(rulesOf(ObjectionPart.shape.correct)).toMatchObject({ required: null, max: 4000, pattern: null })
  })

  test('begins with the page that the link brought along', async () => {
    const view = await correct(await world(), asked('/correct/?page=/guides/object/'))

    expect(view).toMatchObject({ state: 'form', status: 200, values: { page: '/guides/object/' }, back: null })
  })

  test('says at the field and above what is missing, and loses nothing', async () => {
    const fields = { ...CORRECTION, what: '', step: 'what', go: 'next' }
    const view = await correct(await world(), posted('/correct/', fields))

    expect(view).toMatchObject({
      status: 422,
      errors: [{ name: 'what', id: 'f-what-0', message: '请选择错误的种类' }],
      values: CORRECTION.found ? { found: CANARY.facts } : {},
    })
    expect(view.frame.title).toMatch(/^错误：/)
  })

  test('goes on with everything so far in it, and back without looking at it', async () => {
    const w = await world()
    const key = freshKey()

    const next = await correct(w, posted('/correct/', { ...CORRECTION, key, step: 'what', go: 'next' }))
    const back = await correct(w, posted('/correct/', { page: '', what: '', key, step: 'found', go: 'back' }))

    expect(next).toMatchObject({ key, place: { step: { id: 'found' } }, back: 'what' })
    expect(next.state === 'form' ? next.hidden : []).toEqual([
      ['page', '/about/'],
      ['what', 'typo'],
    ])
    expect(back).toMatchObject({ key, status: 200, place: { step: { id: 'what' } }, errors: [] })
  })

  test('that is sent has a receipt, the same for the same post', async () => {
    const w = await world()
    const token = (await localsOf(w).formToken('correction')) ?? ''
    const fields = { ...CORRECTION, key: freshKey(), token, step: 'check', go: 'send', website: '' }

    const first = await correct(w, posted('/correct/', fields))
    const again = await correct(w, posted('/correct/', fields))

    expect(first).toMatchObject({ state: 'receipt', status: 201 })
    const receipt = first.state === 'receipt' ? first.receipt : ''
    expect(again).toMatchObject({ state: 'receipt', receipt })
    expect(await openedParts(w, receipt)).toEqual([{ found: CANARY.facts }])
  })

  test('that was open too long gets a new token and keeps what was typed', async () => {
    const w = await world()
    const fields = { ...CORRECTION, key: freshKey(), token: 'correction.0000000.x.y', step: 'check', go: 'send' }

    const view = await correct(w, posted('/correct/', fields))

    expect(view).toMatchObject({ state: 'form', status: 403, trouble: { heading: '还没有提交' }, values: CORRECTION })
    expect(view.state === 'form' ? view.token : '').not.toBe(fields.token)
  })

  test('with a file of an unknown kind names the file and takes nothing in', async () => {
    const w = await world()
    const { id } = (await w.rows('kind=penalty&limit=1'))[0] ?? { id: '' }
    const token = (await localsOf(w).formToken('objection')) ?? ''
    const clear = { ground: 'wrong', field: '', filer: 'subject', ...PARTS.objection }
    const { request, params } = posted(
      `/object/?record=${id}`,
      { ...clear, key: freshKey(), token, step: 'check', go: 'send' },
      [new File(['MZ'], '病毒.exe')],
    )

    const { view } = await loadObjectPage(localsOf(w), request, params)

    expect(view).toMatchObject({
      status: 422,
      place: { at: 'check' },
      errors: [{ name: 'files', message: expect.stringContaining('病毒.exe') }],
    })
  })
})

describe('a refusal', () => {
  const said = { detail: '给程序的话', messages: [], retryAfter: null }

  test.each([
    [{ code: 'too-many', retryAfter: 601 }, '请 11 分钟以后再试'],
    [{ code: 'intake-unavailable' }, '不会重复登记'],
    [{ code: 'case-step-not-allowed' }, '最新的情况见下面'],
    [{ code: 'sealed-malformed' }, '请重新打开表单再提交'],
    [{ code: 'upload-refused', messages: ['文件是空的。'] }, '文件是空的。'],
    [{ code: 'proof-refused', why: 'expired' }, '表单打开得太久'],
    [{ code: 'proof-refused', why: 'forged' }, '提交凭证无效'],
    [{ code: 'proof-refused', why: 'too-fast' }, '提交得太快了'],
  ])('%j reads: %s', (problem, words) => {
    const text = problemText({ ...said, ...problem })

    expect(text).toContain(words)
    expect(text).not.toContain(said.detail)
  })
})

describe('an objection', () => {
  test('offers the fields of its record, with what they say now', async () => {
    const w = await world()
    const [row] = await w.rows('kind=penalty&limit=1')
    const { request, params } = asked(`/object/?record=${row?.id}`)

    const { view, card } = await loadObjectPage(localsOf(w), request, params)

    expect(card).toMatchObject({ number: row?.documentNumber })
    const options = view.state === 'form' ? view.spec.steps[0]?.fields[1]?.options : []
    expect(options?.map(({ text }) => text)).toContainEqual(expect.stringContaining(row?.subject.name ?? '-'))
  })

  test('to a record that does not exist is not begun', async () => {
    const { request, params } = asked('/object/?record=zzzzzzzzzzzz')
    expect((await loadObjectPage(localsOf(await world()), request, params)).view).toMatchObject({ status: 404 })
  })
})

test('an agent without papers is asked for them before anything is taken in', async () => {
  const w = await world()
  const { id } = (await w.rows('kind=penalty&limit=1'))[0] ?? { id: '' }
  const token = (await localsOf(w).formToken('objection')) ?? ''
  const clear = { ground: 'wrong', field: '', filer: 'agent', ...PARTS.objection }
  const fields = { ...clear, key: freshKey(), token, step: 'check', go: 'send' }
  const { request, params } = posted(`/object/?record=${id}`, fields)

  const { view } = await loadObjectPage(localsOf(w), request, params)

  expect(view).toMatchObject({ status: 422, errors: [{ name: 'files', message: expect.stringContaining('委托书') }] })
})

describe('a complaint', () => {
  test.each([
    ['/complain/', '发生了什么事'],
    ['/complain/?event=arrears', '谁被拖欠'],
    ['/complain/?event=breach', '要投诉哪个单位'],
    [`/complain/?event=breach&agency=${AGENCY}`, '是不是在说某个人'],
  ])('%s asks: %s', async (path, heading) => {
    expect(await complain(await world(), asked(path))).toMatchObject({ state: 'question', heading })
  })

  test.each([
    ['/complain/?event=wages', '人力资源社会保障部门（劳动保障监察）'],
    ['/complain/?event=arrears&creditor=small-business', '违约拖欠中小企业款项登记（投诉）平台'],
    [`/complain/?event=breach&agency=${AGENCY}&officials=yes`, '纪检监察机关'],
    ['/complain/?event=breach&agency=xingzheng-shenpi', '国务院“互联网＋督查”平台'],
  ])('%s belongs elsewhere: %s', async (path, name) => {
    const view = await complain(await world(), asked(path))

    expect(view).toMatchObject({
      state: 'elsewhere',
      channels: expect.arrayContaining([expect.objectContaining({ name })]),
    })
    expect(JSON.stringify(view)).toContain('本站没有登记这件事。')
  })

  test('about officials leads on without saying whose', async () => {
    const view = await complain(await world(), asked(`/complain/?event=breach&agency=${AGENCY}`))

    const answers = view.state === 'question' ? view.answers : []
    expect(answers.map(({ href }) => href)).toContainEqual(expect.stringMatching(/\/complain\/\?event=official$/))
  })

  test('without a name asks for none, and sends none', async () => {
    const w = await world()
    const token = (await localsOf(w).formToken('complaint')) ?? ''

    const view = await complain(w, posted(HERE, { ...COMPLAINT, name: '不该发出', key: freshKey(), token }))

    const receipt = view.state === 'receipt' ? view.receipt : ''
    expect(await openedParts(w, receipt)).toEqual([{ facts: CANARY.facts }])
  })

  test('that names an official stops, with what was typed still there', async () => {
    const w = await world()
    const token = (await localsOf(w).formToken('complaint')) ?? ''
    const facts = '局长张某收受贿赂。'

    const view = await complain(w, posted(HERE, { ...COMPLAINT, facts, key: freshKey(), token }))

    expect(view).toMatchObject({ state: 'form', place: { at: 'stop' } })
    expect(view.state === 'form' ? view.hidden : []).toContainEqual(['facts', facts])
  })

  test('whose words may be about an official is asked about once more', async () => {
    const w = await world()
    const [word = ''] = w.content.intake.reportWords.ask

    const view = await complain(
      w,
      posted(HERE, { ...COMPLAINT, facts: `有人说起${word}。`, step: 'summary', go: 'next' }),
    )

    expect(view).toMatchObject({ place: { at: 'check' }, doubts: [word] })
  })
})

describe('a repair', () => {
  test('is estimated for a penalty, and never decided', async () => {
    const w = await world()
    const [row] = await w.rows('kind=penalty&limit=1')
    const { request, params } = asked(`/repair/?record=${row?.id}&done=no`)

    const { view } = await loadRepairPage(localsOf(w), request, params)

    expect(view).toMatchObject({ state: 'estimate', isRepairable: true, done: 'no' })
    expect(JSON.stringify(view)).toContain('履行完才能申请')
  })

  test('of what was recorded of an organ here is asked for here, for that entry', async () => {
    const w = await world()
    const [row] = await w.rows('kind=dishonesty&limit=1')
    const { request, params } = asked(`/repair/?record=${row?.id}`)

    const { view, agency } = await loadRepairPage(localsOf(w), request, params)
    const about = { record: row?.id, hasPromised: true, isDutyDone: true, part: PARTS.repair }
    const sent = await post(w, 'repairs', { ...about, work: await workOf(w, 'repair') })
    const [penalty] = await w.rows('kind=penalty&limit=1')
    const refused = await post(w, 'repairs', { ...about, record: penalty?.id, work: await workOf(w, 'repair') })

    expect(view).toMatchObject({ state: 'form' })
    expect(agency).toBe(row?.agency.name)
    expect([sent.status, (await w.cases.find(String(sent.body.receipt)))?.recordId]).toEqual([201, row?.id])
    expect(refused.body).toMatchObject({ code: 'repair-elsewhere' })
  })

  test('is nothing for a licence', async () => {
    const w = await world()
    const [row] = await w.rows('kind=licence&limit=1')
    const { request, params } = asked(`/repair/?record=${row?.id}`)

    expect((await loadRepairPage(localsOf(w), request, params)).view).toMatchObject({ isRepairable: false })
  })
})
