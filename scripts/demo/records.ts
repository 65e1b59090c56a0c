import type { Agency } from '#content/schema/agency'
import { EXCHANGE } from '#contract/exchange'
import type { Calendar } from '#domain/calendar'
import { addWorkdays } from '#domain/calendar'
import { addDays, addYears, type Day, daysBetween, parseDay, yearOf } from '#domain/day'
import {
  type FieldId,
  type FieldSpec,
  fieldsOf,
  type LicenceField,
  type PenaltyField,
  RECORD_FIELDS,
} from '#domain/record-fields'
import type { RecordKind } from '#domain/vocabulary'
import { type Party, party } from './names.ts'
import type { Random } from './random.ts'

type Row<F extends string> = Partial<Record<F, string>>
export type DemoInput = { random: Random; agencies: readonly Agency[]; today: Day; calendar: Calendar }

const LICENCE_WORKS = [
  {
    title: '准予食品经营许可决定书',
    certificate: '食品经营许可证',
    category: '普通',
    content: '食品销售；热食类食品制售',
    short: '市监许',
    by: 'shichang-jianguan',
  },
  {
    title: '准予建筑施工许可决定书',
    certificate: '建筑工程施工许可证',
    category: '普通',
    content: '厂房新建工程施工',
    short: '建许',
    by: 'zhufang-jianshe',
  },
  {
    title: '准予道路运输经营许可决定书',
    certificate: '道路运输经营许可证',
    category: '普通',
    content: '道路普通货物运输',
    short: '交许',
    by: 'jiaotong-yunshu',
  },
  {
    title: '公共场所卫生许可决定书',
    certificate: '公共场所卫生许可证',
    category: '普通',
    content: '理发店、住宿场所',
    short: '卫许',
    by: 'weisheng-jiankang',
  },
  {
    title: '排污许可决定书',
    certificate: '排污许可证',
    category: '普通',
    content: '废水、废气排放（重点管理以外）',
    short: '环许',
    by: 'shengtai-huanjing',
  },
  {
    title: '准予设立登记决定书',
    certificate: '营业执照',
    category: '登记',
    content: '企业设立登记',
    short: '审登',
    by: 'xingzheng-shenpi',
  },
  {
    title: '准予种子生产经营许可决定书',
    certificate: '农作物种子生产经营许可证',
    category: '普通',
    content: '常规种子生产、加工、批发、零售',
    short: '农许',
    by: 'nongye-nongcun',
  },
  {
    title: '建设用地规划许可决定书',
    certificate: '建设用地规划许可证',
    category: '普通',
    content: '工业用地，用地面积以附图为准',
    short: '自资许',
    by: 'ziran-ziyuan',
  },
  {
    title: '准予设置户外广告许可决定书',
    certificate: '户外广告设置许可证',
    category: '普通',
    content: '设置门头招牌',
    short: '镇许',
    by: 'shihe-zhen',
  },
] as const

const PENALTY_WORKS = [
  {
    type: '经营超过保质期的食品',
    facts: '经查，当事人在经营场所销售超过保质期的食品，货值金额较小，已主动下架。',
    basis: '《中华人民共和国食品安全法》第一百二十四条第一款',
    kinds: '罚款;没收非法财物',
    short: '市监罚',
    by: 'shichang-jianguan',
  },
  {
    type: '未按规定设置安全警示标志',
    facts: '经查，当事人在有较大危险因素的生产经营场所未设置明显的安全警示标志。',
    basis: '《中华人民共和国安全生产法》第九十九条第一项',
    kinds: '罚款',
    short: '应急罚',
    by: 'yingji-guanli',
  },
  {
    type: '未取得施工许可证擅自施工',
    facts: '经查，当事人未取得施工许可证即进行厂房基础施工。',
    basis: '《建设工程质量管理条例》第五十七条',
    kinds: '罚款',
    short: '建罚',
    by: 'zhufang-jianshe',
  },
  {
    type: '超标排放水污染物',
    facts: '经监测，当事人总排口化学需氧量超过排放标准。',
    basis: '《中华人民共和国水污染防治法》第八十三条第二项',
    kinds: '罚款',
    short: '环罚',
    by: 'shengtai-huanjing',
  },
  {
    type: '擅自倾倒建筑垃圾',
    facts: '经查，当事人将建筑垃圾倾倒在未经核准的地点。',
    basis: '《城市建筑垃圾管理规定》第二十六条',
    kinds: '警告;罚款',
    short: '城管罚',
    by: 'chengshi-guanli',
  },
  {
    type: '超限运输货物',
    facts: '经称重检测，当事人所属货运车辆车货总质量超过限定标准。',
    basis: '《公路安全保护条例》第六十四条',
    kinds: '罚款',
    short: '交罚',
    by: 'jiaotong-yunshu',
  },
  {
    type: '未经许可从事娱乐场所经营活动',
    facts: '经查，当事人未取得娱乐经营许可证即开展歌舞娱乐经营。',
    basis: '《娱乐场所管理条例》第四十一条',
    kinds: '没收违法所得;没收非法财物',
    short: '文罚',
    by: 'wenhua-lvyou',
  },
  {
    type: '销售假药',
    facts: '经查，当事人销售的药品所含成分与国家药品标准规定的成分不符。',
    basis: '《中华人民共和国药品管理法》第一百一十六条',
    kinds: '罚款;没收违法所得;吊销许可证件',
    short: '市监罚',
    by: 'shichang-jianguan',
  },
] as const

