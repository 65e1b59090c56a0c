import { addDays, addYears, type Day, parseDay } from '#domain/day'
import { type PublicRecord, toPublicRecord } from '#domain/public-record'
import type { FieldValues } from '#domain/record-content'
import { recordIdFrom } from '#domain/record-id'
import type { RecordCategory, RecordKind } from '#domain/vocabulary'
import { createRandom, type Random } from '../../demo/random.ts'
import { createParty, type Party } from './parties.ts'
import { licenceText, penaltyText } from './texts.ts'
import { ORGANS, type Organ, WORKS } from './words.ts'

/** Shanghai day on which the corpus is asked; nothing in it is over by then. */
export const CORPUS_DAY = '2026-11-22'
export const CORPUS_SEED = 20_261_122

const FIRST_DAY = dayAt('2021-01-01')
const DAYS = 2150
const LICENCE_SHARE = 0.55
/** Subjects to a record; the lower a subject's number, the more often it is met. */
const SUBJECT_SHARE = 0.55
const SKEW = 2

/**
 * Public records of an invented county, one after the other: the same seed gives the same records, and a longer corpus is
 * not a longer list of the same, because it has more subjects.
 */
export function* corpus(count: number, seed = CORPUS_SEED): Generator<PublicRecord> {
  const random = createRandom(seed)
  const numbers = new Map<string, number>()
  const subjects = Math.max(1, Math.floor(count * SUBJECT_SHARE))
  for (let i = 0; i < count; i++) {
    const party = createParty(Math.floor(subjects * random.share() ** SKEW), seed)
    yield recordOf({ random, numbers, party, id: idOf(seed, i) })
  }
}

type Making = { random: Random; numbers: Map<string, number>; party: Party; id: string }

function recordOf({ random, numbers, party, id }: Making): PublicRecord {
  const kind: RecordKind = random.chance(LICENCE_SHARE) ? 'licence' : 'penalty'
  const organ = pickOrgan(random)
  const decidedOn = addDays(FIRST_DAY, random.below(DAYS))
  const late = random.chance(0.06) ? random.between(1, 40) : 0
  const publishedOn = addDays(decidedOn, 3 + late)
  const documentNumber = numberOf(numbers, organ, kind, decidedOn)
  const common = {
    ...subjectFields(party),
    documentNumber,
    decidedOn,
    agencyName: organ.name,
    disclosedOn: publishedOn,
  }
  const made = kind === 'licence' ? licence(random, organ, party, decidedOn) : penalty(random, organ, party, decidedOn)
  return toPublicRecord(
    {
      id,
      kind,
      open: { ...common, ...made.open },
      maskedFields: [],
      agency: { slug: organ.slug, name: organ.name },
      linkedUscc: party.code,
      publishedOn,
      until: made.until,
      version: 1,
      updatedOn: publishedOn,
      decision: { rule: 'publish-decision', basis: '国务院关于建立双公示制度的要求' },
      timeliness: {
        status: late > 0 ? 'late' : 'on-time',
        dueOn: addDays(decidedOn, 9),
        lateBy: late,
        provisional: false,
      },
      sameLicence: [],
      marks: [],
      categories: made.categories,
      standing: null,
      history: [],
    },
    false,
  )
}

type Made = { open: FieldValues; categories: RecordCategory[]; until: Day | null }

function licence(random: Random, organ: Organ, party: Party, decidedOn: Day): Made {
  const certificateName = random.pick(WORKS[organ.work].certificates)
  const lasts = random.between(1, 5)
  const open: FieldValues = {
    documentTitle: `准予${certificateName.replace(/证$/, '')}决定书`,
    licenceCategory: '普通',
    certificateName,
    licenceNumber: `${random.pick(['JY', 'XK', 'AQ', 'DL', 'PW'])}199900${String(random.below(10 ** 8)).padStart(8, '0')}`,
    content: licenceText(random, organ, party),
    validFrom: decidedOn,
    validUntil: addYears(decidedOn, lasts),
  }
  return { open, categories: ['ordinary'], until: null }
}

function penalty(random: Random, organ: Organ, party: Party, decidedOn: Day): Made {
  const fen = Math.round(10 ** (4 + 4.2 * random.share()) / 1000) * 1000
  const isConfiscated = random.chance(0.25)
  const isFined = random.chance(0.85)
  const { act, facts, content, legalBasis } = penaltyText(random, organ, party, {
    decidedOn,
    fen: isFined ? fen : null,
  })
  const kinds = [isFined ? '罚款' : '警告', ...(isConfiscated ? ['没收违法所得'] : [])]
  const over = addYears(decidedOn, random.chance(0.2) ? 3 : 1)
  const open: FieldValues = {
    violationType: act,
    facts,
    legalBasis,
    penaltyKinds: kinds.join(';'),
    content,
    ...(isFined ? { fineAmount: String(fen) } : {}),
    ...(isConfiscated ? { confiscatedAmount: String(random.between(1, 900) * 1000) } : {}),
    severity: random.pick(['minor', 'general', 'general', 'serious']),
    procedure: random.chance(0.3) ? 'simple' : 'ordinary',
  }
  const categories: RecordCategory[] = [
    isFined ? 'fine' : 'warning',
    ...(isConfiscated ? (['confiscate-gains'] as const) : []),
  ]
  return { open, categories, until: over > CORPUS_DAY ? over : null }
}

function subjectFields({ name, code, isShop }: Party): FieldValues {
  return { subjectName: name, subjectCode: code, subjectCategory: isShop ? 'sole-trader' : 'organisation' }
}

/** Counted up for each organ, kind and year, as organs do. */
function numberOf(numbers: Map<string, number>, { short }: Organ, kind: RecordKind, decidedOn: Day): string {
  const head = `${short}${kind === 'licence' ? '许' : '罚'}〔${decidedOn.slice(0, 4)}〕`
  const n = (numbers.get(head) ?? 0) + 1
  numbers.set(head, n)
  return `${head}${n}号`
}

const WEIGHT = ORGANS.reduce((sum, { weight }) => sum + weight, 0)

function pickOrgan(random: Random): Organ {
  let left = random.below(WEIGHT)
  for (const organ of ORGANS) {
    if (left < organ.weight) return organ
    left -= organ.weight
  }
  throw new Error('The weights of the organs do not add up.')
}

/** Spread evenly like real ids: the two halves of a 64-bit mix of seed and place, of which no two places have the same. */
function idOf(seed: number, i: number): string {
  const mixed = BigInt.asUintN(64, (BigInt(seed) * 0x1_0000_0000n + BigInt(i)) * 0x9e37_79b9_7f4a_7c15n)
  return recordIdFrom(mixed.toString(16).padStart(16, '0'))
}

function dayAt(text: string): Day {
  const day = parseDay(text)
  if (day === undefined) throw new Error(`"${text}" is no day.`)
  return day
}
