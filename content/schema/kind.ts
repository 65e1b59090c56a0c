import { z } from 'zod'
import { KIND_GROUPS } from '#domain/vocabulary'

/** How a field is read and shown; the meaning of each word is in `api/domain/record-fields.ts`. */
const TYPES = ['text', 'free-text', 'day', 'loose-day', 'amount-wan', 'amount-yuan', 'count', 'code', 'enum'] as const
const VISIBILITIES = ['public', 'switch', 'never'] as const
/** What leads from a key of the exact look-up besides records: subjects and agencies. */
const TAKEN_LETTERS = ['s', 'a']

const fieldId = z.string().regex(/^[a-z][a-zA-Z]*$/, '英文字段名，如 decidedOn')
const member = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '小写字母、数字和连字符')
const words = z.string().min(2)

const Field = z
  .strictObject({
    /** Official code, or our own where no standard has one. */
    code: z.string().regex(/^[A-Z][A-Z0-9_]*$/, '大写字母、数字和下划线'),
    header: words,
    /** The header without what only a table needs; left out: the header. */
    label: words.optional(),
    type: z.enum(TYPES).default('text'),
    max: z.int().min(1).max(10_000),
    visibility: z.enum(VISIBILITIES).default('public'),
    required: z.boolean().default(false),
    /** Counted in the quality of an organ's data. */
    asked: z.boolean().default(false),
    /** Not in the official table; platforms or this site add it. */
    extra: z.boolean().default(false),
    hint: z.string().default(''),
    /** Of an enum: member → words that files write for it, the shown one first. */
    members: z.record(member, z.array(z.string().min(1)).min(1)).optional(),
    /** Lists are narrowed by it. */
    isCategory: z.boolean().default(false),
    /** Told in lists, too. */
    isListed: z.boolean().default(false),
    /** The record leaves when this day has passed. */
    endsOn: z.boolean().default(false),
    /** Never shown where the other field says one of these members. */
    sealedFor: z.record(fieldId, z.array(member).min(1)).optional(),
    /** The document number of another record, which this one hangs on. */
    isReference: z.boolean().default(false),
    /** Member → kind of record that comes of it: 行政许可 as a power → the licences of that organ. */
    recordsOf: z.record(member, member).optional(),
  })
  .refine(({ isCategory, recordsOf }) => isCategory || recordsOf === undefined, {
    path: ['recordsOf'],
    message: '只写在用来筛选的字段（isCategory）',
  })
  .refine(({ isCategory, members }) => !isCategory || members !== undefined, {
    path: ['members'],
    message: '用来筛选的字段（isCategory）须写明取值',
  })

const When = z
  .strictObject({
    /** The field says something. */
    set: fieldId.optional(),
    /** Today is later than the day in the field. */
    past: fieldId.optional(),
    /** The first day is later than the second. */
    later: z.tuple([fieldId, fieldId]).optional(),
    /** The field says this member. */
    is: z.tuple([fieldId, member]).optional(),
  })
  .optional()

/** Where an entry stands, worked out from its days; the first that holds. */
const Standing = z.strictObject({
  id: member,
  label: words,
  tone: z.enum(['good', 'plain', 'bad']),
  when: When,
})

/** What a kind of record is: `content/kinds/{kind}/kind.yaml`. */
export const KindFile = z
  .strictObject({
    order: z.int().min(1).max(99),
    label: words,
    /** What one of them is called. */
    document: words,
    /** Heading of what the record says. */
    part: words,
    path: z.string().regex(/^[a-z]+(-[a-z]+)*$/, '小写英文路径'),
    letter: z
      .string()
      .regex(/^[a-z]$/, '一个小写字母')
      .refine((letter) => !TAKEN_LETTERS.includes(letter), `${TAKEN_LETTERS.join('、')} 以外的字母`),
    group: z.enum(KIND_GROUPS),
    /** Whom a record speaks of: a subject of the decision, or the organ itself. */
    about: z.enum(['subject', 'organ']),
    isIndexed: z.boolean(),
    title: z.array(fieldId).min(1),
    intro: z.string().regex(/。$/, '以句号结尾的一句话'),
    keywords: z.string().min(2),
    source: z.string().min(1),
    /** Headers whose columns are neither taken nor kept. */
    dropped: z.array(words).default([]),
    standings: z.array(Standing).default([]),
    fields: z.record(fieldId, Field),
  })
  .superRefine((kind, context) => {
    const complain = (path: PropertyKey[], input: unknown, message: string) =>
      context.addIssue({ code: 'custom', path, input, message })
    const known = new Set(Object.keys(kind.fields))
    const always = ['agencyName', 'agencyCode', 'documentNumber', 'decidedOn']
    for (const field of kind.about === 'subject' ? [...always, 'subjectName', 'subjectCategory'] : always) {
      if (!known.has(field)) complain(['fields'], field, `每个类别都有 ${field}`)
    }
    kind.title.forEach((field, index) => {
      if (!known.has(field)) complain(['title', index], field, 'fields 中已有的字段')
    })
    const categories = new Map<string, string>()
    for (const [field, { isCategory, members }] of Object.entries(kind.fields)) {
      for (const member of isCategory ? Object.keys(members ?? {}) : []) {
        const other = categories.get(member)
        if (other !== undefined) complain(['fields', field, 'members'], member, `不同于 ${other} 的取值：都用来筛选`)
        categories.set(member, field)
      }
    }
    kind.standings.forEach(({ when }, index) => {
      const named = [when?.set, when?.past, ...(when?.later ?? []), when?.is?.[0]].filter((it) => it !== undefined)
      for (const field of named) {
        if (!known.has(field)) complain(['standings', index, 'when'], field, 'fields 中已有的字段')
      }
      const isLast = index === kind.standings.length - 1
      if (when === undefined && !isLast) complain(['standings', index], null, '没有 when 的只能是最后一个')
      if (isLast && when !== undefined) complain(['standings', index, 'when'], when, '最后一个没有 when：其余情形')
    })
    for (const [field, { sealedFor }] of Object.entries(kind.fields)) {
      for (const [other, members] of Object.entries(sealedFor ?? {})) {
        const allowed = Object.keys(kind.fields[other]?.members ?? {})
        if (members.some((it) => !allowed.includes(it))) {
          complain(
            ['fields', field, 'sealedFor', other],
            members,
            `${other} 的取值：${allowed.join('、') || '（没有）'}`,
          )
        }
      }
    }
  })
export type KindFile = z.output<typeof KindFile>
