import type { Agency } from '#content/schema/agency'
import { addDays, type Day, yearOf } from '#domain/day'
import type { FieldId } from '#domain/record-fields'
import type { RecordKind } from '#domain/vocabulary'

export type DemoRow = Partial<Record<FieldId, string>>
type Input = { agencies: readonly Agency[]; today: Day }

const CONFIRMER = '澜溪县社会信用体系建设领导小组办公室（演示）'
const COURT = '澜溪县人民法院（演示）'

/** Of every kind about organs, entries in every state it has; all invented, dated from today. */
export function demoIntegrity(input: Input): [RecordKind, DemoRow[]][] {
  const at = (days: number) => addDays(input.today, days)
  const of = (slug: string) => organCells(input.agencies, slug)
  return [
    ['dishonesty', dishonesty(of, at)],
    ['court-default', courtDefaults(of, at)],
    ['promise', promises(of, at)],
    ['arrears', arrears(of, at, yearOf(input.today))],
    ['rectification', rectifications(of, at)],
    ['litigation', litigation(input, at)],
  ]
}

type Of = (slug: string) => DemoRow
type At = (days: number) => Day

/** The cells that say whose an entry is. */
export function organCells(agencies: readonly Agency[], slug: string): DemoRow {
  const agency = agencies.find((it) => it.slug === slug)
  if (!agency) throw new Error(`The demo place has no agency "${slug}".`)
  return {
    agencyName: agency.name,
    ...(agency.uscc === null ? {} : { agencyCode: agency.uscc }),
    sourceName: CONFIRMER,
  }
}

function dishonesty(of: Of, at: At): DemoRow[] {
  const confirmed = (n: number, on: number): DemoRow => ({
    documentNumber: `澜信认〔${yearOf(at(on))}〕${n}号`,
    confirmedBy: CONFIRMER,
    decidedOn: at(on),
  })
  return [
    {
      ...of('jiaotong-yunshu'),
      ...confirmed(1, -300),
      title: '未按合同支付农村公路养护工程款',
      dishonestyType: '违约失信',
      dishonestyField: '政府投资项目',
      facts: '农村公路养护工程验收合格后，应付工程款超过合同约定期限八个月没有支付，以人员变动为由推迟。',
      legalBasis: '《优化营商环境条例》第三十一条、第三十二条；发改财金〔2023〕1103号',
      amount: '86.5',
      requirement: '三个月内付清工程款和逾期利息，并书面报告。',
      dueOn: at(-200),
      progress: '已付清本金和利息。',
      closedOn: at(-215),
      evidence: '支付凭证和结清确认书（演示）',
      measures: '书面警示；取消当年评优资格。',
      measureBasis: '国发〔2016〕76号；《全国失信惩戒措施基础清单》',
      repairedOn: at(-60),
      repairBasis: '澜信修〔演示〕2号',
      statement: '款项已经全部付清，内部已建立工程款支付台账，每月核对。',
    },
    {
      ...of('nongye-nongcun'),
      ...confirmed(2, -210),
      title: '高标准农田项目质量保证金逾期未退还',
      dishonestyType: '拖欠账款',
      dishonestyField: '政府采购',
      facts: '质量保证期满后，应退还的质量保证金超过约定期限六个月没有退还。',
      legalBasis: '《保障中小企业款项支付条例》第九条；发改财金〔2023〕1103号',
      amount: '12.8',
      requirement: '三十日内退还保证金。',
      dueOn: at(-150),
      closedOn: at(-158),
      progress: '保证金已全部退还。',
      evidence: '退款凭证（演示）',
      statement: '已按要求退还，并对同类项目逐一清理。',
    },
    {
      ...of('shihe-zhen'),
      ...confirmed(3, -160),
      title: '公开承诺的集镇供水改造没有按期完成',
      dishonestyType: '未兑现承诺',
      dishonestyField: '街道和乡镇',
      facts: '集镇供水管网改造列入年度为民办实事，到期没有完成，也没有说明原因。',
      legalBasis: '国发〔2016〕76号；澜溪县公开承诺管理办法（演示）',
      requirement: '重新制定计划并公布，九十日内完成。',
      dueOn: at(-40),
      progress: '管网铺设完成约七成。',
      measures: '约谈单位；通报批评。',
      measureBasis: '国发〔2016〕76号',
    },
    {
      ...of('zhufang-jianshe'),
      ...confirmed(4, -45),
      title: '招标文件设置与项目无关的条件',
      dishonestyType: '其他失信',
      dishonestyField: '招标投标',
      facts: '两个项目的招标文件要求投标人在本县设立分支机构，被责令改正后仍有一个项目没有修改。',
      legalBasis: '《优化营商环境条例》第十三条；认定文书（演示）',
      requirement: '修改招标文件，清理同类条款。',
      dueOn: at(50),
      progress: '正在清理。',
    },
    {
      ...of('wenhua-lvyou'),
      ...confirmed(5, -12),
      title: '没有按合同约定移交游客中心项目用地',
      dishonestyType: '违约失信',
      dishonestyField: 'PPP',
      facts: '政府和社会资本合作建设的游客中心，合同约定的项目用地逾期没有移交，社会资本方无法开工。',
      legalBasis: '《优化营商环境条例》第三十一条；认定文书（演示）',
    },
  ]
}

