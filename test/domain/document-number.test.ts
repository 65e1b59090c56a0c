import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldDocumentNumber, foldName } from '#domain/document-number'

const MESS = fc.string({
  unit: fc.constantFrom(
    ...'滑市监罚第号〔〕【】（）()[]［］「」《》<>２０26 \u2002\u3000\u00a0\u200b-—–－aAßǆ1２。;&nbsp;',
  ),
})

describe('a document number', () => {
  test.each([
    '滑市监罚〔2026〕12号',
    '滑市监罚〔2026〕12',
    '滑市监罚[2026]12号',
    '滑市监罚【2026】12号',
    '滑市监罚（2026）12号',
    '滑市监罚(2026)12号',
    '滑市监罚［2026］12号',
    '滑市监罚「2026」12号',
    '滑市监罚《2026》12号',
    '滑市监罚<2026>12号',
    '滑市监罚〔2026）12号',
    '滑市监罚〔２０２６〕１２号',
    '滑市监罚〔2026〕第12号',
    '滑市监罚〔2026〕第12',
    '滑市监罚 〔2026〕 12 号',
    '滑市监罚\u2002〔2026〕\u300012号\u00a0',
    '滑市监罚\u200b〔2026〕&nbsp;12号',
    '\ufeff滑市监罚〔2026〕12号；',
    '滑市监罚〔2026〕12號',
  ])('%j is the same number', (text) => {
    expect(foldDocumentNumber(text)).toBe('滑市监罚[2026]12')
  })

  test.each([
    ['皖农肥(2016)准字4255号', '皖农肥[2016]准字4255'],
    ['皖农肥（2016）准字第4255号', '皖农肥[2016]准字4255'],
    ['jy14105260012345', 'JY14105260012345'],
    ['滑综执罚字—2026－003', '滑综执罚字-2026-003'],
    ['第12号', '12'],
    ['', ''],
  ])('%j is compared as %j', (text, folded) => {
    expect(foldDocumentNumber(text)).toBe(folded)
  })

  test.each([
    ['滑市监罚〔2026〕12号', '滑市监罚〔2026〕13号'],
    ['滑市监罚〔2026〕12号', '滑市监罚〔2025〕12号'],
    ['滑市监罚〔2026〕12号', '滑市监罚〔2026〕012号'],
    ['滑第3分局罚〔2026〕12号', '滑3分局罚〔2026〕12号'],
    ['滑市监罚〔2026〕1-2号', '滑市监罚〔2026〕12号'],
  ])('%j and %j stay two numbers', (one, other) => {
    expect(foldDocumentNumber(one)).not.toBe(foldDocumentNumber(other))
  })

  test('folding twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.oneof(MESS, fc.string({ unit: 'binary' })), (text) => {
        const once = foldDocumentNumber(text)

        expect(foldDocumentNumber(once)).toBe(once)
      }),
    )
  })

  test('with and without the closing 号 it is one number', () => {
    fc.assert(
      fc.property(MESS, (text) => {
        expect(foldDocumentNumber(`${text}号`)).toBe(foldDocumentNumber(text))
      }),
    )
  })

  test('no single character of Unicode makes folding run on', () => {
    for (let code = 0; code <= 0x2ffff; code += 1) {
      const once = foldDocumentNumber(String.fromCodePoint(code))
      if (foldDocumentNumber(once) !== once) expect.unreachable(code.toString(16))
    }
  })
})

describe('the name of an enterprise', () => {
  test.each([
    ['滑县某某商贸有限公司（分公司）', '滑县某某商贸有限公司(分公司)'],
    ['滑县 某某\u3000商贸有限公司', '滑县某某商贸有限公司'],
    ['ａｂｃ科技有限公司', 'ABC科技有限公司'],
    ['艾力•买买提餐馆', '艾力·买买提餐馆'],
    ['艾力・买买提餐馆', '艾力·买买提餐馆'],
  ])('%j is compared as %j', (text, folded) => {
    expect(foldName(text)).toBe(folded)
  })

  test('folding twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.oneof(MESS, fc.string({ unit: 'binary' })), (text) => {
        const once = foldName(text)

        expect(foldName(once)).toBe(once)
      }),
    )
  })
})
