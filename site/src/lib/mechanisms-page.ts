import type { Clause } from '#content/schema/policy'
import { createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { clauseAnchor } from './policy-page.ts'
import type { Reading } from './reading.ts'
import { SITE_PAGES } from './site-pages.ts'
import { taskName } from './task-name.ts'

export type MechanismView = {
  anchor: string
  number: number
  name: string
  clauses: (Link & { policy: string })[]
  tasks: (Link & { policy: string })[]
  pages: Link[]
  /** Said where there are no pages. */
  none: string
}

export type MechanismsView = { frame: Frame; heading: string; summary: string; mechanisms: MechanismView[] }

export const mechanismAnchor = (number: number) => `mechanism-${number}`

/** From what the documents order, by mechanism, to who has to do it and to the pages that do it. */
export function mechanismsPage(context: PageContext, reading: Reading): MechanismsView {
  const { urls } = context
  const heading = SITE_PAGES.mechanisms.name
  const mechanisms = Object.keys(reading.mechanisms)
    .map(Number)
    .toSorted((a, b) => a - b)
    .map((number) => mechanismView(context, reading, number))
  const paged = mechanisms.filter(({ pages }) => pages.length > 0).length
  return {
    frame: createFrame(context, {
      title: heading,
      path: urls.mechanisms(),
      section: 'policies',
      crumbs: [
        { text: COLUMNS.policies.name, href: urls.policies() },
        { text: heading, href: null },
      ],
      meta: { kind: 'column', column: 'policies' },
    }),
    heading,
    summary: `${mechanisms.length} 项机制，其中本站有对应页面的 ${paged} 项。`,
    mechanisms,
  }
}

/** Why no page of this site does what the clauses ask for. */
export function noneWords(clauses: readonly Clause[]): string {
  const never = clauses.find((clause) => clause.never !== null)?.never
  return never === undefined || never === null ? '还没有。' : `不在本站提供。${never}`
}

function mechanismView({ urls }: PageContext, reading: Reading, number: number): MechanismView {
  const met = reading.policies.flatMap((policy) =>
    policy.clauses.flatMap((clause, index) => (clause.mechanism === number ? [{ policy, clause, index }] : [])),
  )
  const tasks = reading.policies.flatMap((policy) => {
    const own = reading.tasks[policy.slug] ?? []
    return own.flatMap((task) =>
      task.mechanisms.includes(number)
        ? [{ policy: `${policy.title} ${task.ref}`, text: taskName(task, own), href: urls.task(policy.slug, task.id) }]
        : [],
    )
  })
  const pages = new Set(met.flatMap(({ clause }) => clause.pages))
  return {
    anchor: mechanismAnchor(number),
    number,
    name: reading.mechanisms[String(number)] ?? '',
    clauses: met.map(({ policy, clause, index }) => ({
      policy: `${policy.title} ${clause.ref}`,
      text: clause.quote,
      href: `${urls.policy(policy.slug)}#${clauseAnchor(index)}`,
    })),
    tasks,
    pages: [...pages].map((id) => ({ text: SITE_PAGES[id].name, href: SITE_PAGES[id].href(urls) })),
    none: noneWords(met.map(({ clause }) => clause)),
  }
}
