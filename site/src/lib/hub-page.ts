import { kindsOf } from '#domain/kind-groups'
import { columnFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { type KindAnswers, type KindCard, kindCards } from './kind-card.ts'
import { COLUMNS } from './meta.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import type { Reading } from './reading.ts'

/** Groups of kinds with a page that needs nothing but their lists; 政务诚信 has one of its own. */
export type HubGroup = 'lists' | 'openness'

export type HubView = {
  state: 'hub'
  status: 200
  frame: Frame
  heading: string
  lead: string
  /** Said plainly, so that nobody takes the site for who lists, powers or answers. */
  plain: string
  cards: KindCard[]
  elsewhere: (Link & { about: string })[]
  more: Link[]
}

const WORDS: Record<HubGroup, { lead: string; plain: string }> = {
  lists: {
    lead: '有权机关依法列入和公布的名单，以及各机关的权力和责任清单。',
    plain:
      '名单由法律、法规或者国家文件设立，由写明的机关列入和移出；本站只照录，不设名单，不增加名单。没有列入机关、列入依据或者截止日期的，不公示；到期或者移出的，随即停止公示。',
  },
  openness: {
    lead: '各机关对建议提案的答复、重大决策的公示和对社会关切的回应。',
    plain: '意见请按每一条写明的途径向决策机关提出，本站不代收；不公布提出建议、提案和意见的个人。',
  },
}

export function hubPage(
  context: PageContext & { reading: Pick<Reading, 'officialLinks'> },
  group: HubGroup,
  lists: KindAnswers,
): HubView | NoticeView {
  const { urls, reading } = context
  const cards = kindCards(context, kindsOf(group), lists)
  if (cards === null) return unavailableNotice(context)
  const other = group === 'lists' ? 'openness' : 'lists'
  return {
    state: 'hub',
    status: 200,
    frame: columnFrame(context, group, urls.hub(group)),
    heading: COLUMNS[group].name,
    ...WORDS[group],
    cards,
    elsewhere: reading.officialLinks
      .filter(({ page }) => page === group)
      .map(({ name, url, about }) => ({ text: name, href: url, about })),
    more: [
      { text: COLUMNS.integrity.name, href: urls.hub('integrity') },
      { text: COLUMNS[other].name, href: urls.hub(other) },
      { text: '按机关查看', href: urls.agencies() },
      { text: '信息有误，怎样提出异议', href: urls.guide('object') },
    ],
  }
}