function courtDefaults(of: Of, at: At): DemoRow[] {
  const filed = (n: number, on: number): DemoRow => ({
    documentNumber: `（${yearOf(at(on))}）演0001执${n}号`,
    court: COURT,
    basisUnit: COURT,
    basisNumber: `（${yearOf(at(on))}）演0001民初${n}号`,
    decidedOn: at(on),
    releasedOn: at(on + 20),
    conduct: '有履行能力而拒不履行生效法律文书确定的义务',
  })
  return [
    {
      ...of('chengshi-guanli'),
      ...filed(101, -260),
      title: '支付环卫设备采购款及利息',
      duty: '支付设备采购款四十二万元及逾期利息。',
      amount: '42',
      performance: '全部未履行',
      plan: '列入下一年度预算后一次付清。',
      dueOn: at(-30),
      statement: '因预算调整没有按计划支付，已申请追加预算。',
    },
    {
      ...of('shihe-zhen'),
      ...filed(117, -190),
      title: '支付村道硬化工程款',
      duty: '支付工程款三十万元。',
      amount: '30',
      performance: '部分履行',
      plan: '分三期支付，已付两期。',
      dueOn: at(70),
    },
    {
      ...of('jiaotong-yunshu'),
      ...filed(123, -120),
      title: '返还投标保证金',
      duty: '返还投标保证金五万元。',
      amount: '5',
      performance: '全部履行',
      performedOn: at(-6),
      statement: '已全部履行，并申请法院删除。',
    },
    {
      ...of('weisheng-jiankang'),
      ...filed(130, -25),
      title: '支付体检设备租赁费',
      duty: '支付设备租赁费八万元。',
      amount: '8',
      performance: '全部未履行',
    },
    {
      ...of('nongye-nongcun'),
      ...filed(88, -340),
      title: '支付种子采购款',
      duty: '支付种子采购款十五万元。',
      amount: '15',
      performance: '全部履行',
      performedOn: at(-50),
      removedOn: at(-20),
    },
  ]
}

