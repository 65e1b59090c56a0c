import type { RecordPage } from '#contract/record'
import { EXAMPLES, type ExampleFacts, shortened } from './api-examples.ts'
import { columnFrame, type Frame, type PageContext } from './frame.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import type { Answer, Sample } from './site-api.ts'

export type ExampleView = { id: string; heading: string; text: string; command: string; status: string; answer: string }
export type DevelopersView = { state: 'developers'; status: 200; frame: Frame; site: string; examples: ExampleView[] }

/** Undefined where nothing is public that an example could be about; then only those that need nothing are shown. */
export function exampleFacts(answer: Answer<RecordPage>): ExampleFacts | undefined {
  if (answer.state !== 'found') return undefined
  const row = answer.value.items.find(
    ({ documentNumber, subject }) => documentNumber !== null && subject.uscc !== undefined,
  )
  if (!row?.documentNumber || !row.subject.uscc) return undefined
  return {
    id: row.id,
    number: row.documentNumber,
    agency: row.agency.slug,
    uscc: row.subject.uscc,
    day: row.publishedOn,
  }
}

/** `samples`: the answers to the examples, in their order. */
export function developersPage(
  context: PageContext,
  facts: ExampleFacts | undefined,
  samples: readonly Sample[],
): DevelopersView | NoticeView {
  if (samples.some(({ status }) => status >= 500)) return unavailableNotice(context)
  const { place, urls } = context
  return {
    state: 'developers',
    status: 200,
    // Its examples are real answers, and an organ's answer may name who was punished.
    frame: { ...columnFrame(context, 'developers', urls.developers()), isIndexed: false },
    site: place.origin === null ? '本站网址' : new URL(place.origin).origin,
    examples: EXAMPLES.flatMap((example, index) => {
      const sample = samples[index]
      if (facts === undefined || sample === undefined) return []
      return [
        {
          id: `example-${index + 1}`,
          heading: example.heading,
          text: example.text,
          command: `curl -s "$SITE${urls.base}${example.path(facts)}"`,
          status: `${sample.status} ${sample.type}`,
          answer: shortened(sample.body),
        },
      ]
    }),
  }
}
