import { expect, test } from 'vitest'
import { STAFF_ROLES } from '#domain/vocabulary'
import { deskWorld } from './desk-world.ts'

/**
 * Every route with every role, asked for real: nobody, and each role. `-` is refused before anything is looked at; `yes`
 * means that the route went on to its body or its verb.
 */
test('who may call which route of the desk', async () => {
  const w = await deskWorld()
  const roles = await Promise.all(STAFF_ROLES.map(async (role) => [role, await w.as(role)] as const))
  const visitors = [['nobody', w.visitor()] as const, ...roles]
  const table: Record<string, string> = {}
  for (const { method, path } of w.desk.routes.filter((it) => it.path !== '/sign-out')) {
    const address = path.replaceAll(/:\w+/g, 'none')
    const answers: string[] = []
    for (const [who, visitor] of visitors) {
      const { status, body } = method === 'GET' ? await visitor.get(address) : await visitor.post(address, { no: 1 })
      const code = String(body.code ?? '')
      const isRefused = code === 'not-signed-in' || code === 'role-not-allowed' || code === 'sign-in-unfinished'
      expect([401, 403].includes(status) && code !== 'sign-in-wrong', `${method} ${path} as ${who}`).toBe(isRefused)
      if (!isRefused) answers.push(who)
    }
    table[`${method} ${path}`] = answers.join(' ') || '-'
  }
  expect(table).toMatchSnapshot()
  expect(w.faults).toEqual([])
})

test('a post from another site is refused, whatever its cookies', async () => {
  const w = await deskWorld()
  const { base } = w.content.place
  const response = await w.desk.app.request(`http://desk.test${base}api/desk/sign-out`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain', Origin: 'https://elsewhere.test', 'Sec-Fetch-Site': 'cross-site' },
    body: '{}',
  })
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ code: 'origin-unknown' })
})
