import type { AgencyList, RecordPage } from '#contract/record'
import { type AgencyRow, agencyRows, type LatestSection, latestSection } from './agency-page.ts'
import { createFrame, type Frame, type PageContext } from './frame.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import type { Answer } from './site-api.ts'

const LATEST = 6

export type HomeView = {
  state: 'home'
  status: 200
  frame: Frame
  heading: string
  intro: string
  sections: LatestSection[]
  agencies: AgencyRow[]
}

export function homePage(
  context: PageContext,
  answers: { licences: Answer<RecordPage>; penalties: Answer<RecordPage>; agencies: Answer<AgencyList> },
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
    intro: `${areaName}行政许可和行政处罚信息公示。每条信息都写明由谁作出、何时公示、公示到哪一天。`,
    sections: [
      latestSection(context, 'licence', licences.value.items.slice(0, LATEST)),
      latestSection(context, 'penalty', penalties.value.items.slice(0, LATEST)),
    ],
    agencies: agencyRows(context, agencies.value),
  }
}
