/**
 * Finds what is most likely the name of a person in a Chinese text, so that somebody looks before it becomes public:
 * 政务诚信 speaks of organs (domain.md §3), and the staff's own records are 内部事务 (政府信息公开条例 第十六条).
 * It errs on the side of asking: what it finds is held back for a person to look at, never changed.
 */

/** Surnames that hardly ever stand alone as a word. */
const SURNAMES = new Set(
  '张朱谢王李刘陈杨赵黄吴徐孙胡郭罗梁宋郑韩唐冯董萧曹袁邓彭吕苏卢蒋蔡贾魏薛阎潘杜姜谭廖邹熊陆郝崔邱秦邵孟尹黎龚侯倪覃庞樊兰殷颜柳聂邢岳阮郁鲍戚俞葛窦章裴茅姬屠闵骆虞柯卞缪柴翟霍靳晏闫肖佟卓阚汪傅沈丁',
)
/** Surnames that are words, too: only with what people are called. */
const WORD_SURNAMES = new Set(
  '林何马许曾叶余戴夏钟田任范方石姚金孔白康毛江史顾龙段雷钱汤易常武乔贺赖文周于高程关向路严温安平左牛巩车房景包季梅盛童司边单鲁乐宁费成时应冷冉',
)
const DOUBLE = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '宇文',
  '司徒',
  '端木',
  '夏侯',
]
/** Characters that given names are made of, the usual ones. */
const GIVEN = new Set(
  '青晴珊洲伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文辉鹏飞宇浩然子轩梓涵欣怡佳琪雨婷雪莹晓燕春花海波林峰斌彬凯亮健康俊豪诗瑶思琴琳倩颖洁璐薇萍莉珍珠凤云霖龙虎翔振东西南北立新兴旺福禄寿喜庆祥瑞德仁义礼智信忠孝廉耀祖宗光荣昌盛荣泽民爱党卫东学良才广发财源金银铜宝玲淑惠慧贤娥媛婉雅倩蓉菊芝芬芹莲荷竹松柏桐楠森树枫晨曦阳月星辰天宏博远达运鸿宁静安和顺利恒永长久毅坚铁石钢锋锐利昊昕旭晶琦瑾璇璟瑜珊瑚玮琨珂婧妍姗姝嫣嘉家毓钰铭锦钧钦鑫淼焱垚炎炜烨煜熙润泓洪涌江河湖滨沁沛沐清澜澄涵淇淳渊溪源潇潮瀚胜利成功业勤俭朴素纯真善美心怀念思恩惠赐承启元亨贞吉可欣乐小大友朋贵富裕丰茂盛根生律权衡正义平书画诗词歌赋琴棋彦儒冠群英雄力',
)
/** Words that follow a surname without making a name of it. */
const PARTICLES = new Set('的了在与和及或于等为由被对向将未不已按从到把让给就也都还并且而但若如则其之所以因')
const PLACES = new Set('村庄镇乡街路巷县区市省州屯寨店沟桥河山湾坪岭塘坝组队社校院厂站场园口坡岗坎洼氏姓家局')
const ROLES =
  '(?:法定代表人|代表人|负责人|责任人|联系人|经办人|承办人|当事人|申请人|被执行人|投诉人|举报人|经手人|实际控制人|委托代理人|局长|主任|书记|县长|区长|市长|镇长|乡长|村长|科长|股长|处长|所长|队长|站长|院长|校长|厂长|总经理|经理|董事长|部长|会长|审判长|审判员|书记员|法官|检察官|律师|会计|出纳|科员|干部|公务员|同志|先生|女士|姓名)'
const ROLE_THEN_NAME = new RegExp(`${ROLES}(?:[:：]|为|是|系|叫)?(\\p{Script=Han}{2,4})`, 'gu')
/** 责任人：叶青 — set apart by a sign, any characters make a name. */
const ROLE_SIGN_NAME = new RegExp(`${ROLES}[:：](\\p{Script=Han}{2,3})(?!\\p{Script=Han})`, 'gu')
const NAME_THEN_ROLE = /(\p{Script=Han}{2,4}?)(?=同志|先生|女士|局长|书记|主任|县长|镇长|乡长|科长|经理|等人|个人)/gu
const SOMEBODY = /(\p{Script=Han})某{1,2}(?!地|市|县|年|月|日|单位|公司|局|种|些|个|项|次|类|人)/gu

