import type { ComplaintDomain, ComplaintEvent, Creditor, OutsideChannel } from './vocabulary.ts'

/** What the filer says of the complaint before writing anything. `accused`: slug of the organ. */
export type ComplaintAnswers = {
  event: ComplaintEvent
  creditor?: Creditor | undefined
  accused?: string | undefined
  /** Whether somebody in office is said to have asked, taken, favoured or retaliated. */
  namesOfficials?: boolean | undefined
}

/** `asks`: the next question. `elsewhere`: here nothing is taken in. `page`: another page of this site is right. */
export type ComplaintRoute =
  | { to: 'asks'; question: 'creditor' | 'accused' | 'officials' }
  | { to: 'elsewhere'; channels: readonly OutsideChannel[]; why: ElsewhereReason }
  | { to: 'page'; page: 'object' | 'correct' }
  | { to: 'here'; handler: string; domains: readonly ComplaintDomain[] }

export type ElsewhereReason = 'not-ours' | 'operator-accused' | 'names-officials'

/** `operator`: slug of the organ that runs the site; null where the place has not said it, then nothing comes in. */
export type ComplaintDesk = {
  operator: string | null
  /** By slug of an organ, the one above it; a body without one is looked into by the operator. */
  supervisors: Readonly<Record<string, string>>
}

const BREACH_DOMAINS: readonly ComplaintDomain[] = [
  ...(['procurement', 'tendering', 'ppp', 'investment-promotion', 'government-investment'] as const),
  ...(['debt', 'township', 'successor', 'service-promise', 'other'] as const),
]

/** Who takes what else: 不得将检举、揭发材料转给被检举人或单位, so reports on officials never come in at all. */
const ELSEWHERE: Partial<Record<ComplaintEvent, readonly OutsideChannel[]>> = {
  official: ['discipline'],
  wages: ['labour', 'hotline'],
  decision: ['review'],
  petition: ['petition', 'hotline'],
  other: ['hotline'],
}

/** Where nobody here is impartial: the operator itself is accused, or nobody has said who the operator is. */
const WITHOUT_OPERATOR: readonly OutsideChannel[] = ['inspection', 'hotline', 'petition']

const DOMAINS: Partial<Record<ComplaintEvent, readonly ComplaintDomain[]>> = {
  breach: BREACH_DOMAINS,
  arrears: ['arrears'],
  disclosure: ['disclosure'],
  statistics: ['statistics'],
}

/**
 * 发改财金〔2023〕1103号: a lead goes “立即转交被投诉主体的上级部门或主管部门” to be looked into; 信访工作条例 §30: it is never
 * handed to the accused. So the handler is never the accused, and with the operator accused nothing comes in here.
 */
export function routeComplaint(
  { event, creditor, accused, namesOfficials }: ComplaintAnswers,
  desk: ComplaintDesk,
): ComplaintRoute {
  const outside = ELSEWHERE[event]
  if (outside) return { to: 'elsewhere', channels: outside, why: 'not-ours' }
  if (namesOfficials) return { to: 'elsewhere', channels: ['discipline'], why: 'names-officials' }
  if (event === 'record-wrong') return { to: 'page', page: 'object' }
  if (event === 'site') return { to: 'page', page: 'correct' }
  if (event === 'arrears') {
    if (creditor === undefined) return { to: 'asks', question: 'creditor' }
    // 保障中小企业款项支付条例 第二十五条: 省级以上中小企业主管部门 takes these, no county site.
    if (creditor === 'small-business') return { to: 'elsewhere', channels: ['sme-arrears', 'hotline'], why: 'not-ours' }
  }
  if (accused === undefined) return { to: 'asks', question: 'accused' }
  const handler = handlerOf(accused, desk)
  if (handler === null) return { to: 'elsewhere', channels: WITHOUT_OPERATOR, why: 'operator-accused' }
  if (namesOfficials === undefined) return { to: 'asks', question: 'officials' }
  return { to: 'here', handler, domains: DOMAINS[event] ?? [] }
}

/** The organ above the accused, else the operator; null where that would be the accused. */
export function handlerOf(accused: string, { operator, supervisors }: ComplaintDesk): string | null {
  if (operator === null || operator === accused) return null
  const above = supervisors[accused]
  return above === undefined || above === accused ? operator : above
}

/** Whether a domain can follow from what the filer said happened. */
export function eventOfDomain(domain: ComplaintDomain): ComplaintEvent {
  if (domain === 'arrears' || domain === 'disclosure' || domain === 'statistics') return domain
  return 'breach'
}

/**
 * Words by which a text is taken for a report on officials: `alone` by itself, `pairs` in one sentence; `ask` is no sign
 * yet, but reason enough to ask the filer once more.
 */
export type ReportWords = {
  alone: readonly string[]
  pairs: readonly { who: readonly string[]; did: readonly string[] }[]
  ask: readonly string[]
}

/**
 * The words by which a text reads like a report on officials; empty where it does not. Doubt is settled towards the
 * discipline inspection: a report that reaches an organ can cost the person who wrote it dearly, a detour costs a call.
 */
export function reportSigns(text: string, words: ReportWords): string[] {
  const flat = text.normalize('NFKC').replace(/\s+/g, '')
  const signs = words.alone.filter((word) => flat.includes(word))
  for (const sentence of flat.split(/[。！？!?；;\n]/)) {
    for (const { who, did } of words.pairs) {
      const person = who.find((word) => sentence.includes(word))
      const act = did.find((word) => sentence.includes(word))
      if (person !== undefined && act !== undefined) signs.push(`${person}…${act}`)
    }
  }
  return [...new Set(signs)]
}

/** Words that may be of a report on officials, where there is no sign of one. */
export function doubtfulWords(text: string, words: ReportWords): string[] {
  const flat = text.normalize('NFKC').replace(/\s+/g, '')
  return words.ask.filter((word) => flat.includes(word))
}
