/** What the examples are about: something that is public now. A licence, because a page may not name who was punished. */
export type ExampleFacts = { id: string; number: string; agency: string; uscc: string; day: string }

export type Example = {
  heading: string
  text: string
  /** Below the base. */
  path: (facts: ExampleFacts) => string
  status: 200 | 404 | 422
}

/** The page runs them when it is shown, and tests run them too, so none can say what the API does not. */
export const EXAMPLES: readonly Example[] = [
  {
    heading: '记录列表',
    text: 'kind 必填：licence 行政许可，penalty 行政处罚。可以加 agency（机关代号）、year（决定年份）、category（处罚类别或者许可类别）、state（on-time 按时、late 超期、unknown 无法判断）、page 和 limit（每页最多 100 条）。按决定日期从新到旧。next 是下一页的页码，没有下一页时为 null；把它作为 page 再次请求，直到 null 为止。',
    path: () => 'api/v1/records?kind=licence&limit=1',
    status: 200,
  },
  {
    heading: '最近公示的记录',
    text: '按公示日期从新到旧，不论决定何时作出；最多 50 条。可以加 kind 和 agency。',
    path: () => 'api/v1/recent?kind=licence&limit=1',
    status: 200,
  },
  {
    heading: '一条记录',
    text: 'fields 是页面上显示的各项；coded 是其中写法不同的机器可读值：日期为 2026-03-05，金额以分计。until 是公示截止日（含当日）。编号永远不变，更正后 version 加一。',
    path: ({ id }) => `api/v1/records/${id}`,
    status: 200,
  },
  {
    heading: '按文书号、代码或者名称查询',
    text: 'q 是完整的文书号、统一社会信用代码或者名称，括号的写法和全角半角不限。没有找到时，suggestion 可能给出另一种写法。',
    path: ({ number }) => `api/v1/exact?q=${encodeURIComponent(number)}`,
    status: 200,
  },
  {
    heading: '检索',
    text: 'q 是任意文字，几个词用空格隔开，表示都要有；也可以是拼音或者首字母。可以加 kind、agency、year、category、state、amount（罚没金额，元，如 1000-10000）、order（best 最相关在前，newest 最新在前）、limit（最多 50）。facets 是各条件下的条数；超过 10,000 条的 isCapped 为 true，只数到那里。next 原样放进 cursor 取下一页。',
    path: () => `api/v1/search?q=${encodeURIComponent('许可')}&kind=licence&limit=1`,
    status: 200,
  },
  {
    heading: '输入联想',
    text: '最多 8 项，完全一致的在前；path 是页面地址。isLimited 为 true 时检索暂时不可用，只有完全一致的和机关。',
    path: ({ number }) => `api/v1/suggestions?q=${encodeURIComponent(number)}`,
    status: 200,
  },
  {
    heading: '一个主体名下的记录',
    text: '按 18 位统一社会信用代码。名下没有公示中的信息时回答 404。',
    path: ({ uscc }) => `api/v1/subjects/${uscc}`,
    status: 200,
  },
  {
    heading: '任务列表',
    text: '政策文件交办的任务，照录原文。可以加 policy（文件代号）、lead（牵头单位名称的一部分）、unit（任一单位名称的一部分）、mechanism（机制编号）、due（dated 写明截止日期、yearly 每年一次、ongoing 持续实施、unstated 没有写明）、state（unreported 未填报、overdue 超期未完成等）和 limit（最多 200）。policies 是各文件的任务数，不受筛选影响。next 原样放进 cursor 取下一页。',
    path: () => 'api/v1/tasks?policy=huaxian-2017-31&limit=1',
    status: 200,
  },
  {
    heading: '一项任务',
    text: 'lead 只有文件写明牵头的单位；due.lastDay 是按文件的写法推算的最后一天。state 按今天的日期推算，没有填报的不算超期。reports 是负责单位的填报，新的在前。',
    path: () => 'api/v1/tasks/huaxian-2017-31/annex-13',
    status: 200,
  },
  {
    heading: '公示机关',
    text: 'counts 是公示中的条数，late 是其中超期公示的条数。',
    path: () => 'api/v1/agencies',
    status: 200,
  },
  {
    heading: '一个机关',
    text: '条数、最近的信息和数据质量。',
    path: ({ agency }) => `api/v1/agencies/${agency}`,
    status: 200,
  },
  {
    heading: '一个机关的数据质量',
    text: '各类信息填了多少、代码对不对、有多少行没有接收；只有条数。',
    path: ({ agency }) => `api/v1/agencies/${agency}/quality`,
    status: 200,
  },
  {
    heading: '公开评价',
    text: '按公开的办法算出的得分，rows 是背后的条数；按机关排列，不排名次。',
    path: () => 'api/v1/evaluations',
    status: 200,
  },
  {
    heading: '报送日历',
    text: 'missing 为到期未报送；mismatch 为报送的政务失信少于本站公示的同期条数，只是两个公开数字的比较。',
    path: ({ agency }) => `api/v1/report-calendar?agency=${agency}&state=missing`,
    status: 200,
  },
  {
    heading: '移除清单',
    text: 'since 那一天以来撤下（withdrawn）和停止公示（ended）的编号，不含名称。保存副本的，请每天按它清理。',
    path: ({ day }) => `api/v1/removals?since=${day}`,
    status: 200,
  },
  {
    heading: '下载文件的清单',
    text: '整批使用请下载文件，不要逐页读取列表。isServed 为 false 的正在重新生成。',
    path: () => 'api/v1/downloads',
    status: 200,
  },
  {
    heading: '办理统计',
    text: '异议、投诉、修复申请和纠错的件数，每个数写作 least 至 most：1 至 4 件的不公布确数。summaries 是经投诉人同意公开的摘要和答复。',
    path: () => 'api/v1/statistics/cases',
    status: 200,
  },
  {
    heading: '办理时限',
    text: '受理、首次答复、办结三个时限各自的件数、按时率、中位数和九成以内的天数，按季度。口径见“统计口径”页。',
    path: () => 'api/v1/statistics/clocks',
    status: 200,
  },
  {
    heading: '投诉和异议，按机关和领域',
    text: '最近四个完整季度的。只公布所在的区间：合计另有公布，确数会被减出来。',
    path: () => 'api/v1/statistics/breakdown',
    status: 200,
  },
  {
    heading: '撤下和停止公示的统计',
    text: '按方式、原因和用时统计，按季度。',
    path: () => 'api/v1/statistics/removals',
    status: 200,
  },
  {
    heading: '各机关双公示的及时性和质量',
    text: '按机关的拼音排列，不排名次；不足 10 条的不算及时率。',
    path: () => 'api/v1/statistics/agencies',
    status: 200,
  },
  {
    heading: '出错时：没有这条记录',
    text: '所有错误都是 application/problem+json（RFC 9457）：title 说发生了什么，detail 说怎么办，code 固定不变，供程序判断。',
    path: () => 'api/v1/records/000000000000',
    status: 404,
  },
  {
    heading: '出错时：参数不对',
    text: 'errors 逐项说明哪个参数不符合要求。',
    path: () => 'api/v1/records?kind=unknown',
    status: 422,
  },
]

