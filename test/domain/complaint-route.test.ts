import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ComplaintAnswers,
  type ComplaintDesk,
  doubtfulWords,
  eventOfDomain,
  handlerOf,
  reportSigns,
  routeComplaint,
} from '#domain/complaint-route'
import { COMPLAINT_DOMAINS, COMPLAINT_EVENTS, CREDITORS } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const DESK: ComplaintDesk = { operator: 'shenpi', supervisors: { zhen: 'nongye' } }
const { intake } = await loadContent('demo')

/** In one word or two: where a set of answers leads. */
function leadsTo(answers: ComplaintAnswers, desk = DESK): string {
  const route = routeComplaint(answers, desk)
  if (route.to === 'asks') return `asks ${route.question}`
  if (route.to === 'page') return `page ${route.page}`
  if (route.to === 'here') return `here, by ${route.handler}: ${route.domains.join(' ')}`
  return `${route.channels.join(' ')} (${route.why})`
}

describe('the tree of complaints', () => {
  test('every event, every creditor, every accused, with or without officials named', () => {
    const accused = [undefined, 'zhen', 'jiaotong', 'shenpi']
    const lines = COMPLAINT_EVENTS.flatMap((event) => {
      const rows = [undefined, ...CREDITORS].flatMap((creditor) =>
        accused.flatMap((organ) =>
          [undefined, true, false].map((namesOfficials) => ({
            said: [creditor ?? '·', organ ?? '·', namesOfficials ?? '·'].join(' '),
            to: leadsTo({ event, creditor, accused: organ, namesOfficials }),
          })),
        ),
      )
      const ways = new Set(rows.map(({ to }) => to))
      return ways.size === 1
        ? [`${event} → ${[...ways].join()}`]
        : rows.map(({ said, to }) => `${event} ${said} → ${to}`)
    })

    // Only arrears depend on the creditor, so of the others the rows without one are enough.
    const shown = lines.filter((line) => !/^(breach|disclosure|statistics) [a-z]/.test(line))
    expect(`\n${shown.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      breach · · · → asks accused
      breach · · true → discipline (names-officials)
      breach · · false → asks accused
      breach · zhen · → asks officials
      breach · zhen true → discipline (names-officials)
      breach · zhen false → here, by nongye: procurement tendering ppp investment-promotion government-investment debt township successor service-promise other
      breach · jiaotong · → asks officials
      breach · jiaotong true → discipline (names-officials)
      breach · jiaotong false → here, by shenpi: procurement tendering ppp investment-promotion government-investment debt township successor service-promise other
      breach · shenpi · → inspection hotline petition (operator-accused)
      breach · shenpi true → discipline (names-officials)
      breach · shenpi false → inspection hotline petition (operator-accused)
      arrears · · · → asks creditor
      arrears · · true → discipline (names-officials)
      arrears · · false → asks creditor
      arrears · zhen · → asks creditor
      arrears · zhen true → discipline (names-officials)
      arrears · zhen false → asks creditor
      arrears · jiaotong · → asks creditor
      arrears · jiaotong true → discipline (names-officials)
      arrears · jiaotong false → asks creditor
      arrears · shenpi · → asks creditor
      arrears · shenpi true → discipline (names-officials)
      arrears · shenpi false → asks creditor
      arrears small-business · · → sme-arrears hotline (not-ours)
      arrears small-business · true → discipline (names-officials)
      arrears small-business · false → sme-arrears hotline (not-ours)
      arrears small-business zhen · → sme-arrears hotline (not-ours)
      arrears small-business zhen true → discipline (names-officials)
      arrears small-business zhen false → sme-arrears hotline (not-ours)
      arrears small-business jiaotong · → sme-arrears hotline (not-ours)
      arrears small-business jiaotong true → discipline (names-officials)
      arrears small-business jiaotong false → sme-arrears hotline (not-ours)
      arrears small-business shenpi · → sme-arrears hotline (not-ours)
      arrears small-business shenpi true → discipline (names-officials)
      arrears small-business shenpi false → sme-arrears hotline (not-ours)
      arrears large-business · · → asks accused
      arrears large-business · true → discipline (names-officials)
      arrears large-business · false → asks accused
      arrears large-business zhen · → asks officials
      arrears large-business zhen true → discipline (names-officials)
      arrears large-business zhen false → here, by nongye: arrears
      arrears large-business jiaotong · → asks officials
      arrears large-business jiaotong true → discipline (names-officials)
      arrears large-business jiaotong false → here, by shenpi: arrears
      arrears large-business shenpi · → inspection hotline petition (operator-accused)
      arrears large-business shenpi true → discipline (names-officials)
      arrears large-business shenpi false → inspection hotline petition (operator-accused)
      arrears person · · → asks accused
      arrears person · true → discipline (names-officials)
      arrears person · false → asks accused
      arrears person zhen · → asks officials
      arrears person zhen true → discipline (names-officials)
      arrears person zhen false → here, by nongye: arrears
      arrears person jiaotong · → asks officials
      arrears person jiaotong true → discipline (names-officials)
      arrears person jiaotong false → here, by shenpi: arrears
      arrears person shenpi · → inspection hotline petition (operator-accused)
      arrears person shenpi true → discipline (names-officials)
      arrears person shenpi false → inspection hotline petition (operator-accused)
      wages → labour hotline (not-ours)
      official → discipline (not-ours)
      disclosure · · · → asks accused
      disclosure · · true → discipline (names-officials)
      disclosure · · false → asks accused
      disclosure · zhen · → asks officials
      disclosure · zhen true → discipline (names-officials)
      disclosure · zhen false → here, by nongye: disclosure
      disclosure · jiaotong · → asks officials
      disclosure · jiaotong true → discipline (names-officials)
      disclosure · jiaotong false → here, by shenpi: disclosure
      disclosure · shenpi · → inspection hotline petition (operator-accused)
      disclosure · shenpi true → discipline (names-officials)
      disclosure · shenpi false → inspection hotline petition (operator-accused)
      record-wrong · · · → page object
      record-wrong · · true → discipline (names-officials)
      record-wrong · · false → page object
      record-wrong · zhen · → page object
      record-wrong · zhen true → discipline (names-officials)
      record-wrong · zhen false → page object
      record-wrong · jiaotong · → page object
      record-wrong · jiaotong true → discipline (names-officials)
      record-wrong · jiaotong false → page object
      record-wrong · shenpi · → page object
      record-wrong · shenpi true → discipline (names-officials)
      record-wrong · shenpi false → page object
      record-wrong small-business · · → page object
      record-wrong small-business · true → discipline (names-officials)
      record-wrong small-business · false → page object
      record-wrong small-business zhen · → page object
      record-wrong small-business zhen true → discipline (names-officials)
      record-wrong small-business zhen false → page object
      record-wrong small-business jiaotong · → page object
      record-wrong small-business jiaotong true → discipline (names-officials)
      record-wrong small-business jiaotong false → page object
      record-wrong small-business shenpi · → page object
      record-wrong small-business shenpi true → discipline (names-officials)
      record-wrong small-business shenpi false → page object
      record-wrong large-business · · → page object
      record-wrong large-business · true → discipline (names-officials)
      record-wrong large-business · false → page object
      record-wrong large-business zhen · → page object
      record-wrong large-business zhen true → discipline (names-officials)
      record-wrong large-business zhen false → page object
      record-wrong large-business jiaotong · → page object
      record-wrong large-business jiaotong true → discipline (names-officials)
      record-wrong large-business jiaotong false → page object
      record-wrong large-business shenpi · → page object
      record-wrong large-business shenpi true → discipline (names-officials)
      record-wrong large-business shenpi false → page object
      record-wrong person · · → page object
      record-wrong person · true → discipline (names-officials)
      record-wrong person · false → page object
      record-wrong person zhen · → page object
      record-wrong person zhen true → discipline (names-officials)
      record-wrong person zhen false → page object
      record-wrong person jiaotong · → page object
      record-wrong person jiaotong true → discipline (names-officials)
      record-wrong person jiaotong false → page object
      record-wrong person shenpi · → page object
      record-wrong person shenpi true → discipline (names-officials)
      record-wrong person shenpi false → page object
      decision → review (not-ours)
      petition → petition hotline (not-ours)
      statistics · · · → asks accused
      statistics · · true → discipline (names-officials)
      statistics · · false → asks accused
      statistics · zhen · → asks officials
      statistics · zhen true → discipline (names-officials)
      statistics · zhen false → here, by nongye: statistics
      statistics · jiaotong · → asks officials
      statistics · jiaotong true → discipline (names-officials)
      statistics · jiaotong false → here, by shenpi: statistics
      statistics · shenpi · → inspection hotline petition (operator-accused)
      statistics · shenpi true → discipline (names-officials)
      statistics · shenpi false → inspection hotline petition (operator-accused)
      site · · · → page correct
      site · · true → discipline (names-officials)
      site · · false → page correct
      site · zhen · → page correct
      site · zhen true → discipline (names-officials)
      site · zhen false → page correct
      site · jiaotong · → page correct
      site · jiaotong true → discipline (names-officials)
      site · jiaotong false → page correct
      site · shenpi · → page correct
      site · shenpi true → discipline (names-officials)
      site · shenpi false → page correct
      site small-business · · → page correct
      site small-business · true → discipline (names-officials)
      site small-business · false → page correct
      site small-business zhen · → page correct
      site small-business zhen true → discipline (names-officials)
      site small-business zhen false → page correct
      site small-business jiaotong · → page correct
      site small-business jiaotong true → discipline (names-officials)
      site small-business jiaotong false → page correct
      site small-business shenpi · → page correct
      site small-business shenpi true → discipline (names-officials)
      site small-business shenpi false → page correct
      site large-business · · → page correct
      site large-business · true → discipline (names-officials)
      site large-business · false → page correct
      site large-business zhen · → page correct
      site large-business zhen true → discipline (names-officials)
      site large-business zhen false → page correct
      site large-business jiaotong · → page correct
      site large-business jiaotong true → discipline (names-officials)
      site large-business jiaotong false → page correct
      site large-business shenpi · → page correct
      site large-business shenpi true → discipline (names-officials)
      site large-business shenpi false → page correct
      site person · · → page correct
      site person · true → discipline (names-officials)
      site person · false → page correct
      site person zhen · → page correct
      site person zhen true → discipline (names-officials)
      site person zhen false → page correct
      site person jiaotong · → page correct
      site person jiaotong true → discipline (names-officials)
      site person jiaotong false → page correct
      site person shenpi · → page correct
      site person shenpi true → discipline (names-officials)
      site person shenpi false → page correct
      other → hotline (not-ours)
      "
    `)
  })

  test('only arrears ask who the creditor is, and only they depend on it', () => {
    for (const event of COMPLAINT_EVENTS) {
      const answers = { event, accused: 'jiaotong', namesOfficials: false }
      const ways = new Set([undefined, ...CREDITORS].map((creditor) => leadsTo({ ...answers, creditor })))
      expect([event, ways.size > 1]).toEqual([event, event === 'arrears'])
    }
  })

  test('every domain comes of an event that is taken in, and the event offers it', () => {
    for (const domain of COMPLAINT_DOMAINS) {
      const event = eventOfDomain(domain)
      const route = routeComplaint({ event, creditor: 'person', accused: 'jiaotong', namesOfficials: false }, DESK)

      expect(route).toMatchObject({ to: 'here', domains: expect.arrayContaining([domain]) })
    }
  })
})

