import { yearOf } from '#domain/day'
import {
  type At,
  CONFIRMER,
  type DemoEntries,
  type DemoRow,
  type EntryInput,
  entryTools,
  type Of,
} from './entry-rows.ts'

/** Measures, reports of third parties and what else organs disclose, in every state; all invented, dated from today. */
export function demoOpenness(input: EntryInput): DemoEntries {
  const { of, at } = entryTools(input)
  return [
    ['measure', measures(of, at)],
    ['assessment', assessments(of, at)],
    ['proposal', proposals(of, at)],
    ['decision-notice', decisionNotices(of, at)],
    ['public-response', publicResponses(of, at)],
  ]
}

/** Each hangs on a finding of 政务失信, by its number. */
function measures(of: Of, at: At): DemoRow[] {
  const imposed = (organ: string, n: number, on: number, finding: string): DemoRow => ({
    ...of(organ),
    documentNumber: `澜信措〔${yearOf(at(on))}〕${n}号`,
    imposedBy: CONFIRMER,
    measureBasis: '国发〔2016〕76号；《全国失信惩戒措施基础清单》（演示引用）',
    findingNumber: finding,
    decidedOn: at(on),
    publicUntil: at(on + 365),
  })
  const finding = (n: number, on: number) => `澜信认〔${yearOf(at(on))}〕${n}号`
  return [
    {
      ...imposed('jiaotong-yunshu', 1, -280, finding(1, -300)),
      title: '取消当年优化营商环境先进单位称号',
      measureType: '取消荣誉',
    },
    {
      ...imposed('shihe-zhen', 2, -150, finding(3, -160)),
      title: '一年内不得参加评优评先',
      measureType: '限制评优评先',
      statement: '接受处理，已公布新的工期。',
    },
    {
      ...imposed('nongye-nongcun', 3, -190, finding(2, -210)),
      title: '暂缓安排下一批项目资金',
      measureType: '限制资金支持',
    },
    {
      ...imposed('zhufang-jianshe', 4, -40, finding(4, -45)),
      title: '取消工程招标改革试点资格',
      measureType: '限制试点示范',
    },
    {
      ...imposed('jiaotong-yunshu', 5, -280, finding(1, -300)),
      title: '暂缓安排公路养护补助资金',
      measureType: '限制资金支持',
      removedOn: at(-60),
    },
  ]
}

function assessments(of: Of, at: At): DemoRow[] {
  const report = (organ: string, n: number, on: number, assessmentType: string): DemoRow => ({
    ...of(organ),
    documentNumber: `LXPG-${yearOf(at(on))}-${String(n).padStart(2, '0')}`,
    assessmentType,
    assessor: '澜溪信用研究中心（演示）',
    commissionedBy: CONFIRMER,
    independence: '评估机构与被评估单位没有隶属和业务往来，费用由委托单位支付，结论不经被评估单位同意。',
    method: '查阅公开信息、抽查合同履行、电话回访，按公布的指标逐项记录；抽样方法和样本量见报告。',
    decidedOn: at(on),
  })
  return [
    {
      ...report('zhufang-jianshe', 1, -140, '第三方评估'),
      title: '政府投资项目合同履行情况评估',
      conclusion: '抽查的四十份合同中三十六份按期付款，四份逾期，逾期最长九十二天。',
      statement: '逾期的四份合同已经付清三份，另一份争议正在协商。',
    },
    {
      ...report('xingzheng-shenpi', 2, -120, '信用评级'),
      title: '政务服务守信情况评级',
      assessor: '澜溪信用评级有限公司（演示）',
      grade: 'AA（演示）',
      conclusion: '承诺时限内办结率较高，少数事项一次性告知不完整。',
    },
    {
      ...report('xingzheng-shenpi', 3, -100, '区域政务诚信评价'),
      title: `${yearOf(at(-100)) - 1}年度澜溪县政务诚信状况评价`,
      conclusion: '守信践诺情况好于上年，拖欠账款清偿进度偏慢。',
    },
    {
      ...report('jiaotong-yunshu', 4, -50, '信用报告'),
      title: '公路养护项目业主单位信用报告',
      assessor: '澜溪信用服务有限公司（演示）',
      conclusion: '三年内有一次逾期付款记录，已经改正。',
    },
  ]
}

