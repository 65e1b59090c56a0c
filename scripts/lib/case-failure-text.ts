import type { FailureOf, FilerFailure } from '#domain/failure'
import { PROBLEM } from '#http/problem'

/** What happened and what to do next, for the person at the command line. */
export function caseFailureText(failure: FilerFailure | FailureOf<'note-personal-data'>): string {
  if (failure.code === 'note-personal-data') {
    return '--note 里有电话、证件号码、住址等个人信息。这句话不加密，请改写后再办。没有改动。'
  }
  const { title, advice } = PROBLEM[failure.code]
  return `${title}。${advice}`
}
