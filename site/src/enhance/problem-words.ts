/** What the API said of a refusal; its advice is for programs, so visitors read other words. */
export type ProblemSaid = {
  code: string
  why?: string | undefined
  detail: string
  messages: readonly string[]
  /** Seconds. */
  retryAfter: number | null
}

export function problemText(problem: ProblemSaid): string {
  const { code, why, detail, messages, retryAfter } = problem
  switch (code) {
    case 'intake-unavailable':
      return '没有确认收到。您填写的内容都还在本页，请过几分钟再按一次“提交”，不会重复登记。'
    case 'too-many':
      return `现在办理的人太多，或者您所在的网络提交太多。请${pause(retryAfter)}再试，也可以打电话或者到窗口办理，联系方式如下。`
    case 'sealed-malformed':
      return '加密的内容无法识别，请重新打开表单再提交。'
    case 'upload-refused':
      return messages[0] ?? '文件不能接收，请重新选择。'
    case 'upload-unknown':
      return '上传的文件已经过期，或者已经随别的申请提交，请重新选择文件再提交。'
    case 'proof-refused':
      return proofText(why)
    case 'case-step-not-allowed':
      return '这一件的情况已经变了，现在不能这样办理。最新的情况见下面。'
    case 'case-changed-meanwhile':
      return '这一件刚刚有了变化，这一次没有收下。请看下面的最新情况，需要的再办一次。'
    case 'fault':
      return '没有确认收到您的内容。请不要重新填写，过几分钟再按一次“提交”，不会重复登记。'
    default:
      return detail
  }
}

/** Whoever is told to come later is told whom to turn to meanwhile. */
export function needsContacts(code: string): boolean {
  return code === 'too-many' || code === 'intake-unavailable'
}

function pause(seconds: number | null): string {
  return seconds === null ? '过一会儿' : ` ${Math.ceil(seconds / 60)} 分钟以后`
}

function proofText(why: string | undefined): string {
  if (why === 'too-fast') return '提交得太快了，请等几秒钟再按一次“提交”。填写的内容都还在。'
  if (why === 'expired') return '表单打开得太久，请再按一次“提交”。填写的内容都还在。'
  return '提交凭证无效，请再按一次“提交”。填写的内容都还在。'
}
