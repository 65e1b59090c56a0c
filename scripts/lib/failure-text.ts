import type { RecordFailure, TableFailure } from '#domain/failure'
import { RECORD_STATE_LABEL } from '#domain/labels.zh'

export function tableFailureText(file: string, failure: TableFailure): string {
  switch (failure.code) {
    case 'cell-too-long': {
      const { row, header, length, most } = failure
      return `第 ${row} 行“${header}”有 ${length} 个字，超过表格程序一格 ${most} 个字的上限。没有写出 ${file}；请改用 .csv。`
    }
    case 'too-many-rows':
      return `超过表格程序一张表 ${failure.most} 行的上限。没有写出 ${file}；请改用 .csv，或者用 --organ 分机关导出。`
    default:
      return failure satisfies never
  }
}

export function recordFailureText(failure: RecordFailure): string {
  switch (failure.code) {
    case 'record-not-found':
      return `没有编号为 ${failure.id} 的记录。编号是记录地址里最后的 12 位。`
    case 'step-not-allowed':
      return `记录 ${failure.id} 现在是“${RECORD_STATE_LABEL[failure.from]}”，不能再执行这一步。没有改动。`
    case 'changed-meanwhile':
      return `记录 ${failure.id} 刚被别人改动，请重新执行。没有改动。`
    case 'reason-length':
      return `--reason 现在是 ${failure.length} 个字；应为 4 至 300 个字。`
    case 'reason-personal-data':
      return '--reason 中有身份证号、电话或住址等个人信息；理由会公开，请删去后重试。'
    case 'reason-names-subject':
      return '--reason 中写了相对人名称；撤下说明不得再出现其名称，请改写后重试。'
    case 'ground-unknown':
      return `--ground 写的是 ${failure.ground}；应为 ${failure.allowed.join('、')}`
    case 'same-person':
      return '提出和复核不能是同一个人。没有改动。'
    case 'no-rule':
      return 'content/rules/notices.yaml 中没有当前有效且已确认的撤下说明期限；请先确认该规则。'
    default:
      return failure satisfies never
  }
}
