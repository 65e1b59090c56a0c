import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { z } from 'zod'
import { Agencies, type Agency } from '#content/schema/agency'
import { CalendarFile, toCalendar } from '#content/schema/calendar'
import { BookkeepingHeaders, ChoicesFile, CodeWords } from '#content/schema/codes'
import { EvaluationScheme } from '#content/schema/evaluation'
import { HeaderPartsFile, headerPartsOf } from '#content/schema/header-parts'
import { OfficialLinks } from '#content/schema/official-link'
import { OutsideChannels, ReportWordsFile } from '#content/schema/outside-channel'
import { Place } from '#content/schema/place'
import { type ContentProblem, formatProblems, parseContent } from '#content/schema/problem'
import { type ReplyTemplate, ReplyTemplates } from '#content/schema/reply-template'
import type { ReportDutyRow } from '#content/schema/report-duty'
import {
  AlarmRules,
  ClockRules,
  NoticeRules,
  ObjectionRules,
  PeriodRules,
  PromiseRules,
  PublicationRules,
  RetentionRules,
  SeverityRules,
} from '#content/schema/rules'
import type { Calendar } from '#domain/calendar'
import type { HeaderDictionary } from '#domain/header-mapping'
import type { WordLists } from '#domain/import-row'
import { byKind } from '#domain/kind-groups'
import type { PenaltyWords } from '#domain/record-facts'
import { fieldSpec, fieldsOf } from '#domain/record-fields'
import type { Rules } from '#domain/rules'
import type { Choices } from '#domain/template-columns'
import { PENALTY_KINDS, RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import type { IntakeFacts } from '../../site/src/intake-facts.ts'
import type { Reading } from '../../site/src/lib/reading.ts'
import { dictionaryOf } from './header-dictionary.ts'
import { readKindFolders } from './kind-folders.ts'
import { type PolicyFiles, readPolicies } from './policies.ts'

export type Content = {
  place: Place
  agencies: Agency[]
  rules: Rules
  calendar: Calendar
  dictionaries: Record<RecordKind, HeaderDictionary>
  words: WordLists
  penaltyWords: PenaltyWords
  /** Words that staff begin from in a step of a case. */
  replyTemplates: ReplyTemplate[]
  /** Words that templates offer. */
  choices: Choices
  /** What verbs on cases need of the place; plain data, for a build carries it along. */
  intake: IntakeFacts
  /** Documents and guides: what pages without records are made of. */
  reading: Reading
}

/** Content that does not hold to its schema: the message is for the editor who wrote it. */
export class ContentError extends Error {
  override name = 'ContentError'
}

const ROOT = join(import.meta.dirname, '../../content')

/** Reads and checks everything a place needs; throws one ContentError naming every problem. `base` overrides the place's. */
export async function loadContent(placeSlug: string, base?: string): Promise<Content> {
  const problems: ContentProblem[] = []
  const read = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | undefined> => {
    const file = join(ROOT, path)
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new ContentError(`没有 content/${path}。PLACE 应为 content/places/ 下的一个文件夹名。`, { cause })
    })
    const parsed = parseContent(`content/${relative(ROOT, file)}`, text, schema)
    if (parsed.ok) return parsed.value
    problems.push(...parsed.problems)
    return undefined
  }
  const place = await read(`places/${placeSlug}/place.yaml`, Place)
  const agencies = await read(`places/${placeSlug}/agencies.yaml`, Agencies)
  const kinds = await readKindFolders(read)
  const publication = await read('rules/publication.yaml', PublicationRules)
  const periods = await read('rules/periods.yaml', PeriodRules)
  const severities = await read('rules/severities.yaml', SeverityRules)
  const clocks = await read('rules/clocks.yaml', ClockRules)
  const notices = await read('rules/notices.yaml', NoticeRules)
  const objections = await read('rules/objections.yaml', ObjectionRules)
  const promises = await read('rules/promises.yaml', PromiseRules)
  const retention = await read('rules/retention.yaml', RetentionRules)
  const alarms = await read('rules/alarms.yaml', AlarmRules)
  const outside = await read('codes/outside-channels.yaml', OutsideChannels)
  const officialLinks = await read('codes/official-links.yaml', OfficialLinks)
  const reportWords = await read('codes/report-words.yaml', ReportWordsFile)
  const replyTemplates = await read('codes/reply-templates.yaml', ReplyTemplates)
  const passedOver = await read('codes/headers.yaml', BookkeepingHeaders)
  const parts = await read('codes/header-parts.yaml', HeaderPartsFile)
  const codes = await read('codes/words.yaml', CodeWords)
  const choices = await read('codes/choices.yaml', ChoicesFile)
  const years: z.output<typeof CalendarFile>[] = []
  for (const name of (await readdir(join(ROOT, 'calendar'))).filter((it) => it.endsWith('.json')).sort()) {
    const year = await read(`calendar/${name}`, CalendarFile)
    if (year) years.push(year)
  }
  const folder = (name: string) => readdir(join(ROOT, name))
  const files = {
    policies: await folder('policies'),
    tasks: await folder('tasks'),
    places: await folder('places'),
    // Absent where nobody has reported anything yet, or where there is no such place, of which we heard above.
    place: await folder(`places/${placeSlug}`).catch(() => []),
  }
  const evaluations: z.output<typeof EvaluationScheme>[] = []
  for (const name of (await readdir(join(ROOT, 'evaluation'))).sort()) {
    const scheme = await read(`evaluation/${name}`, EvaluationScheme)
    if (scheme) evaluations.push(scheme)
  }
  const reading = await readPolicies(read, placeSlug, files)
  problems.push(...strayTasks(files))
  const coded = kinds && passedOver && parts && codes && choices && officialLinks
  const intake = objections && promises && retention && alarms && outside && reportWords && replyTemplates
  if (!(place && agencies && publication && periods && severities && clocks && notices && coded && intake && reading)) {
    throw new ContentError(formatProblems(problems))
  }
  // What holds for all comes first; of one kind, its own folder's rows come after.
  publication.push(...kinds.publication)
  periods.push(...kinds.periods)
  const tables = [publication, periods, severities, clocks, notices, objections, promises, retention, alarms]
  const known = new Set(tables.flatMap((rows) => rows.map(({ id }) => id)))
  place.confirmedRules.forEach(({ rule }, index) => {
    if (known.has(rule)) return
    const field = `confirmedRules.[${index}].rule`
    problems.push({
      file: `content/places/${placeSlug}/place.yaml`,
      line: null,
      field,
      value: rule,
      allowed: 'content/rules 中已有的规则编号',
    })
  })
  problems.push(...organProblems(placeSlug, place, agencies))
  if (problems.length > 0) throw new ContentError(formatProblems(problems))
  return {
    place: base === undefined ? place : Place.parse({ ...place, base }),
    agencies,
    rules: {
      publication,
      periods,
      severities,
      clocks,
      notices,
      objections,
      promises,
      retention,
      alarms,
      confirmed: new Set(place.confirmedRules.map(({ rule }) => rule)),
    },
    calendar: toCalendar(years),
    dictionaries: byKind((kind) => {
      const { aliases, dropped } = kinds.folders[kind]
      return dictionaryOf(kind, aliases, [...passedOver.bookkeeping, ...dropped], headerPartsOf(parts, kind))
    }),
    words: wordLists(codes),
    penaltyWords: penaltyWordsOf(codes),
    replyTemplates,
    choices: { penaltyKinds: PENALTY_KINDS.flatMap((kind) => codes.penaltyKinds[kind]?.[0] ?? []), ...choices },
    reading: {
      ...reading,
      ...{ clocks, periods, notices, objections, outside, officialLinks },
      confirmed: place.confirmedRules.map(({ rule }) => rule),
      evaluations,
      unitNames: Object.fromEntries(agencies.map((agency) => [agency.slug, unitNamesOf(agency)])),
      duties: dutiesHere(reading.duties, place.reportsSince, agencies),
    },
    intake: {
      operator: place.operatorAgency,
      supervisors: Object.fromEntries(
        agencies.flatMap(({ slug, supervisor }) => (supervisor === null ? [] : [[slug, supervisor]])),
      ),
      agencies: agencies.map(({ slug, name }) => ({ slug, name })),
      ...{ reportWords, objections, promises, retention, years },
      confirmed: place.confirmedRules.map(({ rule }) => rule),
    },
  }
}

