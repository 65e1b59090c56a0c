import { z } from 'zod'
import { OUTSIDE_CHANNELS } from '#domain/vocabulary'

/** Who takes what this site does not. */
const Channel = z.strictObject({
  name: z.string().min(2),
  phone: z.string().min(3).nullable(),
  /** Only an address that was checked. */
  url: z.url().nullable(),
  about: z.string().regex(/。$/, '以句号结尾的一句话'),
  basis: z.string().min(4),
})

export const OutsideChannels = z.record(z.enum(OUTSIDE_CHANNELS), Channel)
export type OutsideChannels = z.output<typeof OutsideChannels>

const words = z.array(z.string().min(2)).min(1)
/** `who` may be one character (他): it counts only beside an act. */
const who = z.array(z.string().min(1)).min(1)
export const ReportWordsFile = z.strictObject({
  alone: z.array(z.string().min(1)).min(1),
  pairs: z.array(z.strictObject({ who, did: words })).min(1),
  ask: words,
})
