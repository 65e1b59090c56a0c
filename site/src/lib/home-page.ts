import type { AgencyList, RecentList } from '#contract/record'
import { addDays, type Day } from '#domain/day'
import { DECISION_KINDS, kindsOf } from '#domain/kind-groups'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { LATEST_SERVED } from '#domain/latest-rows'
import { type AgencyRow, agencyRows, type LatestSection, latestSection } from './agency-page.ts'
import { formatCount } from './counts.ts'
import { createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import type { Answer } from './site-api.ts'

const LATEST = 6

export type HomeView = {
  state: 'home'
  status: 200
  frame: Frame
  heading: string
  intro: string
  week: { text: string; links: Link[] }
  sections: LatestSection[]
  /** What else there is, by group: the pages of the groups lead to their kinds. */
  hubs: (Link & { about: string })[]
  agencies: AgencyRow[]
}

export function homePage(
  context: PageContext,
  answers: { licences: Answer<RecentList>; penalties: Answer<RecentList>; agencies: Answer<AgencyList> },
  today: Day,
): HomeView | NoticeView {
  const { licences, penalties, agencies } = answers
  if (licences.state !== 'found' || penalties.state !== 'found' || agencies.state !== 'found') {
    return unavailableNotice(context)
  }
  const { siteName, areaName } = context.place
  return {
    state: 'home',
    status: 200,
    frame: createFrame(context, {
      title: siteName,
      path: context.urls.home(),
      section: 'home',
      crumbs: [],
      meta: { kind: 'column', column: 'home' },
      feeds: { of: 'all' },
    }),
    heading: siteName,
    intro: `${areaName}行政许可、行政处罚和政务诚信信息公示。每条信息都写明由谁作出、何时公示、公示到哪一天。`,
    week: {
      text: weekWords(licences.value, penalties.value, today),
      links: DECISION_KINDS.map((kind) => ({
        text: `超期公示的${RECORD_KIND_LABEL[kind]}`,
        href: context.urls.list(kind, { state: 'late' }),
      })),
    },
    sections: [
      latestSection(context, 'licence', licences.value.items.slice(0, LATEST)),
      latestSection(context, 'penalty', penalties.value.items.slice(0, LATEST)),
    ],
    hubs: (['integrity', 'lists', 'openness'] as const).map((group) => ({
      text: COLUMNS[group].name,
      href: context.urls.hub(group),
      about: `${kindsOf(group)
        .map((kind) => RECORD_KIND_LABEL[kind])
        .join('、')}。`,
    })),
    agencies: agencyRows(context, agencies.value),
  }
}

const WEEK_DAYS = 7

/** Counted among the latest publications at hand; when all of them are of this week, there may be more. */
function weekWords(licences: RecentList, penalties: RecentList, today: Day): string {
  const since = addDays(today, 1 - WEEK_DAYS)
  const words = ({ items }: RecentList) => {
    const count = items.filter(({ publishedOn }) => publishedOn >= since).length
    return count === LATEST_SERVED ? `${LATEST_SERVED} 条以上` : `${formatCount(count)} 条`
  }
  return `最近七天新公示行政许可 ${words(licences)}、行政处罚 ${words(penalties)}。`
}
