import { STAFF_ROLE_LABEL } from '#domain/labels.zh'
import { addStaff, resetStaff } from '#usecase/manage-staff'
import { openWorkspaceOrStop, readOptions } from './lib/command.ts'
import { openDesk } from './lib/desk.ts'
import { progress, stop } from './lib/report.ts'

const USAGE = `用法：npm run staff -- list
      npm run staff -- first 账号 --name 姓名
      npm run staff -- reset 账号
  first  建立第一个管理员账号，显示一次初始密码；有了管理员以后，其他账号在受理台里建立
  reset  给一个账号新的初始密码，动态验证码重新设置；管理员自己进不去、没有别的管理员时用，平时请在受理台里办
  账号   小写字母开头，3 至 32 个字：小写字母、数字、点、下划线、连字符`

const { values, positionals } = readOptions({ allowPositionals: true, options: { name: { type: 'string' } } }, USAGE)
const [verb, account, ...more] = positionals
if ((verb !== 'list' && verb !== 'first' && verb !== 'reset') || more.length > 0) stop(USAGE, 2)
const workspace = await openWorkspaceOrStop(process.env)
const desk = await openDesk(workspace, process.env)
const all = await (await desk.deps.staff()).list()
if (verb === 'list') {
  for (const { account: name, role, organSlug } of all) {
    process.stdout.write(`${name}  ${STAFF_ROLE_LABEL[role]}  ${organSlug ?? ''}\n`)
  }
} else if (verb === 'reset') {
  const found = all.find((it) => it.account === account)
  if (found === undefined) stop('没有这个账号。用 npm run staff -- list 查看。没有改动。', 2)
  const done = await resetStaff(desk.deps, null, found.id)
  if (!done.ok) stop('没有这个账号。没有改动。')
  progress(`账号 ${found.account} 的初始密码（只显示这一次）：${done.value.password}`)
  progress('下次登录时要改密码，并重新设置动态验证码。')
} else {
  if (account === undefined || values.name === undefined) stop(USAGE, 2)
  const admin = all.find(({ role, isDemo }) => role === 'admin' && !isDemo)
  if (admin) stop(`已经有管理员 ${admin.account}。其他账号请管理员在受理台建立。`)
  const done = await addStaff(desk.deps, null, { account, name: values.name, role: 'admin', organSlug: null })
  if (!done.ok) {
    stop(
      done.failure.code === 'account-taken'
        ? '这个账号已经有了，请换一个。没有改动。'
        : `账号不符合要求。没有改动。\n${USAGE}`,
    )
  }
  progress(`管理员 ${account} 已建立。初始密码（只显示这一次）：${done.value.password}`)
  progress('第一次登录时要改密码，并设置动态验证码。')
}
await desk.close()
await workspace.close()
