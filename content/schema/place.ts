import { z } from 'zod'
import { type Day, isDay } from '#domain/day'

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, '只能用小写字母、数字和连字符')

/** What `npm run upward -- key` prints: an Ed25519 key of 32 bytes, base64. */
const signingKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, '44 个字符的公钥，由对方运行 npm run upward -- key 得到')

/** One site serves one place: a folder of content, not a fork. Empty channels are shown as 待公布, never invented. */
export const Place = z.strictObject({
  slug,
  /** Name of the site, e.g. 信用滑县. */
  siteName: z.string().min(1),
  /** Name of the area, e.g. 滑县. */
  areaName: z.string().min(1),
  /** GB/T 2260 code of the area, null where the place is invented. */
  areaCode: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
  /** True for the invented demo county: every page says 演示数据. */
  demo: z.boolean(),
  /** Path under which the site is mounted, '/' or '/xinyong/'. */
  base: z.string().regex(/^\/([a-z0-9-]+\/)*$/, '须以 / 开头和结尾'),
  /** Public origin, e.g. https://www.example.gov.cn; null until known. */
  origin: z.url().nullable(),
  channels: z.strictObject({
    operator: z.string().nullable(),
    host: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    address: z.string().nullable(),
    siteIdCode: z
      .string()
      .regex(/^(\d{10}|bm\d{8})$/)
      .nullable(),
    icp: z.string().nullable(),
    policeRecord: z.string().nullable(),
    errorReportUrl: z.url().nullable(),
  }),
  /** Slug of the organ that runs the site: complaints about it go elsewhere. Null: none are taken in. */
  operatorAgency: z.string().min(1).nullable().default(null),
  /**
   * From when organs report through this site. Null: they do not yet, so that nothing can be said of who has not reported;
   * what was due before that day is not told of either.
   */
  reportsSince: z
    .custom<Day>(
      (value) => typeof value === 'string' && isDay(value),
      'YYYY-MM-DD 形式的日期；还没有通过本站报送的写 null',
    )
    .nullable()
    .default(null),
  /** Mailbox of the desk: notices come from it and go to it; never shown. Null: nothing is mailed. */
  deskMail: z.email().nullable().default(null),
  /** Where this place reports its records to, by HTTP or in files, and the key by which that place signs; null: nowhere. */
  upward: z.strictObject({ url: z.url().nullable(), key: signingKey }).nullable().default(null),
  /** Places that report to this one, with the keys by which they sign. */
  senders: z
    .array(z.strictObject({ place: slug, name: z.string().min(1), key: signingKey }))
    .default([])
    .refine((senders) => new Set(senders.map(({ place }) => place)).size === senders.length, '同一个地区只能写一次'),
  /** Terms on which the open data may be used; shown as 待公布 while null, never invented. */
  dataTerms: z
    .strictObject({ name: z.string().min(1), url: z.url().nullable() })
    .nullable()
    .default(null),
  /** Whether 法定代表人 is shown; off unless the place turns it on. */
  showLegalRepresentative: z.boolean(),
  /** Rule rows marked unsure or known that this place's reviewer has confirmed, with a source. */
  confirmedRules: z.array(z.strictObject({ rule: z.string(), source: z.string().min(1) })),
})
export type PlaceInput = z.input<typeof Place>
export type Place = z.output<typeof Place>
