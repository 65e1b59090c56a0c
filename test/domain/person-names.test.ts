import { describe, expect, test } from 'vitest'
import { findPersonNames } from '#domain/person-names'
import { SEEDS, seedsAreAbsent, seedText } from '../seeds.ts'

/** Invented, of usual characters; those that are words of their own are below. */
const NAMES = (
  '张伟 王芳 李娜 刘洋 陈静 杨磊 赵敏 周涛 吴昊 徐刚 孙丽 胡军 林峰 何勇 郭涛 罗斌 梁艳 宋佳 郑强 谢明 韩雪 唐杰 冯超 董洁 程浩 曹颖 ' +
  '袁文 邓超 傅强 曾毅 吕梅 苏静 卢俊 蒋欣 蔡琳 贾玲 丁宁 魏晨 薛刚 王小明 李建国 张志强 欧阳娜娜 陈国华 黄海波 周建军 石立新 任正平'
).split(' ')
const FRAMES = [
  (name: string) => `经查，${name}未按合同支付工程款。`,
  (name: string) => `由${name}负责整改，限期一个月。`,
  (name: string) => `局长${name}约谈施工单位。`,
  (name: string) => `${name}同志作出书面说明。`,
  (name: string) => `2026年3月，${name}签署了协议。`,
  (name: string) => `责任人：${name}`,
]

describe('a name of a person', () => {
  test('is found in nineteen of twenty texts that hold one', () => {
    const texts = NAMES.flatMap((name) => FRAMES.map((frame) => frame(name)))
    const missed = texts.filter((text) => findPersonNames(text).length === 0)

    expect(missed.length / texts.length, missed.join('\n')).toBeLessThanOrEqual(0.05)
  })

  test.each(['责任人：高峰', '白雪同志', '联系人:康健', '负责人为叶青', '张某', '王某某', '李 建 国负责'])(
    'that is a word is found beside an office, and one that is left out in part: %s',
    (text) => {
      expect(findPersonNames(text)).not.toEqual([])
    },
  )

  test.each([
    '高标准农田建设项目资金没有按期到位，余款分期支付。',
    '县财政局会同县住房和城乡建设局于年底前付清，任何一方不得违约。',
    '支付设备采购款四十二万元及逾期利息。',
    '全县村卫生室配齐健康一体机。',
    '温泉镇石禾村水利工程；张家口市某单位；王家镇人民政府。',
    '易地扶贫搬迁，常态化检查，关停整改，和解协议已经履行。',
  ])('is not seen in words of the work: %s', (text) => {
    expect(findPersonNames(text)).toEqual([])
  })

  test.skipIf(seedsAreAbsent)('is hardly ever seen in government documents', () => {
    const found = Object.keys(SEEDS).flatMap((place) => findPersonNames(seedText(place)))

    // Names of divisions cut short, and words run together where lines break; in some 25,000 characters.
    expect(found.length, found.join('、')).toBeLessThanOrEqual(6)
  })
})
