import { PENALTY } from './csv.ts'

/** Personal data planted wherever files have it; none of it may come out anywhere. */
export const CANARY = {
  idNumber: '11010519491231002X',
  phone: '13987654321',
  address: '石禾镇石桥村柒组118号',
  legalRepresentative: '欧阳秘名',
  remark: '内部备注暗号甲乙丙',
  person: '司徒不公示',
  personId: '44030119800101001X',
} as const

export const CANARY_PENALTY: Record<string, string> = {
  ...PENALTY,
  行政处罚决定书文号: '澜市监罚〔2026〕7777号',
  法定代表人: CANARY.legalRepresentative,
  法定代表人证件类型: '身份证',
  法定代表人证件号码: CANARY.idNumber,
  违法事实: `经查，现场负责人（身份证号：${CANARY.idNumber}，电话 ${CANARY.phone.slice(0, 3)}-${CANARY.phone.slice(3, 7)}-${CANARY.phone.slice(7)}，住址：${CANARY.address}）销售超过保质期的食品。`,
  处罚内容: `罚款5000元，通知电话${CANARY.phone}。`,
  备注: CANARY.remark,
  未知的一列: `${CANARY.remark}${CANARY.phone}`,
}

export const NATURAL_PERSON: Record<string, string> = {
  ...PENALTY,
  行政相对人名称: CANARY.person,
  行政相对人类别: '自然人',
  '行政相对人代码_1(统一社会信用代码)': '',
  证件类型: '身份证',
  证件号码: CANARY.personId,
  行政处罚决定书文号: '澜市监罚〔2026〕7778号',
}

/** Every way in which a planted word could be written out. */
export const CANARY_WORDS: string[] = [
  ...Object.values(CANARY),
  `${CANARY.phone.slice(0, 3)}-${CANARY.phone.slice(3, 7)}`,
  encodeURIComponent(CANARY.person),
]