/** Every name under which a document may give the organ something to do. */
function unitNamesOf({ name, aliases, formerNames, unitNames }: Agency): string[] {
  return [name, ...aliases, ...formerNames.map((it) => it.name), ...unitNames]
}

/** Who has to report here: every organ but the one that is reported to; nobody where the place does not report here yet. */
function dutiesHere(
  duties: readonly ReportDutyRow[],
  since: Place['reportsSince'],
  agencies: readonly Agency[],
): Reading['duties'] {
  return duties.map((duty) => ({
    ...duty,
    from: since !== null && since > duty.from ? since : duty.from,
    by:
      since === null
        ? []
        : agencies.filter((agency) => !unitNamesOf(agency).includes(duty.to)).map((agency) => agency.slug),
  }))
}

/** Tasks are of a document: both files have its name. */
function strayTasks({ tasks, policies }: PolicyFiles): ContentProblem[] {
  const strays = tasks.filter((name) => !policies.includes(name))
  const allowed = '与 content/policies/ 中的文件同名'
  return strays.map((value) => ({ file: `content/tasks/${value}`, line: null, field: '（文件名）', value, allowed }))
}

/** Organs that the place or an organ names have to be among its organs. */
function organProblems(slug: string, place: Place, agencies: readonly Agency[]): ContentProblem[] {
  const known = new Set(agencies.map((agency) => agency.slug))
  const of = (file: string, field: string, value: string | null): ContentProblem[] =>
    value === null || known.has(value)
      ? []
      : [{ file: `content/places/${slug}/${file}`, line: null, field, value, allowed: 'agencies.yaml 中的 slug' }]
  return [
    ...of('place.yaml', 'operatorAgency', place.operatorAgency),
    ...agencies.flatMap(({ supervisor }, index) => of('agencies.yaml', `[${index}].supervisor`, supervisor)),
  ]
}

function wordLists(codes: z.output<typeof CodeWords>): WordLists {
  return {
    subjectCategory: invert(codes.subjectCategory),
    severity: invert(codes.severity),
    procedure: invert(codes.procedure),
    ...Object.fromEntries(
      RECORD_KINDS.flatMap((kind) =>
        fieldsOf(kind).flatMap((field) => {
          const members = fieldSpec(kind, field)?.members
          return members === undefined ? [] : [[field, invert(members)]]
        }),
      ),
    ),
  }
}

function penaltyWordsOf(codes: z.output<typeof CodeWords>): PenaltyWords {
  return new Map(PENALTY_KINDS.flatMap((kind) => (codes.penaltyKinds[kind] ?? []).map((word) => [word, kind] as const)))
}

function invert(words: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words).flatMap(([member, list]) => list.map((word) => [word, member] as const)))
}