function promises(of: Of, at: At): DemoRow[] {
  const numbered = (n: number, on: number): DemoRow => ({
    documentNumber: `澜诺〔${yearOf(at(on))}〕${String(n).padStart(3, '0')}`,
    decidedOn: at(on),
  })
  const livelihood = '为民办实事'
  return [
    {
      ...of('weisheng-jiankang'),
      ...numbered(1, -320),
      title: '全县村卫生室配齐健康一体机',
      promiseKind: livelihood,
      content: '年底前为六十个村卫生室各配一台健康一体机。',
      legalBasis: '年度为民办实事清单（演示）',
      dueOn: at(-30),
      keptOn: at(-45),
      progress: '六十台全部到位并投入使用。',
      evidence: '验收单（演示）',
    },
    {
      ...of('jiaotong-yunshu'),
      ...numbered(2, -320),
      title: '改造县道三座危桥',
      promiseKind: livelihood,
      content: '九月底前完成三座危桥改造。',
      legalBasis: '年度为民办实事清单（演示）',
      dueOn: at(-90),
      keptOn: at(-52),
      progress: '三座桥已通车，比承诺晚三十八天。',
      evidence: '交工验收报告（演示）',
      statement: '汛期施工受阻，已在延期当天公开说明。',
    },
    {
      ...of('zhufang-jianshe'),
      ...numbered(3, -320),
      title: '改造老旧小区十二个',
      promiseKind: livelihood,
      content: '十月底前完成十二个老旧小区的管网和外墙改造。',
      legalBasis: '年度为民办实事清单（演示）',
      dueOn: at(-28),
      progress: '已完成九个。',
    },
    {
      ...of('chengshi-guanli'),
      ...numbered(4, -200),
      title: '新增公共停车位八百个',
      promiseKind: livelihood,
      content: '年底前新增公共停车位八百个，分四片区建设。',
      legalBasis: '年度为民办实事清单（演示）',
      dueOn: at(35),
      milestones: '六月底三百个，九月底六百个，年底八百个。',
      progress: '已建成六百四十个。',
    },
    {
      ...of('xingzheng-shenpi'),
      ...numbered(5, -500),
      title: '企业开办一个工作日办结',
      promiseKind: '服务承诺',
      content: '材料齐全的，企业开办一个工作日办结；超过的，窗口当天说明原因。',
      legalBasis: '政务服务承诺目录（演示）',
    },
    {
      ...of('xingzheng-shenpi'),
      ...numbered(6, -400),
      title: '招商引资合同：新型建材产业园一期',
      promiseKind: '招商引资合同',
      content: '这里的合同内容不应当公示。',
      legalBasis: '招商引资合同（演示）',
      dueOn: at(120),
      progress: '这里的合同进展不应当公示。',
    },
    {
      ...of('ziran-ziyuan'),
      ...numbered(7, -480),
      title: '招商引资合同：物流园用地供应',
      promiseKind: '招商引资合同',
      legalBasis: '招商引资合同（演示）',
      dueOn: at(-100),
      changedOn: at(-170),
      changeGround: '因生态保护红线调整，经县人民政府常务会议依法定程序审议，变更供地位置。',
      compensation: '已依法补偿前期费用，金额按协议不公开。',
    },
    {
      ...of('shihe-zhen'),
      ...numbered(8, -330),
      title: '集镇供水管网改造',
      promiseKind: '街道和乡镇承诺',
      content: '六月底前完成集镇供水管网改造，解决夏季供水不足。',
      legalBasis: '镇年度公开承诺（演示）',
      dueOn: at(-165),
      brokenOn: at(-160),
      reason: '项目资金没有及时到位，前期没有做好预算。',
    },
    {
      ...of('shichang-jianguan'),
      ...numbered(9, -150),
      title: '惠企补贴资金三十日内兑付',
      promiseKind: '惠企政策兑现',
      content: '符合条件的企业申请补贴，三十日内兑付。',
      legalBasis: '惠企政策清单（演示）',
      dueOn: at(90),
      progress: '已兑付四十七户。',
    },
  ]
}

function arrears(of: Of, at: At, year: number): DemoRow[] {
  const entry = (n: number, on: number): DemoRow => ({
    documentNumber: `澜清欠${yearOf(at(on))}-${String(n).padStart(3, '0')}`,
    decidedOn: at(on),
  })
  const yearly = (slug: string, of_: number, contracts: string, amount: string): DemoRow => ({
    ...of(slug),
    documentNumber: `${of_}年度`,
    title: `${of_}年度逾期尚未支付中小企业款项`,
    arrearsKind: '年度公开',
    decidedOn: `${of_}-12-31`,
    contracts,
    amount,
  })
  return [
    {
      ...of('jiaotong-yunshu'),
      ...entry(1, -330),
      title: '农村公路养护工程款',
      arrearsKind: '工程款',
      contracts: '1',
      amount: '86.5',
      paidAmount: '86.5',
      plan: '分两次付清。',
      dueOn: at(-200),
      closedOn: at(-215),
      evidence: '结清确认书（演示）',
    },
    {
      ...of('shihe-zhen'),
      ...entry(2, -280),
      title: '村道硬化工程尾款',
      arrearsKind: '工程款',
      contracts: '2',
      amount: '54',
      paidAmount: '20',
      reason: '上级补助资金没有到账。',
      plan: '补助到账后十日内付清。',
      dueOn: at(-25),
    },
    {
      ...of('nongye-nongcun'),
      ...entry(3, -240),
      title: '农机具采购款',
      arrearsKind: '物资采购款',
      contracts: '3',
      amount: '37.2',
      paidAmount: '10',
      plan: '按季度支付。',
      dueOn: at(100),
    },
    {
      ...of('weisheng-jiankang'),
      ...entry(4, -90),
      title: '信息系统运维服务款',
      arrearsKind: '服务款',
      contracts: '1',
      amount: '9.6',
      plan: '年底前付清。',
      dueOn: at(30),
    },
    {
      ...of('zhufang-jianshe'),
      ...entry(5, -70),
      title: '工程质量保证金',
      arrearsKind: '保证金',
      contracts: '4',
      amount: '18',
      paidAmount: '6.5',
      dueOn: at(60),
    },
    ...[year - 3, year - 2, year - 1].flatMap((it, index) => [
      yearly('jiaotong-yunshu', it, String(9 - index * 3), ['210.4', '133', '61.5'][index] ?? '0'),
      yearly('shihe-zhen', it, String(5 + index), ['48', '66.2', '74'][index] ?? '0'),
      yearly('nongye-nongcun', it, String(4 - index), ['52.6', '45', '37.2'][index] ?? '0'),
    ]),
  ]
}

