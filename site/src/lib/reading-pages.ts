import type { ReadingPage } from '#domain/reading-page'
import { GUIDE_ABOUT, GUIDE_ORDER } from './guide-page.ts'
import { COLUMNS } from './meta.ts'
import { clauseAnchor } from './policy-page.ts'
import type { Reading } from './reading.ts'
import { GUIDE_TITLE } from './site-pages.ts'
import { taskEntries } from './task-entries.ts'
import { taskName } from './task-name.ts'
import { createUrls } from './urls.ts'

const urls = createUrls('')

/** Documents and guides as a search looks through them: every clause by itself, the place's own documents first. */
export function readingPages(place: string, reading: Reading): ReadingPage[] {
  const { policies, mechanisms } = reading
  const isOwn = (policy: Reading['policies'][number]) => Number(policy.place === place)
  const guides = GUIDE_ORDER.map((id) => ({
    path: urls.guide(id),
    section: '办事指南',
    title: GUIDE_TITLE[id],
    text: GUIDE_ABOUT[id],
  }))
  const documents = [...policies]
    .sort((a, b) => isOwn(b) - isOwn(a))
    .flatMap((policy) => [
      {
        path: urls.policy(policy.slug),
        section: '政策文件',
        title: policy.title,
        text: [policy.number, policy.issuer].filter((text) => text !== null).join('，'),
      },
      ...policy.clauses.map((clause, index) => ({
        path: `${urls.policy(policy.slug)}#${clauseAnchor(index)}`,
        section: '政策文件',
        title: `${policy.title} ${clause.ref}`,
        text: `${clause.quote}（${mechanisms[String(clause.mechanism)] ?? ''}）`,
      })),
    ])
  const tasks = taskEntries(place, reading).map(({ policy, task }) => ({
    path: urls.task(policy.slug, task.id),
    section: COLUMNS.tasks.name,
    title: taskName(task, reading.tasks[policy.slug] ?? []),
    text: [task.text, ...task.lead, ...task.members, policy.title].join('，'),
  }))
  return [...guides, ...documents, ...tasks]
}
