import type { LicenceField, PenaltyField } from '#domain/record-fields'

/**
 * The 双公示 exchange tables of 发改办财金〔2018〕424号: official code and Chinese header of every field, word for word.
 * `extra` fields are not in the 2018 tables; platforms add them (失信严重程度, 程序类别, 披露日期).
 */
export type ExchangeColumn = { code: string; header: string; extra?: true }

const licenceSubject = {
  subjectName: { code: 'XK_XDR_MC', header: '行政相对人名称' },
  subjectCategory: { code: 'XK_XDR_LB', header: '行政相对人类别' },
  subjectCode: { code: 'XK_XDR_SHXYM', header: '行政相对人代码_1(统一社会信用代码)' },
  registrationNumber: { code: 'XK_XDR_GSZC', header: '行政相对人代码_2(工商注册号)' },
  organisationCode: { code: 'XK_XDR_ZZJG', header: '行政相对人代码_3(组织机构代码)' },
  taxNumber: { code: 'XK_XDR_SWDJ', header: '行政相对人代码_4(税务登记号)' },
  institutionNumber: { code: 'XK_XDR_SYDW', header: '行政相对人代码_5(事业单位证书号)' },
  associationNumber: { code: 'XK_XDR_SHZZ', header: '行政相对人代码_6(社会组织登记证号)' },
  legalRepresentative: { code: 'XK_FRDB', header: '法定代表人' },
  legalRepresentativeIdType: { code: 'XK_FR_ZJLX', header: '法定代表人证件类型' },
  legalRepresentativeIdNumber: { code: 'XK_FR_ZJHM', header: '法定代表人证件号码' },
  personIdType: { code: 'XK_XDR_ZJLX', header: '证件类型' },
  personIdNumber: { code: 'XK_XDR_ZJHM', header: '证件号码' },
} as const

export const LICENCE_EXCHANGE = {
  ...licenceSubject,
  documentTitle: { code: 'XK_XKWS', header: '行政许可决定文书名称' },
  documentNumber: { code: 'XK_WSH', header: '行政许可决定文书号' },
  licenceCategory: { code: 'XK_XKLB', header: '许可类别' },
  certificateName: { code: 'XK_XKZS', header: '许可证书名称' },
  licenceNumber: { code: 'XK_XKBH', header: '许可编号' },
  content: { code: 'XK_NR', header: '许可内容' },
  decidedOn: { code: 'XK_JDRQ', header: '许可决定日期' },
  validFrom: { code: 'XK_YXQZ', header: '有效期自' },
  validUntil: { code: 'XK_YXQZI', header: '有效期至' },
  agencyName: { code: 'XK_XKJG', header: '许可机关' },
  agencyCode: { code: 'XK_XKJGDM', header: '许可机关统一社会信用代码' },
  officialStatus: { code: 'XK_ZT', header: '当前状态' },
  sourceName: { code: 'XK_LYDW', header: '数据来源单位' },
  sourceCode: { code: 'XK_LYDWDM', header: '数据来源单位统一社会信用代码' },
  disclosedOn: { code: 'PUBLIC_DATE', header: '公示日期', extra: true },
  remarks: { code: 'BZ', header: '备注' },
} as const satisfies Record<LicenceField, ExchangeColumn>

export const PENALTY_EXCHANGE = {
  subjectName: { code: 'CF_XDR_MC', header: '行政相对人名称' },
  subjectCategory: { code: 'CF_XDR_LB', header: '行政相对人类别' },
  subjectCode: { code: 'CF_XDR_SHXYM', header: '行政相对人代码_1(统一社会信用代码)' },
  registrationNumber: { code: 'CF_XDR_GSZC', header: '行政相对人代码_2(工商注册号)' },
  organisationCode: { code: 'CF_XDR_ZZJG', header: '行政相对人代码_3(组织机构代码)' },
  taxNumber: { code: 'CF_XDR_SWDJ', header: '行政相对人代码_4(税务登记号)' },
  institutionNumber: { code: 'CF_XDR_SYDW', header: '行政相对人代码_5(事业单位证书号)' },
  associationNumber: { code: 'CF_XDR_SHZZ', header: '行政相对人代码_6(社会组织登记证号)' },
  legalRepresentative: { code: 'CF_FRDB', header: '法定代表人' },
  legalRepresentativeIdType: { code: 'CF_FR_ZJLX', header: '法定代表人证件类型' },
  legalRepresentativeIdNumber: { code: 'CF_FR_ZJHM', header: '法定代表人证件号码' },
  personIdType: { code: 'CF_XDR_ZJLX', header: '证件类型' },
  personIdNumber: { code: 'CF_XDR_ZJHM', header: '证件号码' },
  documentNumber: { code: 'CF_WSH', header: '行政处罚决定书文号' },
  violationType: { code: 'CF_WFXW', header: '违法行为类型' },
  facts: { code: 'CF_SY', header: '违法事实' },
  legalBasis: { code: 'CF_YJ', header: '处罚依据' },
  penaltyKinds: { code: 'CF_CFLB', header: '处罚类别' },
  content: { code: 'CF_NR', header: '处罚内容' },
  fineAmount: { code: 'CF_NR_FK', header: '罚款金额（万元）' },
  confiscatedAmount: { code: 'CF_NR_WFFF', header: '没收违法所得、没收非法财物的金额（万元）' },
  totalAmountYuan: { code: 'PENALTY_AMOUNT_YUAN', header: '罚没金额（元）', extra: true },
  revokedLicence: { code: 'CF_NR_ZKDX', header: '暂扣或吊销证照名称及编号' },
  decidedOn: { code: 'CF_JDRQ', header: '处罚决定日期' },
  effectUntil: { code: 'CF_YXQ', header: '处罚有效期' },
  publicUntil: { code: 'CF_GSJZQ', header: '公示截止期' },
  severity: { code: 'DISCREDIT_LEVEL', header: '失信严重程度', extra: true },
  procedure: { code: 'PROCEDURE_TYPE', header: '程序类别', extra: true },
  agencyName: { code: 'CF_CFJG', header: '处罚机关' },
  agencyCode: { code: 'CF_CFJGDM', header: '处罚机关统一社会信用代码' },
  sourceName: { code: 'CF_SJLY', header: '数据来源单位' },
  sourceCode: { code: 'CF_SJLYDM', header: '数据来源单位统一社会信用代码' },
  disclosedOn: { code: 'PUBLIC_DATE', header: '公示日期', extra: true },
  remarks: { code: 'BZ', header: '备注' },
} as const satisfies Record<PenaltyField, ExchangeColumn>

export const EXCHANGE = { licence: LICENCE_EXCHANGE, penalty: PENALTY_EXCHANGE } as const
