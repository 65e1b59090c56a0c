import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { type ComplaintDesk, doubtfulWords, reportSigns, routeComplaint } from '#domain/complaint-route'
import { COMPLAINT_DOMAINS, COMPLAINT_EVENTS } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

/** Invented texts of people, what they are in truth, and what the person clicked, which is sometimes wrong. */
const Texts = z.array(
  z.object({
    text: z.string(),
    route: z.enum([
      ...([
        'ours',
        'discipline',
        'sme-arrears',
        'labour',
        'petition',
        'objection',
        'review',
        'site',
        'hotline',
      ] as const),
    ]),
    domain: z.enum(COMPLAINT_DOMAINS).optional(),
    choice: z.enum(COMPLAINT_EVENTS),
    accused: z.string(),
  }),
)
type Text = z.output<typeof Texts>[number]

function textsOf(name: 'tune' | 'held'): Text[] {
  return Texts.parse(parse(readFileSync(new URL(`complaint-texts/${name}.yaml`, import.meta.url), 'utf8')))
}

const [tune, held] = [textsOf('tune'), textsOf('held')]
const { intake, agencies, place } = await loadContent('demo')
const { reportWords, operator } = intake
const desk: ComplaintDesk = { operator, supervisors: intake.supervisors }

/** Whom the person picks from the list of organs; whoever is not on it is taken for the township. */
function slugOf(accused: string): string {
  return agencies.find(({ name, aliases }) => [name, ...aliases].includes(accused))?.slug ?? 'shihe-zhen'
}

/** Through the tree, with what the person clicked and what it says of officials. */
function walked({ route, domain, choice, accused }: Text, namesOfficials: boolean) {
  const isSmall = route === 'sme-arrears'
  const isLarge = route === 'ours' && domain === 'arrears'
  const creditor = isSmall ? 'small-business' : isLarge ? 'large-business' : 'person'
  return routeComplaint({ event: choice, creditor, accused: slugOf(accused), namesOfficials }, desk)
}

/** What the words below the question make of texts; `unseen` go through. */
function net(texts: readonly Text[]) {
  const stopped = texts.filter(({ text }) => reportSigns(text, reportWords).length > 0)
  const others = texts.filter((it) => !stopped.includes(it))
  const askedAgain = others.filter(({ text }) => doubtfulWords(text, reportWords).length > 0)
  return { stopped: stopped.length, askedAgain: askedAgain.length, unseen: others.length - askedAgain.length }
}

test('there are texts of every route, and none is in both files', () => {
  expect([tune.length, held.length]).toEqual([60, 200])
  const seen = new Set(tune.map(({ text }) => text))
  expect(held.filter(({ text }) => seen.has(text))).toEqual([])
  for (const texts of [tune, held]) expect(new Set(texts.map(({ route }) => route)).size).toBe(9)
})

describe('answered truthfully', () => {
  test('no report on officials is taken in, and none gets to a handler, whatever was clicked first', () => {
    const reports = held.filter(({ route }) => route === 'discipline')

    const takenIn = reports.filter((it) => walked(it, true).to === 'here')

    expect(reports.length).toBe(55)
    expect(takenIn).toEqual([])
  })

  test('nothing reaches a handler that is the accused', () => {
    const reached = held.flatMap((it) => {
      const route = walked(it, it.route === 'discipline')
      return route.to === 'here' && route.handler === slugOf(it.accused) ? [it] : []
    })

    expect(reached).toEqual([])
  })

  test('what accuses the operator itself never comes in here', () => {
    const ownName = agencies.find(({ slug }) => slug === place.operatorAgency)?.name
    const about = held.filter(({ accused }) => accused === ownName)

    expect(about.length).toBeGreaterThan(3)
    expect(about.filter((it) => walked(it, false).to === 'here')).toEqual([])
  })

  test('what is ours comes in, but for what was clicked as something else, accuses the operator or is a small business’s', () => {
    const ours = held.filter(({ route }) => route === 'ours')
    const lost = ours.filter((it) => walked(it, false).to !== 'here')

    expect(lost.filter(({ choice, accused }) => choice === 'breach' && slugOf(accused) !== operator)).toEqual([])
  })
})

describe('answered wrongly, that no official is meant', () => {
  test('of the reports among held texts the words stop most; this is how many', () => {
    expect(net(held.filter(({ route }) => route === 'discipline'))).toMatchInlineSnapshot(`
      {
        "askedAgain": 10,
        "stopped": 41,
        "unseen": 4,
      }
    `)
  })

  test('of the reports that were clicked as something else and so come as far as the words, this is how many', () => {
    const reports = held.filter((it) => it.route === 'discipline' && walked(it, false).to === 'here')

    expect(net(reports)).toMatchInlineSnapshot(`
      {
        "askedAgain": 3,
        "stopped": 13,
        "unseen": 0,
      }
    `)
  })

  test('of what is ours they stop few wrongly; this is how many of 85', () => {
    const ours = net(held.filter(({ route }) => route === 'ours'))

    expect(ours).toMatchInlineSnapshot(`
      {
        "askedAgain": 36,
        "stopped": 4,
        "unseen": 45,
      }
    `)
    expect(ours.stopped).toBeLessThanOrEqual(5)
  })

  test('the words were made with the other sixty texts; this is how they do there', () => {
    const of = (route: Text['route']) => net(tune.filter((it) => it.route === route))

    expect({ discipline: of('discipline'), ours: of('ours') }).toMatchInlineSnapshot(`
      {
        "discipline": {
          "askedAgain": 1,
          "stopped": 17,
          "unseen": 0,
        },
        "ours": {
          "askedAgain": 8,
          "stopped": 0,
          "unseen": 18,
        },
      }
    `)
  })
})