/** What takes something in, or is needed for it: not run on the page, since each would leave something behind. */
export const SENDING: readonly { method: 'GET' | 'POST'; path: string; meaning: string }[] = [
  { method: 'GET', path: 'desk-key', meaning: '受理台的加密公钥（age）' },
  { method: 'GET', path: 'challenges', meaning: '提交前要解的题目（altcha 工作量证明），form 为用途' },
  { method: 'POST', path: 'uploads', meaning: '上传一个加密的文件，48 小时内随申请提交' },
  { method: 'POST', path: 'objections', meaning: '对一条公示信息提出异议' },
  { method: 'POST', path: 'complaints', meaning: '投诉一个机关的失信行为' },
  { method: 'POST', path: 'repairs', meaning: '申请修复本地认定的失信信息' },
  { method: 'POST', path: 'corrections', meaning: '指出网页上的错误' },
  { method: 'POST', path: 'look-ups', meaning: '凭受理编号和查询码查询进度' },
  { method: 'POST', path: 'cases/{receipt}/supplements', meaning: '补充材料' },
  { method: 'POST', path: 'cases/{receipt}/withdrawal', meaning: '撤回' },
]

/** Statuses that an answer can have, for the page. */
export const STATUSES: readonly { status: number; meaning: string }[] = [
  { status: 200, meaning: '正常' },
  { status: 201, meaning: '已登记，或者已收到' },
  { status: 304, meaning: '与您手里的一样（请求带有 If-None-Match）' },
  { status: 400, meaning: '请求的内容不是有效的 JSON' },
  { status: 403, meaning: '提交凭证无效、用过或者过期' },
  { status: 404, meaning: '没有这个地址、记录、机关、主体、页、文件，或者受理编号、查询码不对' },
  { status: 409, meaning: '当前状态不能这样办理，或者同一个 Idempotency-Key 用于不同的内容' },
  { status: 410, meaning: '记录已撤下（reason 为理由）或者已停止公示；请删除副本' },
  { status: 413, meaning: '内容太大' },
  { status: 415, meaning: '内容的格式不对' },
  { status: 422, meaning: '参数或者内容不符合要求，errors 逐项说明' },
  { status: 429, meaning: '提交得太频繁，Retry-After 说明多少秒后再试' },
  { status: 500, meaning: '服务器出错，不是您的问题' },
  { status: 503, meaning: '暂时无法回答，Retry-After 说明多少秒后再试；不会用旧内容代替' },
]

const LONGEST_LIST = 2
const LONGEST_TEXT = 60

/** JSON with long lists and texts cut, for people to read; cut places say so. */
export function shortened(value: unknown): string {
  return JSON.stringify(cut(value), null, 2)
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') {
    const characters = [...value]
    return characters.length > LONGEST_TEXT ? `${characters.slice(0, LONGEST_TEXT).join('')}……` : value
  }
  if (Array.isArray(value)) {
    const rest = value.length - LONGEST_LIST
    const shown = value.slice(0, LONGEST_LIST).map(cut)
    return rest > 0 ? [...shown, `……另有 ${rest} 项`] : shown
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cut(member)]))
}
