import { yearOf } from '#domain/day'
import {
  type At,
  CONFIRMER,
  type DemoEntries,
  type DemoRow,
  type EntryInput,
  entryTools,
  type Of,
  organCells,
} from './entry-rows.ts'
import { arrears, promises } from './promises.ts'

const COURT = '澜溪县人民法院（演示）'

/** Of every kind about organs' own conduct, entries in every state it has; all invented, dated from today. */
export function demoIntegrity(input: EntryInput): DemoEntries {
  const { of, at } = entryTools(input)
  return [
    ['dishonesty', dishonesty(of, at)],
    ['court-default', courtDefaults(of, at)],
    ['promise', promises(of, at)],
    ['arrears', arrears(of, at, yearOf(input.today))],
    ['rectification', rectifications(of, at)],
    ['litigation', litigation(input, at)],
  ]
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

function litigation({ agencies, today }: EntryInput, at: At): DemoRow[] {
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
