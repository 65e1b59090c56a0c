import { type Day, daysBetween, parseDay } from '#domain/day'
import type { Random } from '../../demo/random.ts'
import type { Party } from './parties.ts'
import { CHARACTERS, CONDUCT, FOUND, GRANTED, type Organ, PROOF, TOWNS, WORKS } from './words.ts'

const LONGEST_FACTS = 400
const NUMERALS = [...'一二三四五六七八九']

/** A village, road or brand that hardly comes twice. */
const coined = (random: Random, length: number) => Array.from({ length }, () => random.pick(CHARACTERS)).join('')

const place = (random: Random) =>
  `${random.pick(TOWNS)}${coined(random, 2)}${random.pick(['村', '路', '街', '巷', '工业园', '农贸市场'])}${random.between(1, 388)}号`

const yuan = (fen: number) => `${fen / 100}元`

export type PenaltyText = { act: string; facts: string; content: string; legalBasis: string }

/** 60 to 400 characters of facts, most near 180, as decisions tell them. */
export function penaltyText(
  random: Random,
  organ: Organ,
  party: Party,
  { decidedOn, fen }: { decidedOn: Day; fen: number | null },
): PenaltyText {
  const work = WORKS[organ.work]
  const act = random.pick(work.acts)
  const found = `${random.pick(FOUND)}，${party.name}位于${place(random)}的经营场所存在${act}的行为。`
  const parts = Array.from({ length: random.between(1, 6) }, () => sentence(random, organ, decidedOn))
  const facts = [found, ...parts, `${random.pick(CONDUCT)}。`].join('')
  const law = `《中华人民共和国${random.pick(work.laws)}》`
  const article = `第${numeral(random)}条第${random.pick(NUMERALS)}款`
  return {
    act,
    facts: [...facts].slice(0, LONGEST_FACTS).join(''),
    content:
      fen === null ? '给予警告，责令改正' : `罚款${yuan(fen)}；责令${random.pick(['立即', '限期', '十五日内'])}改正`,
    legalBasis: `${law}${article}`,
  }
}

function sentence(random: Random, organ: Organ, decidedOn: Day): string {
  const { things } = WORKS[organ.work]
  const thing = random.pick(things)
  switch (random.below(5)) {
    case 0:
      return `现场查获“${coined(random, random.between(2, 3))}”牌${thing}${random.between(2, 960)}件，货值金额${yuan(random.between(100, 90_000) * 10)}。`
    case 1:
      return `经查，上述${thing}系从${coined(random, 2)}${random.pick(['商行', '批发部', '加工点', '租赁站'])}购入，未能提供${random.pick(PROOF)}。`
    case 2:
      return `${monthsBefore(random, decidedOn)}，${organ.name}依法对${thing}采取${random.pick(['先行登记保存', '查封', '扣押', '抽样送检'])}措施，制作${random.pick(PROOF)}。`
    case 3:
      return `当事人自称${thing}用于${coined(random, 2)}${random.pick(['项目部', '合作社', '工地', '仓库', '门店'])}，共获利${yuan(random.between(10, 9000) * 10)}。`
    default:
      return `上述事实有${random.pick(PROOF)}、${random.pick(PROOF)}等证据证明，与${place(random)}的${random.pick(things)}相互印证。`
  }
}

/** A licence says what it allows, where and under which conditions. */
export function licenceText(random: Random, organ: Organ, party: Party): string {
  const { things } = WORKS[organ.work]
  const scope = Array.from({ length: random.between(1, 4) }, () => `${coined(random, 2)}${random.pick(things)}`).join(
    '；',
  )
  const end = Array.from({ length: random.between(1, 2) }, () => random.pick(GRANTED)).join('，')
  return `准予${party.name}在${place(random)}从事${scope}，${end}。`
}

function numeral(random: Random): string {
  const tens = random.between(1, 9)
  return `${tens === 1 ? '' : NUMERALS[tens - 1]}十${random.pick(NUMERALS)}`
}

/** Some day of the year before the decision, as people write days. */
function monthsBefore(random: Random, decidedOn: Day): string {
  const start = parseDay(`${decidedOn.slice(0, 4)}-01-01`)
  const month = start === undefined ? 1 : 1 + random.below(1 + Math.floor(daysBetween(start, decidedOn) / 31))
  return `${decidedOn.slice(0, 4)}年${month}月${random.between(1, 28)}日`
}