/** About 1,200 licences: on time and late, organisations, sole traders and persons, long-term and dated. */
export function demoLicences(input: DemoInput, count: number): Row<LicenceField>[] {
  const { random, today } = input
  const licences = Array.from({ length: count }, (_, index): Row<LicenceField> => {
    const work = random.pick(LICENCE_WORKS)
    const agency = agencyBy(input, work.by)
    const holder = party(random)
    const decidedOn = addDays(today, -random.between(1, 900))
    const longTerm = random.chance(0.2)
    return {
      ...subjectCells(holder),
      documentTitle: work.title,
      documentNumber: `澜${work.short}〔${yearOf(decidedOn)}〕${1000 + index}号`,
      licenceCategory: work.category,
      certificateName: work.certificate,
      licenceNumber: `LX${yearOf(decidedOn)}${String(index).padStart(5, '0')}`,
      content: work.content,
      decidedOn,
      validFrom: decidedOn,
      validUntil: longTerm ? '2099/12/31' : addDays(addYears(decidedOn, 5), -1),
      agencyName: agency.name,
      agencyCode: agency.uscc ?? '',
      officialStatus: '1',
      sourceName: agency.name,
      sourceCode: agency.uscc ?? '',
      disclosedOn: disclosure(input, decidedOn),
      remarks: random.chance(0.1) ? `经办人${holder.person}` : '',
    }
  })
  return licences.map((row, index) => {
    const before = licences[index - 1]
    return index % 40 === 9 && before ? changeOf(before, row, today) : row
  })
}

/** 变更: another decision on the licence before it, on some for the holder of this row. */
function changeOf(before: Row<LicenceField>, row: Row<LicenceField>, today: Day): Row<LicenceField> {
  const issuedOn = parseDay(before.decidedOn ?? '') ?? today
  const changedOn = addDays(issuedOn, Math.min(60, daysBetween(issuedOn, today)))
  return {
    ...row,
    documentTitle: before.documentTitle ?? '',
    documentNumber: (before.documentNumber ?? '').replace(/〔\d+〕(\d+)号$/, `〔${yearOf(changedOn)}〕变$1号`),
    licenceCategory: before.licenceCategory ?? '',
    certificateName: before.certificateName ?? '',
    licenceNumber: before.licenceNumber ?? '',
    content: `变更：${before.content ?? ''}`,
    decidedOn: changedOn,
    validFrom: changedOn,
    validUntil: before.validUntil ?? '',
    agencyName: before.agencyName ?? '',
    agencyCode: before.agencyCode ?? '',
    sourceName: before.sourceName ?? '',
    sourceCode: before.sourceCode ?? '',
    disclosedOn: changedOn,
  }
}

