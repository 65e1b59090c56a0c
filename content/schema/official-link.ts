import { z } from 'zod'

/** What the state discloses in one place for the whole country: this site links to it and copies nothing. */
export const OfficialLinks = z.array(
  z.strictObject({
    page: z.enum(['lists', 'openness']),
    name: z.string().min(2),
    url: z.url({ protocol: /^https$/ }),
    about: z.string().regex(/。$/, '以句号结尾的一句话'),
  }),
)
export type OfficialLinks = z.output<typeof OfficialLinks>