describe('whoever is accused', () => {
  const slugs = fc.constantFrom('a', 'b', 'c', 'd')
  const desks: fc.Arbitrary<ComplaintDesk> = fc.record({
    operator: fc.option(slugs),
    supervisors: fc.dictionary(slugs, slugs),
  })
  const answers: fc.Arbitrary<ComplaintAnswers> = fc.record({
    event: fc.constantFrom(...COMPLAINT_EVENTS),
    creditor: fc.option(fc.constantFrom(...CREDITORS), { nil: undefined }),
    accused: fc.option(slugs, { nil: undefined }),
    namesOfficials: fc.option(fc.boolean(), { nil: undefined }),
  })

  test('it never looks into itself', () => {
    fc.assert(
      fc.property(slugs, desks, (accused, desk) => {
        expect(handlerOf(accused, desk)).not.toBe(accused)
      }),
      { numRuns: 1000 },
    )
  })

  test('what comes in has a handler that is not the accused, names no official, and the operator is not accused', () => {
    fc.assert(
      fc.property(answers, desks, (said, desk) => {
        const route = routeComplaint(said, desk)
        if (route.to !== 'here') return
        expect(desk.operator).not.toBeNull()
        expect(route.handler).not.toBe(said.accused)
        expect(said.accused).not.toBe(desk.operator)
        expect(said.namesOfficials).toBe(false)
        expect(said.event).not.toBe('official')
      }),
      { numRuns: 2000 },
    )
  })

  test('with the operator accused, or with no operator, there are only outside channels', () => {
    fc.assert(
      fc.property(answers, desks, slugs, (said, desk, operator) => {
        const accusedItself = routeComplaint({ ...said, accused: operator }, { ...desk, operator })
        const withoutOperator = routeComplaint({ ...said, accused: operator }, { ...desk, operator: null })

        for (const route of [accusedItself, withoutOperator]) expect(route.to).not.toBe('here')
      }),
    )
    for (const desk of [
      { ...DESK, operator: null },
      { ...DESK, operator: 'jiaotong' },
    ]) {
      expect(leadsTo({ event: 'breach', accused: 'jiaotong', namesOfficials: false }, desk)).toBe(
        'inspection hotline petition (operator-accused)',
      )
    }
  })

  test('a body with one above it is looked into there, another one by the operator', () => {
    expect(handlerOf('zhen', DESK)).toBe('nongye')
    expect(handlerOf('jiaotong', DESK)).toBe('shenpi')
    expect(handlerOf('a', { operator: 'b', supervisors: { a: 'a' } })).toBe('b')
  })
})

describe('words of a report on officials', () => {
  const words = { alone: ['受贿'], pairs: [{ who: ['科长', '他'], did: ['收了'] }], ask: ['领导'] }

  test.each([
    ['有人受贿', ['受贿']],
    ['有人受 贿', ['受贿']],
    ['有人受\n贿', ['受贿']],
    ['科长收了五百', ['科长…收了']],
    ['科长来过。收了五百', []],
    ['他昨天收了', ['他…收了']],
    ['收了五百，科长说的', ['科长…收了']],
    ['我们收了货款通知', []],
    ['', []],
  ])('%j is a sign: %j', (text, signs) => {
    expect(reportSigns(text, words)).toEqual(signs)
  })

  test('a doubtful word is no sign, but is told', () => {
    expect(reportSigns('领导出差了', words)).toEqual([])
    expect(doubtfulWords('领导出差了', words)).toEqual(['领导'])
  })

  test('any text at all is looked at without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(Array.isArray(reportSigns(text, intake.reportWords))).toBe(true)
      }),
    )
  })
})
