import { type FeedFormat, type FeedScope, feedPath, recordPath, scopePath } from './addresses.ts'
import { RECORD_MARK_LABEL } from './case-labels.zh.ts'
import { isAboutOrgan, isDecision, isNameless } from './kind-groups.ts'
import { fieldLabel, RECORD_KIND_LABEL } from './labels.zh.ts'
import { looseDayForPeople } from './loose-day-text.ts'
import { addressOf, type PlaceFacts } from './place-facts.ts'
import { namelessTitle, type RecordRow } from './public-record.ts'

/** Days are ISO; addresses are absolute where the place's origin is known, and paths where it is not. */
export type FeedEntry = {
  id: string
  address: string
  title: string
  summary: string
  author: string
  category: string
  publishedOn: string
  updatedOn: string
}

export type Feed = {
  id: string
  title: string
  description: string
  author: string
  /** This feed itself, and the page that people read instead. */
  self: string
  page: string
  updatedOn: string
  entries: FeedEntry[]
}

/** `agencyName`: of the organ that the scope is about. `day`: of the last publish, for a feed that has no entry. */
export type FeedInput = {
  place: PlaceFacts
  scope: FeedScope
  format: FeedFormat
  agencyName: string | null
  rows: readonly RecordRow[]
  day: string
}

export function makeFeed({ place, scope, format, agencyName, rows, day }: FeedInput): Feed {
  const about = scope.of === 'kind' ? RECORD_KIND_LABEL[scope.kind] : (agencyName ?? '全部信息')
  const demo = place.demo ? '演示数据，机关、企业和记录均为虚构。' : ''
  return {
    id: `${tagPrefix(place)}/feed/${feedPath(scope, format).replace(/^feeds\/|\.[a-z]+$/g, '')}`,
    title: `${place.siteName}：${about}公示`,
    description: `${demo}最近公示和更正的信息。行政处罚不写明行政相对人；停止公示和撤下的信息随即从这里消失。`,
    author: place.siteName,
    self: addressOf(place, feedPath(scope, format)),
    page: addressOf(place, scopePath(scope)),
    updatedOn:
      rows
        .map((row) => row.updatedOn)
        .sort()
        .at(-1) ?? day,
    entries: rows.map((row) => entryOf(place, row)),
  }
}

/** Feeds are copied by programs that never ask again, so what hits somebody says what it was for and never whom. */
function entryOf(place: PlaceFacts, row: RecordRow): FeedEntry {
  const { kind, id, agency } = row
  const label = RECORD_KIND_LABEL[kind]
  const number = row.documentNumber ?? '文书号未载明'
  const about = aboutOf(row)
  const until = row.until === null ? '未设定公示截止日' : `公示至${looseDayForPeople(row.until)}（含当日）`
  return {
    id: `${tagPrefix(place)}/record/${id}`,
    address: addressOf(place, recordPath(kind, id)),
    title: `${label} ${number}`,
    summary: `${about === null ? '' : `${about}。`}${agency.name}${isDecision(kind) ? '于' : `，${fieldLabel(kind, 'decidedOn')}`}${looseDayForPeople(row.decidedOn)}${isDecision(kind) ? '作出决定' : ''}，${until}。${row.marks.map((mark) => `${RECORD_MARK_LABEL[mark]}。`).join('')}`,
    author: agency.name,
    category: label,
    publishedOn: row.publishedOn,
    updatedOn: row.updatedOn,
  }
}

function aboutOf(row: RecordRow): string | null {
  if (isAboutOrgan(row.kind)) return row.title
  return isNameless(row.kind) ? namelessTitle(row) : `${row.subject.name}，${row.title}`
}

/** RFC 4151. The year is part of the name, not a date of anything: it must never change. */
function tagPrefix({ slug }: PlaceFacts): string {
  return `tag:${slug}.invalid,2026:${slug}`
}
