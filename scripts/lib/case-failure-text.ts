import type { FailureOf, FilerFailure } from '#domain/failure'
import { PROBLEM } from '#http/problem'

/** What happened and what to do next, for the person at the command line. */
export function caseFailureText(
  failure: FilerFailure | FailureOf<'note-personal-data' | 'summary-not-allowed'>,
): string {
  if (failure.code === 'note-personal-data') {
    return '要写给提交人或者公开的话里有电话、证件号码、住址等个人信息，请改写后再办。没有改动。'
  }
  if (failure.code === 'summary-not-allowed') {
    return '只有已经答复的投诉，并且投诉人同意的，才能公开摘要。没有改动。'
  }
  const { title, advice } = PROBLEM[failure.code]
  return `${title}。${advice}`
}
