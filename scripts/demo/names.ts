import { organisationCodeCheck, uscCheckDigit } from '#domain/uscc'
import type { Random } from './random.ts'

const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** Not a code of GB/T 2260, present or retired: the county is invented. */
export const DEMO_AREA = '999001'

const FIRST = ['青', '云', '澄', '禾', '岚', '松', '晨', '泽', '瑞', '恒', '嘉', '远', '启', '沐', '锦'] as const
const SECOND = ['川', '岭', '谷', '源', '舟', '峰', '林', '田', '桥', '石', '帆', '野', '溪', '岩', '光'] as const
const TRADE = [
  '食品',
  '建材',
  '农业科技',
  '机械制造',
  '餐饮管理',
  '物流',
  '化工',
  '医药',
  '建设工程',
  '商贸',
  '新能源',
  '纺织',
  '环保科技',
  '家具',
  '印务',
] as const
const FORM = ['有限公司', '有限公司', '有限公司', '股份有限公司', '有限责任公司'] as const
const SHOP = ['超市', '餐馆', '五金店', '水果店', '理发店', '药房', '便利店', '农资门市部'] as const
const SURNAME = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '欧阳'] as const
const GIVEN = ['一', '文', '建国', '小芳', '志远', '明', '丽华', '大伟', '雨桐', '海'] as const

export type Party = {
  name: string
  category: '法人及非法人组织' | '个体工商户' | '自然人'
  code: string
  person: string
  idNumber: string
}

export function creditCode(random: Random, prefix: string): string {
  const eight = `MA${Array.from({ length: 6 }, () => CODE_ALPHABET[random.below(31)] ?? '0').join('')}`
  const seventeen = `${prefix}${DEMO_AREA}${eight}${organisationCodeCheck(eight) ?? '0'}`
  const check = uscCheckDigit(seventeen)
  // X of the inner code is in the alphabet; a seventeen with a foreign character cannot arise here.
  if (check === undefined) throw new Error(`No check digit for ${seventeen}.`)
  return `${seventeen}${check}`
}

export function personName(random: Random): string {
  return `${random.pick(SURNAME)}${random.pick(GIVEN)}`
}

/** An ID number of nobody: an area that never existed, with a right check digit, to prove that it never comes out. */
export function idNumber(random: Random): string {
  const body = `${DEMO_AREA}19${random.between(50, 99)}0${random.between(1, 9)}1${random.between(0, 9)}${String(random.below(1000)).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return `${body}${'10X98765432'[sum % 11] ?? '0'}`
}

export function party(random: Random): Party {
  const person = personName(random)
  const root = `${random.pick(FIRST)}${random.pick(SECOND)}`
  const roll = random.below(100)
  if (roll < 78) {
    const name = `澜溪县${root}${random.pick(TRADE)}${random.pick(FORM)}`
    return { name, category: '法人及非法人组织', code: creditCode(random, '91'), person, idNumber: idNumber(random) }
  }
  if (roll < 93) {
    const name = `澜溪县${root}${random.pick(SHOP)}`
    return { name, category: '个体工商户', code: creditCode(random, '92'), person, idNumber: idNumber(random) }
  }
  return { name: person, category: '自然人', code: '', person, idNumber: idNumber(random) }
}
