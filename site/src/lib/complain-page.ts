import type { OutsideChannels } from '#content/schema/outside-channel'
import { COMPLAINT_EVENT_LABEL, CREDITOR_LABEL } from '#domain/case-labels.zh'
import { type ComplaintRoute, routeComplaint } from '#domain/complaint-route'
import { COMPLAINT_EVENTS, CREDITORS, type OutsideChannel } from '#domain/vocabulary'
import type { IntakeFacts } from '../intake-facts.ts'
import { complaintForm } from './complaint-form.ts'
import type { FieldOption, FormSpec } from './form-model.ts'
import { type Crumb, createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import type { ComplainAsk } from './urls.ts'

export type ChannelCard = { name: string; phone: string | null; url: string | null; about: string; basis: string }

type Told = { status: 200; frame: Frame; said: Said[] }
/** An answer given so far, with where it can be changed. */
export type Said = { label: string; value: string; change: string }

/** `links`: one of them is the answer. `organs`: too many for that, so a list to choose from. */
export type QuestionView = Told & {
  state: 'question'
  heading: string
  notes: string[]
  answers: (Link & { about: string | null })[]
  organs: { action: string; kept: (readonly [string, string])[]; options: FieldOption[] } | null
}

export type ElsewhereView = Told & {
  state: 'elsewhere'
  heading: string
  paragraphs: string[]
  channels: ChannelCard[]
  links: Link[]
}

export type ComplainForm = { state: 'here'; spec: FormSpec; said: Said[]; handler: string }

export const COMPLAIN_AROUND: { column: 'complain'; crumbs: Crumb[] } = { column: 'complain', crumbs: [] }

/** What the address says, with everything left out that is no answer to a question. */
export function readComplainAsk(params: URLSearchParams, { agencies }: IntakeFacts): ComplainAsk {
  const one = <T extends string>(name: string, among: readonly T[]) => among.find((it) => it === params.get(name))
  return {
    event: one('event', COMPLAINT_EVENTS),
    creditor: one('creditor', CREDITORS),
    agency: agencies.find(({ slug }) => slug === params.get('agency'))?.slug,
    officials: one('officials', ['yes', 'no'] as const),
  }
}

export function complainPage(
  context: PageContext,
  ask: ComplainAsk,
  intake: IntakeFacts,
  outside: OutsideChannels,
): QuestionView | ElsewhereView | ComplainForm {
  const { urls } = context
  const event = COMPLAINT_EVENTS.find((it) => it === ask.event)
  const said = saidSoFar(context, ask, intake)
  if (event === undefined) return question(context, ask, intake, 'event', said)
  const creditor = CREDITORS.find((it) => it === ask.creditor)
  const namesOfficials = ask.officials === undefined ? undefined : ask.officials === 'yes'
  const route = routeComplaint({ event, creditor, accused: ask.agency, namesOfficials }, intake)
  if (route.to === 'asks') return question(context, ask, intake, route.question, said)
  if (route.to === 'here') {
    const { domains, handler } = route
    const facts = { action: urls.complain(ask), agency: ask.agency ?? '', creditor: creditor ?? null, domains }
    const name = intake.agencies.find(({ slug }) => slug === handler)?.name ?? handler
    return { state: 'here', spec: complaintForm(facts), said, handler: name }
  }
  return elsewhere(context, ask, said, wordsOf(context, route, intake, event === 'official'), route, outside)
}

type Question = 'event' | 'creditor' | 'accused' | 'officials'

const HEADING: Record<Question, string> = {
  event: '发生了什么事',
  creditor: '谁被拖欠',
  accused: '要投诉哪个单位',
  officials: '是不是在说某个人',
}

const NOTES: Record<Question, string[]> = {
  event: ['不同的事由不同的单位受理。先选一项，我们告诉您应当找谁。到这里为止不需要填写任何个人信息。'],
  creditor: [],
  accused: ['列表中没有的单位，请拨打 12345 政务服务便民热线。'],
  officials: [
    '如果要说的是某位公职人员索要好处、以权谋私、打击报复等，属于检举控告，应当直接向纪检监察机关提出，本站不接收。',
  ],
}

function question(
  context: PageContext,
  ask: ComplainAsk,
  intake: IntakeFacts,
  which: Question,
  said: Said[],
): QuestionView {
  const { urls } = context
  const heading = HEADING[which]
  const kept = Object.entries(ask).flatMap(([name, value]) =>
    value === undefined || name === 'agency' ? [] : [[name, value] as const],
  )
  const answers: Record<Exclude<Question, 'accused'>, QuestionView['answers']> = {
    event: COMPLAINT_EVENTS.map((event) => ({
      ...{ text: COMPLAINT_EVENT_LABEL[event], about: null },
      href: urls.complain({ event, agency: ask.agency }),
    })),
    creditor: CREDITORS.map((creditor) => ({
      ...{ text: CREDITOR_LABEL[creditor], about: null },
      href: urls.complain({ ...ask, creditor }),
    })),
    officials: [
      {
        text: '不是，说的是单位',
        about: '单位不履行合同、不兑现承诺、拖欠账款、不公示等',
        href: urls.complain({ ...ask, officials: 'no' }),
      },
      {
        text: '是，说的是公职人员个人',
        about: '谁索要了好处、偏袒了谁、打击报复了谁',
        // Without the body: nobody's address bar or log shall say whose officials somebody reported.
        href: urls.complain({ event: 'official' }),
      },
    ],
  }
  return {
    ...{ state: 'question', status: 200, heading, notes: NOTES[which], said },
    frame: frameOf(context, ask, heading),
    answers: which === 'accused' ? [] : answers[which],
    organs:
      which === 'accused'
        ? {
            action: urls.complain(),
            kept,
            options: intake.agencies.map(({ slug, name }) => ({ value: slug, text: name })),
          }
        : null,
  }
}

function saidSoFar({ urls }: PageContext, { event, creditor, agency }: ComplainAsk, { agencies }: IntakeFacts): Said[] {
  const said: Said[] = []
  const eventId = COMPLAINT_EVENTS.find((it) => it === event)
  const creditorId = CREDITORS.find((it) => it === creditor)
  const organ = agencies.find(({ slug }) => slug === agency)
  if (eventId) said.push({ label: '事情', value: COMPLAINT_EVENT_LABEL[eventId], change: urls.complain({ agency }) })
  if (creditorId) {
    said.push({ label: '被拖欠的是', value: CREDITOR_LABEL[creditorId], change: urls.complain({ event, agency }) })
  }
  if (organ) said.push({ label: '被投诉的单位', value: organ.name, change: urls.complain({ event, creditor }) })
  return said
}

type Outcome = Exclude<ComplaintRoute, { to: 'asks' } | { to: 'here' }>
type Words = { heading: string; paragraphs: string[]; links: Link[] }

function wordsOf({ urls }: PageContext, route: Outcome, { operator }: IntakeFacts, isAboutOfficials: boolean): Words {
  if (route.to === 'page' && route.page === 'object') {
    return {
      heading: '这不是投诉，是异议',
      paragraphs: ['公示的信息写错了、漏写了，或者不应当公示的，请先找到那条信息，再在它的页面上选“提出异议”。'],
      links: [
        { text: '查询公示信息', href: urls.search() },
        { text: '信息有误，怎样提出异议', href: urls.guide('object') },
      ],
    }
  }
  if (route.to === 'page') {
    return {
      heading: '网站本身有错，请用本页纠错',
      paragraphs: ['错别字、打不开的链接、过时的内容，不需要投诉。'],
      links: [{ text: '本页纠错', href: urls.correct() }],
    }
  }
  const nothing = '本站没有登记这件事。'
  if (route.why === 'names-officials' || isAboutOfficials) {
    return {
      heading: '检举公职人员，请找纪检监察机关',
      paragraphs: ['检举、控告材料不得转给被检举的人和他所在的单位，所以本站不接收。', nothing],
      links: [],
    }
  }
  if (route.why === 'operator-accused') {
    const why =
      operator === null
        ? '本站的承办单位还没有公布，没有人可以公正地核实，所以不受理投诉。'
        : '您要投诉的是承办本站的单位，由它自己核实不公正，所以本站不受理。'
    return { heading: '这件投诉本站不能受理', paragraphs: [`${why}请向以下渠道提出。`, nothing], links: [] }
  }
  return {
    heading: '这件事由别的单位受理',
    paragraphs: ['本站不受理这类事情。请向以下渠道提出，它们有权处理。', nothing],
    links: [],
  }
}

function elsewhere(
  context: PageContext,
  ask: ComplainAsk,
  said: Said[],
  { heading, paragraphs, links }: Words,
  route: Outcome,
  outside: OutsideChannels,
): ElsewhereView {
  const channels = route.to === 'elsewhere' ? channelCards(route.channels, outside) : []
  const frame = frameOf(context, ask, heading)
  return { state: 'elsewhere', status: 200, frame, heading, paragraphs, links, channels, said }
}

export function channelCards(ids: readonly OutsideChannel[], outside: OutsideChannels): ChannelCard[] {
  return ids.map((id) => outside[id])
}

function frameOf(context: PageContext, ask: ComplainAsk, heading: string): Frame {
  const path = context.urls.complain(ask)
  return createFrame(context, {
    title: `${heading} - ${COLUMNS.complain.name}`,
    path,
    section: 'complain',
    crumbs: [{ text: COLUMNS.complain.name, href: null }],
    meta: { kind: 'column', column: 'complain' },
    isIndexed: !path.includes('?'),
  })
}
