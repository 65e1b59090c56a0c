import { expect, test } from 'vitest'
import { auditFacts } from '#domain/audit-detail.zh'

const NAMES = {
  staff: (id: string) => (id === 's1' ? '李娜' : null),
  organ: (slug: string) => (slug === 'jiaotong' ? '交通运输局' : null),
}

test.each([
  ['case-assign', { to: 's1' }, ['承办人：李娜']],
  ['case-assign', { to: '' }, ['承办人：不指定']],
  ['case-refer', { to: 'referred' }, ['办理后：核实中']],
  ['record-end', { staff: 's1', ground: 'repaired', to: 'ended' }, ['情形：已完成信用修复', '办理后：已停止公示']],
  ['record-correct', { proposedBy: 's1', version: 2 }, ['提出人：李娜', '第几版：2']],
  ['change-propose', { kind: 'mask', seq: 3 }, ['种类：去标识化后公示', '第几步：3']],
  ['sign-in', { kind: 'recovery' }, ['种类：备用码']],
  ['staff-role', { role: 'organ', organ: 'jiaotong' }, ['角色：机关', '机关：交通运输局']],
  [
    'message-failed',
    { event: 'referred', to: 'organ:jiaotong', tries: 5 },
    [...['通知：请核实', '收件方：交通运输局', '发送次数：5 次']],
  ],
  ['import-upload', { kind: 'penalty', organ: '', rows: 12 }, ['种类：行政处罚', '行数：12 行']],
] as const)('%s %j', (verb, detail, words) => {
  expect(auditFacts(verb, detail, NAMES).map(({ label, text }) => `${label}：${text}`)).toEqual(words)
})

test('what has no word yet is shown as it is, and not left out', () => {
  expect(auditFacts('new-verb', { unknown: 'abc', kind: 'xyz' }, NAMES)).toMatchObject([
    { label: 'unknown', text: 'abc' },
    { label: '种类', text: 'xyz' },
  ])
})