const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** The names found, each once, in the order of the text; empty where there is none. */
export function findPersonNames(text: string): string[] {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  const found = [...bySomebody(plain), ...byRole(plain), ...byWords(plain)]
  return [...new Set(found)]
}

function bySomebody(text: string): string[] {
  return [...text.matchAll(SOMEBODY)].filter(([, surname = '']) => isSurname(surname)).map(([whole]) => whole)
}

/** Beside an office any characters make a name, as long as they begin with a surname and are no longer than one. */
function byRole(text: string): string[] {
  const after = [...text.matchAll(ROLE_THEN_NAME)].map(([, name = '']) => headOf(name))
  const before = [...text.matchAll(NAME_THEN_ROLE)].map(([, name = '']) => tailOf(name))
  const apart = [...text.matchAll(ROLE_SIGN_NAME)].map(([, name = '']) => (surnameAt(name) === '' ? '' : name))
  return [...after, ...before, ...apart].filter((name) => name !== '')
}

/** The name that a run of characters begins with: its surname, and what people are called. */
function headOf(run: string): string {
  const surname = surnameAt(run)
  if (surname === '') return ''
  const given = [...run.slice(surname.length)].slice(0, 2)
  const length = given.findIndex((char) => PARTICLES.has(char) || !isCalled(surname, char))
  const kept = length === -1 ? given : given.slice(0, length)
  return kept.length === 0 ? '' : surname + kept.join('')
}

function tailOf(run: string): string {
  for (const length of [3, 2, 4]) {
    const name = run.slice(-length)
    if (name.length === length && headOf(name) === name) return name
  }
  return ''
}

function isCalled(surname: string, char: string): boolean {
  return GIVEN.has(char) || (!WORD_SURNAMES.has(surname) && !PLACES.has(char))
}

/** Where the words of the text leave a surname standing alone, with one or two characters that make no word. */
function byWords(text: string): string[] {
  const tokens = [...words.segment(text)].map(({ segment }) => segment)
  return tokens.flatMap((token, index) => nameFrom(token, tokens.slice(index + 1, index + 4)))
}

function nameFrom(token: string, next: readonly string[]): string[] {
  const surname = surnameAt(token)
  if (surname === '') return []
  const rest = token.slice(surname.length)
  const isCommon = !WORD_SURNAMES.has(surname)
  // 刘德华: somebody whom the dictionary of words knows.
  if (rest.length > 1) return isCommon && rest.length === 2 && isAllGiven(rest) ? [token] : []
  // 黄海|波: two characters that happen to be a word, and the third of the name.
  const first = rest === '' ? next[0] : rest
  const after = rest === '' ? next.slice(1) : next
  if (first === undefined || !/^\p{Script=Han}{1,2}$/u.test(first)) return []
  if ([...first].some((char) => PARTICLES.has(char))) return []
  const isGiven = isAllGiven(first)
  const [second = ''] = after
  if (rest !== '') return GIVEN.has(rest) && second.length === 1 && GIVEN.has(second) ? [token + second] : []
  if (PLACES.has(second) || (first.length === 1 && PLACES.has(first))) return []
  if (first.length === 2 && isCommon && !isGiven)
    return GIVEN.has(first.slice(0, 1)) ? [surname + first.slice(0, 1)] : []
  if (first.length === 2) return isGiven ? [surname + first] : []
  if (!isCommon && !isGiven) return []
  return [surname + first + (second.length === 1 && GIVEN.has(second) ? second : '')]
}

function isAllGiven(text: string): boolean {
  return [...text].every((char) => GIVEN.has(char))
}

function surnameAt(text: string): string {
  const double = DOUBLE.find((it) => text.startsWith(it))
  if (double !== undefined) return double
  const [first = ''] = text
  return isSurname(first) ? first : ''
}

function isSurname(char: string): boolean {
  return SURNAMES.has(char) || WORD_SURNAMES.has(char)
}