/** About 800 penalties in every class, some withheld for each reason the rules know. */
export function demoPenalties(input: DemoInput, count: number): Row<PenaltyField>[] {
  const { random, today } = input
  return Array.from({ length: count }, (_, index) => {
    const work = random.pick(PENALTY_WORKS)
    const agency = agencyBy(input, work.by)
    const holder = party(random)
    const decidedOn = addDays(today, -random.between(1, index % 12 === 0 ? 2600 : 700))
    const fine = random.between(1, 400) * 500
    const serious = work.kinds.includes('吊销')
    return {
      ...subjectCells(holder),
      documentNumber: index % 61 === 7 ? '' : `澜${work.short}〔${yearOf(decidedOn)}〕${100 + index}号`,
      violationType: work.type,
      facts: factsFor(index, work.facts, holder),
      legalBasis: index % 89 === 11 ? '《中华人民共和国治安管理处罚法》第二十三条' : work.basis,
      penaltyKinds: index % 37 === 5 ? '警告' : work.kinds,
      content: `罚款人民币${fine}元${work.kinds.includes('没收') ? '，没收涉案物品' : ''}。`,
      fineAmount: index % 37 === 5 ? '' : wan(fine),
      decidedOn,
      effectUntil: addYears(decidedOn, 1),
      severity: index % 29 === 3 ? '' : index % 37 === 5 ? '轻微' : serious ? '严重' : '一般',
      procedure: '普通程序',
      agencyName: agency.name,
      agencyCode: agency.uscc ?? '',
      sourceName: agency.name,
      sourceCode: agency.uscc ?? '',
      disclosedOn: disclosure(input, decidedOn),
      remarks: '',
    }
  })
}

/** One in 23 texts holds personal data, as real files do; it has to be covered on the way out. */
function factsFor(index: number, facts: string, holder: Party): string {
  if (index % 23 !== 2) return facts
  return `${facts}现场负责人身份证号${holder.idNumber}，联系电话139${String(10_000_000 + index * 7919).slice(0, 8)}，住址：澜溪县石禾镇石桥村${index}号。`
}

function subjectCells(holder: Party) {
  return {
    subjectName: holder.name,
    subjectCategory: holder.category,
    subjectCode: holder.code,
    legalRepresentative: holder.category === '自然人' ? '' : holder.person,
    legalRepresentativeIdType: holder.category === '自然人' ? '' : '身份证',
    legalRepresentativeIdNumber: holder.category === '自然人' ? '' : holder.idNumber,
    personIdType: holder.category === '自然人' ? '身份证' : '',
    personIdNumber: holder.category === '自然人' ? holder.idNumber : '',
  }
}

/** Two thirds within 7 working days, the rest later, never after today. */
function disclosure({ random, today, calendar }: DemoInput, decidedOn: Day): Day {
  const workdays = random.chance(0.68) ? random.between(1, 7) : random.between(8, 60)
  const { day } = addWorkdays(decidedOn, workdays, calendar)
  return day > today ? today : day
}

function agencyBy({ agencies }: DemoInput, slug: string): Agency {
  const agency = agencies.find((it) => it.slug === slug)
  if (!agency) throw new Error(`The demo place has no agency "${slug}".`)
  return agency
}

/** 元 to 万元 as the standard writes it, without floating point. */
function wan(yuan: number): string {
  const text = String(yuan).padStart(5, '0')
  return `${text.slice(0, -4)}.${text.slice(-4)}`
}

/** Rows as CSV text with official headers. */
export function licenceCsv(rows: readonly Row<LicenceField>[]): string {
  return csv(EXCHANGE.licence, rows)
}

export function penaltyCsv(rows: readonly Row<PenaltyField>[]): string {
  return csv(EXCHANGE.penalty, rows)
}

/** Rows of any kind. */
export function kindCsv(kind: RecordKind, rows: readonly Row<FieldId>[]): string {
  const columns: Partial<Record<FieldId, FieldSpec>> = RECORD_FIELDS[kind]
  const headers = fieldsOf(kind).map((field) => [field, { header: columns[field]?.header ?? field }] as const)
  return csv(Object.fromEntries(headers) as Record<FieldId, { header: string }>, rows)
}

function csv<F extends string>(columns: Record<F, { header: string }>, rows: readonly Row<F>[]): string {
  const fields = fieldsIn(columns)
  const lines = [
    fields.map((field) => columns[field].header),
    ...rows.map((row) => fields.map((field) => row[field] ?? '')),
  ]
  return `\ufeff${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`
}

/** Safe: a literal table has exactly these keys. */
function fieldsIn<F extends string>(columns: Record<F, unknown>): F[] {
  return Object.keys(columns) as F[]
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