function proposals(of: Of, at: At): DemoRow[] {
  const handed = (organ: string, proposalType: string, n: number, on: number): DemoRow => ({
    ...of(organ),
    documentNumber: `${proposalType === '政协提案' ? '提案' : '建议'}${yearOf(at(on))}-${String(n).padStart(3, '0')}`,
    proposalType,
    decidedOn: at(on),
    dueOn: at(on + 90),
  })
  const answered = (row: DemoRow, on: number, days: number): DemoRow => ({
    ...row,
    answeredOn: at(on + days),
    answerDays: String(days),
  })
  return [
    answered(
      {
        ...handed('jiaotong-yunshu', '人大代表建议', 12, -260),
        title: '关于增加农村公交班次的建议',
        outcome: '已经解决或者采纳',
        answer: '已在三条线路每天各增加两个班次。',
      },
      -260,
      62,
    ),
    answered(
      {
        ...handed('weisheng-jiankang', '政协提案', 31, -250),
        title: '关于完善村卫生室药品配送的提案',
        outcome: '正在解决或者列入计划',
        answer: '列入明年为民办实事，年底前公布配送目录。',
        coHandlers: '农业农村局',
      },
      -250,
      118,
    ),
    { ...handed('zhufang-jianshe', '人大代表建议', 18, -130), title: '关于老旧小区加装电梯补助的建议' },
    { ...handed('wenhua-lvyou', '政协提案', 40, -50), title: '关于公布景区最大承载量的提案' },
  ]
}

function decisionNotices(of: Of, at: At): DemoRow[] {
  const notice = (organ: string, n: number, on: number, noticeStage: string): DemoRow => ({
    ...of(organ),
    documentNumber: `澜决公示${yearOf(at(on))}-${String(n).padStart(2, '0')}`,
    noticeStage,
    decidedOn: at(on),
    legalBasis: '《重大行政决策程序暂行条例》；年度重大行政决策事项目录（演示）',
  })
  return [
    {
      ...notice('jiaotong-yunshu', 1, -12, '公开征求意见'),
      title: '城乡公交一体化方案',
      content: '统一城乡公交票价和班次，方案全文见县政府网站（演示）。',
      dueOn: at(20),
      opinionChannel: '县政府网站“意见征集”栏目（演示）',
    },
    {
      ...notice('chengshi-guanli', 2, -80, '公开征求意见'),
      title: '中心城区停车收费标准调整',
      content: '分区分时计费，居民优惠不变。',
      dueOn: at(-48),
      opinionChannel: '县政府网站“意见征集”栏目（演示）',
      feedback: '收到意见二十三条，采纳九条；没有采纳的理由已经公布。',
    },
    {
      ...notice('chengshi-guanli', 3, -30, '听证'),
      title: '中心城区停车收费标准调整听证',
      content: '就收费标准和居民优惠听取各方意见。',
      hearingOn: at(9),
      hearingPlace: '县政务服务中心三楼会议室（演示）',
    },
    {
      ...notice('weisheng-jiankang', 4, -60, '公布决定'),
      title: '乡镇卫生院布局调整',
      content: '保留全部门诊，住院服务集中到三所中心卫生院。',
      feedback: '征求到的意见采纳情况与决定一并公布。',
    },
  ]
}

function publicResponses(of: Of, at: At): DemoRow[] {
  const response = (organ: string, n: number, on: number, concernTopic: string): DemoRow => ({
    ...of(organ),
    documentNumber: `澜回应${yearOf(at(on))}-${String(n).padStart(2, '0')}`,
    concernTopic,
    raisedOn: at(on - 2),
    decidedOn: at(on),
  })
  return [
    {
      ...response('shengtai-huanjing', 1, -140, '生态环境'),
      title: '河段水体发黑发臭',
      answer: '现场采样检测，原因是雨污管网错接，已经改接，复测达标。',
      followUp: '排查同类管网并每周公布进度。',
    },
    {
      ...response('xingzheng-shenpi', 2, -110, '政策措施'),
      title: '惠企补贴申请平台登录不了',
      answer: '平台升级造成，当天恢复，受影响的申请期限顺延五天。',
    },
    {
      ...response('weisheng-jiankang', 3, -75, '民生'),
      title: '村卫生室周末不开门',
      answer: '已公布各村卫生室值班表，周末轮流开门。',
    },
    {
      ...response('shichang-jianguan', 4, -40, '食品药品安全'),
      title: '学校周边食品摊点卫生',
      answer: '抽检二十六批次，不合格两批次，已经依法处理并公示。',
    },
    {
      ...response('wenhua-lvyou', 6, -25, '其他关切'),
      title: '博物馆闭馆时间没有提前公布',
      answer: '已改为提前七天公布，并在门口和网站同时张贴。',
    },
    {
      ...response('shihe-zhen', 5, -10, '政务诚信'),
      title: '集镇供水改造什么时候完工',
      answer: '因资金没有按期到位，工期推迟，新的工期和责任单位已经公布。',
    },
  ]
}
