import type { DeskCommand } from './desk-case.ts'
import type { CaseKind, CasePaper } from './vocabulary.ts'

/** Words that staff begin from in a step: `field` is where they go, `note` being what the filer reads. */
export type ReplyTemplate = {
  id: string
  kinds: readonly CaseKind[]
  command: DeskCommand
  field: 'note' | CasePaper
  name: string
  text: string
}

export function templatesFor(
  templates: readonly ReplyTemplate[],
  kind: CaseKind,
  command: DeskCommand,
): ReplyTemplate[] {
  return templates.filter((it) => it.command === command && it.kinds.includes(kind))
}
