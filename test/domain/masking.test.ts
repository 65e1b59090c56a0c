import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskPersonalData, maskPersonName, scanPersonalData } from '#domain/masking'
import { idCheckDigit } from '#domain/uscc'
import type { PersonalDataKind } from '#domain/vocabulary'

const FULL_WIDTH = (text: string) =>
  text.replace(/[0-9X]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))

/** Invented people: a region, a birth date, a serial number and the right check digit. */
const idNumbers = fc
  .tuple(
    fc.constantFrom('110105', '410526', '350502', '440300', '230500'),
    fc.integer({ min: 1930, max: 2009 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.nat(999),
  )
  .map(([region, year, month, day, serial]) => {
    const first17 = `${region}${year}${pad(month, 2)}${pad(day, 2)}${pad(serial, 3)}`
    return `${first17}${idCheckDigit(first17)}`
  })
const mobiles = fc
  .tuple(fc.integer({ min: 13, max: 19 }), fc.nat(999_999_999))
  .map(([head, tail]) => `${head}${pad(tail, 9)}`)

function pad(n: number, length: number): string {
  return String(n).padStart(length, '0')
}

function kindsIn(text: string): PersonalDataKind[] {
  return scanPersonalData(text).map((hit) => hit.kind)
}

describe('personal data in a text', () => {
  test.each<[string, string, PersonalDataKind]>([
    ['身份证号11010519491231002X。', '11010519491231002X', 'id-number'],
    ['身份证号11010519491231002x。', '11010519491231002x', 'id-number'],
    ['身份证号11010519491231002×。', '11010519491231002×', 'id-number'],
    ['身份证１１０１０５１９４９１２３１００２Ｘ', '１１０１０５１９４９１２３１００２Ｘ', 'id-number'],
    ['身份证110105 19491231 002X', '110105 19491231 002X', 'id-number'],
    ['身份证1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X', '1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X', 'id-number'],
    ['身份证110105-19491231-002X', '110105-19491231-002X', 'id-number'],
    ['校验位抄错的110105194912310021', '110105194912310021', 'id-number'],
    ['一代证110105491231002', '110105491231002', 'id-number'],
    ['永居证911124198108030024', '911124198108030024', 'id-number'],
    ['护照号：E12345678', 'E12345678', 'id-number'],
    ['电话13812345678', '13812345678', 'phone'],
    ['电话138 1234 5678', '138 1234 5678', 'phone'],
    ['电话138-1234-5678', '138-1234-5678', 'phone'],
    ['电话138.1234.5678', '138.1234.5678', 'phone'],
    ['电话１３８１２３４５６７８', '１３８１２３４５６７８', 'phone'],
    ['电话1 3 8 1 2 3 4 5 6 7 8', '1 3 8 1 2 3 4 5 6 7 8', 'phone'],
    ['电话138\u200b1234\u200b5678', '138\u200b1234\u200b5678', 'phone'],
    ['电话+86 138 1234 5678', '+86 138 1234 5678', 'phone'],
    ['电话8613812345678', '8613812345678', 'phone'],
    ['于2026 13812345678联系', '13812345678', 'phone'],
    ['微信13812345678元旦联系', '13812345678', 'phone'],
    ['两个号1381234567813912345678', '1381234567813912345678', 'phone'],
    ['卡6222021001116245702', '6222021001116245702', 'bank-card'],
    ['卡6222 0210 0111 6245 702', '6222 0210 0111 6245 702', 'bank-card'],
    ['收款账号：41001234567890', '41001234567890', 'bank-card'],
    ['车牌豫E12345', '豫E12345', 'plate'],
    ['车牌豫E·12A45', '豫E·12A45', 'plate'],
    ['车牌豫ED12345', '豫ED12345', 'plate'],
    ['车牌豫E1234学', '豫E1234学', 'plate'],
    ['邮箱zhang.san@example.com。', 'zhang.san@example.com', 'email'],
    ['邮箱zhang＠example．com', 'zhang＠example．com', 'email'],
    ['住址：滑县道口镇文明路12号', '滑县道口镇文明路12号', 'address'],
    ['住址：滑县 道口镇 文明路 12号', '滑县 道口镇 文明路 12号', 'address'],
    ['张某，男，住河南省滑县道口镇文明路12号，个体户', '河南省滑县道口镇文明路12号', 'address'],
    ['家住滑县老店镇西老店村', '滑县老店镇西老店村', 'address'],
    ['户籍所在地为河南省滑县城关镇', '河南省滑县城关镇', 'address'],
    ['在滑县新区文明路12号院3号楼2单元501室经营', '滑县新区文明路12号院3号楼2单元501室', 'address'],
    ['位于滑县阳光小区3栋2单元501', '滑县阳光小区3栋2单元501', 'address'],
    ['在老店镇西老店村3组15号', '老店镇西老店村3组15号', 'address'],
  ])('%j holds %j', (text, found, kind) => {
    const hits = scanPersonalData(text)

    expect(hits.map((hit) => [text.slice(hit.start, hit.end), hit.kind])).toEqual([[found, kind]])
  })

  test('several kinds in one sentence are all found, in order', () => {
    const text = '张某（11010519491231002X），电话13812345678，车牌豫E12345，邮箱a@b.cn。'

    expect(kindsIn(text)).toEqual(['id-number', 'phone', 'plate', 'email'])
    expect(maskPersonalData(text)).toBe('张某（****），电话****，车牌****，邮箱****。')
  })

  test.each([
    '滑市监罚〔2026〕12号',
    '发改办财金〔2018〕424号',
    '皖农肥(2016)准字4255号',
    '罚款13812345678元',
    '罚款15,000,000,000元',
    '没收违法所得26220.46元，罚款600000元',
    '统一社会信用代码914403001922038216',
    '统一社会信用代码124105260000000007',
    '统一社会信用代码91230500MA1B3N1N2M',
    '统一社会信用代码00000000000000000X',
    '注册号410526600123457',
    '组织机构代码19220382-1',
    '电话0372-8112345',
    '电话010-12345678',
    '热线12345、400-810-1234',
    '食品经营许可证JY14105260012345',
    '药品经营许可证豫DA3720001',
    '国药准字Z41020123',
    '粤B2-20090059',
    '京ICP备12345678号',
    '建字第410526201900012号',
    '施工许可证编号410526202603120101',
    '2016-01-08至2017-01-08',
    '20260312103000123',
    '滑县住房和城乡建设局',
    '国家住房和城乡建设部令第12号',
    '从事住宿服务，出租住房',
    '当事人住所地市场监督管理局',
    '居住地社区矫正机构',
    '违反户籍管理规定',
    '滑县人民法院（2026）豫0526行审12号行政裁定书第3页',
    '依据《中华人民共和国食品安全法》第一百二十四条第一款第（五）项',
    '滑县道口镇人民路12号',
  ])('%j holds none', (text) => {
    expect(scanPersonalData(text)).toEqual([])
    expect(maskPersonalData(text)).toBe(text)
  })

  test('an identity number that happens to pass as a credit code is still hidden', () => {
    const found = kindsIn('11010519491231002X')

    expect(found).toEqual(['id-number'])
  })

  test('any valid identity number is found, however it is spaced and wherever it stands', () => {
    const gaps = fc.constantFrom('', ' ', '  ', '\u3000', '\u00a0', '\u200b', '-', '\n')
    fc.assert(
      fc.property(
        idNumbers,
        gaps,
        fc.constantFrom('号', '：', 'ID', '第1号', ''),
        fc.boolean(),
        (id, gap, before, wide) => {
          const written = Array.from(wide ? FULL_WIDTH(id) : id).join(gap)

          const masked = maskPersonalData(`${before}${written}，电话`)

          expect(masked).toBe(`${before}****，电话`)
        },
      ),
    )
  })

  test('an identity number run together with other digits is found', () => {
    fc.assert(
      fc.property(idNumbers, mobiles, fc.stringMatching(/^\d{0,3}$/), (id, mobile, before) => {
        expect(maskPersonalData(`${before}${id}${mobile}`)).not.toMatch(/\d{9}/)
      }),
    )
  })

  test('any mobile number is found, however it is spaced', () => {
    const gaps = fc.constantFrom('', ' ', '\u3000', '\u00a0', '\u200b')
    fc.assert(
      fc.property(mobiles, gaps, fc.boolean(), (mobile, gap, wide) => {
        const written = Array.from(wide ? FULL_WIDTH(mobile) : mobile).join(gap)

        expect(maskPersonalData(`电话${written}。`)).toBe('电话****。')
      }),
    )
  })
})

describe('after masking', () => {
  const pieces = fc.oneof(
    idNumbers,
    mobiles,
    fc.constantFrom(
      '住址：',
      '住',
      '家住',
      '账号',
      '滑县',
      '道口镇',
      '文明路',
      '12号',
      '3单元501室',
      '西老店村3组',
      '15号',
    ),
    fc.constantFrom(
      '豫E12345',
      '豫',
      'E',
      'a@b.cn',
      '@',
      '6222021001116245702',
      '****',
      '**',
      '138',
      '0372',
      '86',
      '-',
      ' ',
    ),
    fc.constantFrom('，', '。', '的', '在', '于', '１', '2', '3 ', '\u200b', 'X', '元', '：'),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  const texts = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''))

  test('nothing is left to find, and masking again changes nothing', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const masked = maskPersonalData(text)

        expect(scanPersonalData(masked)).toEqual([])
        expect(maskPersonalData(masked)).toBe(masked)
      }),
      { numRuns: 2000 },
    )
  })

  test('hits lie in order within the text and never overlap', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let end = 0
        for (const hit of scanPersonalData(text)) {
          expect(hit.start).toBeGreaterThanOrEqual(end)
          expect(hit.end).toBeGreaterThan(hit.start)
          expect(hit.end).toBeLessThanOrEqual(text.length)
          end = hit.end
        }
      }),
    )
  })

  test('a long hostile text is done in reasonable time', () => {
    for (const text of ['1', '1 ', '市', '住址路号', '路1号', 'a.', '路一', '豫A', '住址：村1组']) {
      const started = performance.now()
      maskPersonalData(text.repeat(20_000 / text.length))
      expect(performance.now() - started).toBeLessThan(3000)
    }
  })
})

describe('the name of a person', () => {
  test.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳娜娜', '欧阳**'],
    ['欧阳修', '欧阳*'],
    ['欧阳', '欧*'],
    ['张', '张*'],
    ['张某某', '张**'],
    ['张  三', '张*'],
    ['艾力·买买提', '艾*·***'],
    ['张三、李四丰', '张*、李**'],
    ['𠮷野家', '𠮷**'],
    ['', ''],
  ])('%j is shown as %j', (name, shown) => {
    expect(maskPersonName(name)).toBe(shown)
  })

  test('hiding a hidden name changes nothing more', () => {
    const names = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'张三欧阳司马诸葛*·、 ，/AZ') }),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(names, (name) => {
        const shown = maskPersonName(name)

        expect(maskPersonName(shown)).toBe(shown)
      }),
    )
  })

  test('of a given name nothing is shown', () => {
    const names = fc.string({ unit: fc.constantFrom(...'王李赵伟芳娜敏静强磊'), minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(names, (name) => {
        expect(maskPersonName(name)).toBe(name.charAt(0) + '*'.repeat(name.length - 1))
      }),
    )
  })
})
