import { yearOf } from '#domain/day'
import { type At, type DemoEntries, type DemoRow, type EntryInput, entryTools, type Of } from './entry-rows.ts'
import { type Party, party } from './names.ts'
import { createRandom } from './random.ts'

const SEED = 20_260_402

/** Lists of statutory issuers and of powers: one entry of every category and more, all invented, dated from today. */
export function demoLists(input: EntryInput): DemoEntries {
  const { of, at } = entryTools(input)
  const next = parties()
  return [
    ['serious-breach', seriousBreaches(of, at, next)],
    ['good-record', goodRecords(of, at, next)],
    ['bidding-agency', biddingAgencies(of, at, next)],
    ['bidding-violation', biddingViolations(of, at, next)],
    ['power', powers(of, at)],
  ]
}

type Next = () => DemoRow

/** Invented companies, apart from those of 双公示. */
function parties(): Next {
  const random = createRandom(SEED)
  const drawn = (): Party => {
    const some = party(random)
    return some.category === '法人及非法人组织' ? some : drawn()
  }
  return () => {
    const { name, category, code } = drawn()
    return { subjectName: name, subjectCategory: category, subjectCode: code }
  }
}

function seriousBreaches(of: Of, at: At, next: Next): DemoRow[] {
  const listed = (organ: string, n: number, on: number, days: number): DemoRow => ({
    ...next(),
    ...of(organ),
    documentNumber: `澜列〔${yearOf(at(on))}〕${n}号`,
    decidedOn: at(on),
    publicUntil: at(on + days),
  })
  return [
    {
      ...listed('shichang-jianguan', 1, -400, 1094),
      listName: '市场监督管理严重违法失信名单',
      facts: '生产不符合食品安全标准的食品，被吊销食品生产许可证。',
      legalBasis: '《市场监督管理严重违法失信名单管理办法》（国家市场监督管理总局令第44号）',
      measures: '依法实施更严格的监督管理。',
      measureBasis: '《企业信息公示暂行条例》；《全国失信惩戒措施基础清单》',
    },
    {
      ...listed('xingzheng-shenpi', 2, -260, 730),
      listName: '政府采购严重违法失信行为记录名单',
      facts: '提供虚假材料谋取中标，两年内禁止参加政府采购活动。',
      legalBasis: '《政府采购法》第七十七条',
      measures: '在一至三年内禁止参加政府采购活动。',
      measureBasis: '《政府采购法》第七十七条',
    },
    {
      ...listed('zhufang-jianshe', 3, -180, 1094),
      listName: '拖欠农民工工资失信联合惩戒对象名单',
      facts: '拖欠农民工工资，经责令限期支付，逾期未支付。',
      legalBasis: '《保障农民工工资支付条例》第四十八条',
    },
    {
      ...listed('yingji-guanli', 4, -90, 1094),
      listName: '安全生产严重失信主体名单',
      facts: '发生生产安全事故后瞒报。',
      legalBasis: '《安全生产严重失信主体名单管理办法》（应急管理部令第11号）',
    },
    {
      ...listed('shichang-jianguan', 5, -30, 1094),
      listName: '重大税收违法失信主体',
      facts: '虚开发票。',
      legalBasis: '《重大税收违法失信主体信息公布管理办法》（国家税务总局令第54号）',
    },
    // Left: moved out early, over, and one without an end, which is withheld.
    {
      ...listed('yingji-guanli', 6, -500, 1094),
      listName: '安全生产严重失信主体名单',
      facts: '未按规定报告事故。',
      legalBasis: '《安全生产严重失信主体名单管理办法》（应急管理部令第11号）',
      removedOn: at(-40),
    },
    {
      ...listed('xingzheng-shenpi', 7, -800, 365),
      listName: '政府采购严重违法失信行为记录名单',
      facts: '与其他供应商恶意串通。',
      legalBasis: '《政府采购法》第七十七条',
    },
    {
      ...listed('zhufang-jianshe', 8, -60, 1094),
      publicUntil: '',
      listName: '拖欠农民工工资失信联合惩戒对象名单',
      facts: '拖欠农民工工资。',
      legalBasis: '《保障农民工工资支付条例》第四十八条',
    },
  ]
}

function goodRecords(of: Of, at: At, next: Next): DemoRow[] {
  const named = (organ: string, n: number, on: number): DemoRow => ({
    ...next(),
    ...of(organ),
    documentNumber: `澜信评〔${yearOf(at(on))}〕${n}号`,
    decidedOn: at(on),
    publicUntil: at(on + 730),
  })
  return [
    {
      ...named('shichang-jianguan', 1, -200),
      goodList: '守合同重信用企业',
      facts: '连续三年合同履约率百分之百。',
      legalBasis: '守合同重信用企业公示办法（演示）',
      measures: '优先推荐政府质量奖。',
    },
    {
      ...named('shichang-jianguan', 2, -190),
      goodList: '纳税信用A级纳税人',
      legalBasis: '《纳税信用管理办法》（演示引用）',
      measures: '主动公告；发票用量放宽。',
    },
    {
      ...named('xingzheng-shenpi', 3, -150),
      goodList: '海关高级认证企业',
      legalBasis: '《海关注册登记和备案企业信用管理办法》（演示引用）',
    },
    {
      ...named('wenhua-lvyou', 4, -100),
      goodList: '诚信示范单位',
      facts: '明码标价，先行赔付，全年没有经查实的投诉。',
      legalBasis: '诚信示范单位创建办法（演示）',
    },
    {
      ...named('shihe-zhen', 5, -80),
      subjectName: '石禾镇河西社区（演示）',
      subjectCode: '',
      goodList: '诚信街道和乡镇',
      facts: '村务财务按月公开，承诺事项全部兑现。',
      legalBasis: '诚信街道和乡镇创建办法（演示）',
    },
  ]
}