function rectifications(of: Of, at: At): DemoRow[] {
  const entry = (n: number, on: number): DemoRow => ({
    documentNumber: `澜整改〔${yearOf(at(on))}〕${n}号`,
    decidedOn: at(on),
    assignedBy: CONFIRMER,
  })
  return [
    {
      ...of('nongye-nongcun'),
      ...entry(11, -200),
      title: '惠农补贴发放没有公开名单范围和标准',
      findingSource: '审计',
      facts: '两个年度的补贴发放标准没有在村务公开栏公开。',
      measures: '补充公开标准和范围，建立发放前公示制度。',
      dueOn: at(-120),
      closedOn: at(-133),
      evidence: '公开情况报告（演示）',
      verifiedBy: '澜溪县审计局（演示）',
    },
    {
      ...of('shengtai-huanjing'),
      ...entry(12, -190),
      title: '信访件答复超过规定期限',
      findingSource: '督查',
      facts: '抽查的二十件中有五件答复超过期限。',
      measures: '逐件补答，建立到期提醒。',
      dueOn: at(-130),
      closedOn: at(-101),
      evidence: '整改报告（演示）',
      explanation: '人手不足是原因之一，已调整分工。',
    },
    {
      ...of('shihe-zhen'),
      ...entry(13, -150),
      title: '集镇供水改造没有按期完成',
      findingSource: '投诉举报',
      facts: '公开承诺的供水改造到期没有完成。',
      measures: '重新排定工期，每半月公布进度。',
      dueOn: at(-20),
      progress: '完成约七成。',
      explanation: '资金没有按期到位；已经落实资金来源。',
    },
    {
      ...of('chengshi-guanli'),
      ...entry(14, -60),
      title: '行政处罚告知书送达不规范',
      findingSource: '司法建议',
      facts: '法院在审理中发现送达回证填写不完整。',
      measures: '修订送达文书格式，组织培训。',
      dueOn: at(40),
      progress: '文书格式已经修订。',
    },
    {
      ...of('xingzheng-shenpi'),
      ...entry(15, -30),
      title: '办事指南与实际办理要求不一致',
      findingSource: '自查',
      facts: '七项办事指南多列了材料。',
      measures: '逐项核对修改。',
      dueOn: at(20),
    },
  ]
}

function litigation({ agencies, today }: Input, at: At): DemoRow[] {
  const last = yearOf(today) - 1
  return agencies.slice(0, 6).flatMap((agency, index) =>
    [last - 1, last].map((year): DemoRow => {
      const concluded = 6 + ((index * 5 + year) % 9)
      const lost = (index + year) % 4
      return {
        ...organCells(agencies, agency.slug),
        documentNumber: `${year}年度`,
        title: `${year}年度行政诉讼情况`,
        decidedOn: year === last && at(0) < `${last + 1}-03-31` ? at(-1) : `${year}-12-31`,
        concluded: String(concluded),
        lost: String(lost),
        ...(lost === 0 ? {} : { lossReasons: '程序违法；认定事实的证据不足。' }),
        hearings: String(concluded - 1),
        attended: String(concluded - 1 - (index % 3)),
        judgmentsDue: String(lost),
        judgmentsPerformed: String(Math.max(0, lost - (index % 2))),
        adviceReceived: String(index % 3),
        adviceAnswered: String(index % 3),
      }
    }),
  )
}
