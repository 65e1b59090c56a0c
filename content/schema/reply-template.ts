import { z } from 'zod'
import { DESK_COMMANDS, NOTE_LENGTH, PAPER_LENGTH, papersOf } from '#domain/desk-case'
import { scanPersonalData } from '#domain/masking'
import { CASE_KINDS, CASE_PAPERS } from '#domain/vocabulary'

/** Words that staff begin from in one step of a case. */
const ReplyTemplate = z
  .strictObject({
    id: z.string().regex(/^[a-z]+(?:-[a-z0-9]+)*$/),
    kinds: z.array(z.enum(CASE_KINDS)).min(1),
    command: z.enum(DESK_COMMANDS),
    field: z.enum(['note', ...CASE_PAPERS]),
    name: z.string().min(2).max(20),
    text: z.string().min(5).max(Math.min(NOTE_LENGTH, PAPER_LENGTH)),
  })
  .superRefine(({ command, field, text }, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (field === 'note' ? command === 'answer' || command === 'record-answer' : !papersOf(command).includes(field)) {
      problem('field', `${command} 这一步没有 ${field} 这一栏`)
    }
    if (scanPersonalData(text).length > 0) problem('text', '不含个人信息的文字')
  })

export const ReplyTemplates = z.array(ReplyTemplate).superRefine((rows, context) => {
  const seen = new Set<string>()
  rows.forEach(({ id }, index) => {
    if (seen.has(id)) context.addIssue({ code: 'custom', path: [index, 'id'], message: '没有用过的编号' })
    seen.add(id)
  })
})
export type ReplyTemplate = z.output<typeof ReplyTemplate>