function biddingAgencies(of: Of, at: At, next: Next): DemoRow[] {
  const registered = (organ: string, n: number, on: number): DemoRow => ({
    ...next(),
    ...of(organ),
    documentNumber: `LX-ZB-${String(n).padStart(4, '0')}`,
    decidedOn: at(on),
    legalBasis: '《招标投标法》第十三条；名录登记（演示）',
  })
  return [
    {
      ...registered('zhufang-jianshe', 1, -700),
      agencyTrade: '工程建设项目招标代理',
      businessScope: '房屋建筑和市政工程招标代理',
      fullTimeStaff: '18',
      yearlyProjects: '36',
      creditSituation: '上年度履约评价良好（评价机关：住房和城乡建设局，演示）。',
    },
    {
      ...registered('xingzheng-shenpi', 2, -520),
      agencyTrade: '政府采购代理',
      businessScope: '货物、服务类政府采购代理',
      fullTimeStaff: '9',
      yearlyProjects: '52',
      updates: '今年变更办公地址。',
    },
    {
      ...registered('ziran-ziyuan', 3, -310),
      agencyTrade: '公共资源交易代理',
      businessScope: '土地使用权、矿业权出让代理',
      fullTimeStaff: '7',
      yearlyProjects: '11',
    },
  ]
}

function biddingViolations(of: Of, at: At, next: Next): DemoRow[] {
  const decided = (organ: string, n: number, on: number, days: number): DemoRow => ({
    ...next(),
    ...of(organ),
    documentNumber: `澜招监〔${yearOf(at(on))}〕${n}号`,
    decidedOn: at(on),
    publicUntil: at(on + days),
  })
  return [
    {
      ...decided('zhufang-jianshe', 1, -120, 183),
      title: '串通投标',
      biddingRole: '投标人',
      facts: '与另一投标人的投标文件由同一台计算机制作。',
      legalBasis: '《招标投标法》第五十三条',
      content: '中标无效，处以罚款。',
    },
    {
      ...decided('jiaotong-yunshu', 2, -70, 183),
      title: '泄露应当保密的招标资料',
      biddingRole: '招标代理机构',
      facts: '在开标前透露标底。',
      legalBasis: '《招标投标法》第五十条',
      content: '警告，处以罚款，暂停代理业务。',
    },
    {
      ...decided('nongye-nongcun', 3, -20, 365),
      title: '以不合理的条件限制投标人',
      biddingRole: '招标人',
      legalBasis: '《招标投标法》第五十一条',
      content: '责令改正，处以罚款。',
    },
    // Over: the time of the notice has passed.
    {
      ...decided('zhufang-jianshe', 4, -300, 183),
      title: '弄虚作假骗取中标',
      biddingRole: '投标人',
      legalBasis: '《招标投标法》第五十四条',
      content: '中标无效，处以罚款。',
    },
  ]
}

function powers(of: Of, at: At): DemoRow[] {
  const version = `${yearOf(at(-300))}年版`
  const item = (organ: string, code: string, powerType: string, title: string, legalBasis: string): DemoRow => ({
    ...of(organ),
    documentNumber: code,
    title,
    powerType,
    legalBasis,
    duties: '一次性告知、依法受理、按期决定、公开结果。',
    accountability: '不依法受理、超过期限、没有公开结果的，依法追究责任。',
    listVersion: version,
    decidedOn: at(-300),
  })
  const inDays = (row: DemoRow, statutoryDays: string, promisedDays: string): DemoRow => ({
    ...row,
    statutoryDays,
    promisedDays,
  })
  return [
    inDays(item('shichang-jianguan', 'LX-01-0001', '行政许可', '食品经营许可', '《食品安全法》第三十五条'), '20', '5'),
    item('shichang-jianguan', 'LX-01-0002', '行政处罚', '对经营过期食品的处罚', '《食品安全法》第一百二十四条'),
    item('shichang-jianguan', 'LX-01-0003', '行政检查', '食品安全监督检查', '《食品安全法》第一百一十条'),
    inDays(
      item('jiaotong-yunshu', 'LX-02-0001', '行政许可', '道路货物运输经营许可', '《道路运输条例》第二十四条'),
      '20',
      '7',
    ),
    item('jiaotong-yunshu', 'LX-02-0002', '行政处罚', '对未取得道路运输许可的处罚', '《道路运输条例》第六十三条'),
    inDays(item('zhufang-jianshe', 'LX-03-0001', '行政许可', '建筑工程施工许可', '《建筑法》第七条'), '7', '3'),
    item('zhufang-jianshe', 'LX-03-0002', '行政确认', '工程竣工验收备案', '《建设工程质量管理条例》第四十九条'),
    item('yingji-guanli', 'LX-04-0001', '行政强制', '查封不符合安全标准的设施', '《安全生产法》第六十五条'),
    item('ziran-ziyuan', 'LX-05-0001', '行政征收', '征收土地闲置费', '《城市房地产管理法》第二十六条'),
    item('ziran-ziyuan', 'LX-05-0002', '行政裁决', '土地权属争议裁决', '《土地管理法》第十四条'),
    item('nongye-nongcun', 'LX-06-0001', '行政给付', '农机购置补贴', '《农业机械化促进法》第二十七条'),
    item('shengtai-huanjing', 'LX-07-0001', '行政奖励', '对举报环境违法的奖励', '《环境保护法》第十一条'),
    item('chengshi-guanli', 'LX-08-0001', '其他职权', '门头招牌设置备案', '县门头招牌管理办法（演示）'),
    {
      ...item('chengshi-guanli', 'LX-08-0002', '行政许可', '临时占道许可', '县市容管理办法（演示）'),
      removedOn: at(-90),
    },
  ]
}
