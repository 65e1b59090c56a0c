import { describe, expect, test } from 'vitest'
import { LOCK_MS, TRIES_OF_ACCOUNT, TRIES_OF_ADDRESS } from '#domain/sign-in-lock'
import { addStaff, resetStaff } from '#usecase/manage-staff'
import { codeOfUri, deskWorld, setUp } from './desk-world.ts'

const OWN = 'mountains after the rain'

async function firstAdmin() {
  const w = await deskWorld()
  const added = await addStaff(w.deskDeps, null, { account: 'wang.min', name: '王敏', role: 'admin', organSlug: null })
  if (!added.ok) throw new Error(added.failure.code)
  return { w, account: 'wang.min', password: added.value.password }
}

describe('signing in at the desk', () => {
  test('a first password only lets its owner set up the account; afterwards a code is asked for', async () => {
    const { w, account, password } = await firstAdmin()
    const visitor = w.visitor()
    await visitor.post('/sign-in', { account, password })
    expect((await visitor.get('/me')).body).toMatchObject({ account, gap: 'change-password' })
    expect(await visitor.get('/staff')).toMatchObject({ status: 403, body: { code: 'sign-in-unfinished' } })
    const { uri, recovery } = await setUp(w.visitor(), account, password, OWN)

    const again = w.visitor()
    expect((await again.post('/sign-in', { account, password: OWN })).body).toEqual({ next: 'second-factor' })
    expect(await again.get('/me')).toMatchObject({ status: 401, body: { code: 'not-signed-in' } })
    expect(await again.post('/sign-in/code', { kind: 'totp', code: '000000' })).toMatchObject({ status: 401 })
    expect((await again.post('/sign-in/code', { kind: 'totp', code: await codeOfUri(uri) })).status).toBe(200)
    expect((await again.get('/me')).body).toMatchObject({ gap: null, roleLabel: '管理员' })
    expect((await again.get('/staff')).status).toBe(200)

    const lost = w.visitor()
    await lost.post('/sign-in', { account, password: OWN })
    expect((await lost.post('/sign-in/code', { kind: 'recovery', code: recovery[0] })).status).toBe(200)
    await lost.post('/sign-out')
    expect((await lost.get('/me')).status).toBe(401)
    await lost.post('/sign-in', { account, password: OWN })
    expect((await lost.post('/sign-in/code', { kind: 'recovery', code: recovery[0] })).status).toBe(401)
    expect(w.faults).toEqual([])
  })

  test('an administrator whose second factor fits no more is let in again from the machine, and the audit says so', async () => {
    const { w, account, password } = await firstAdmin()
    const { recovery } = await setUp(w.visitor(), account, password, OWN)
    const staff = await w.deskDeps.staff()
    const [admin] = await staff.list()

    const reset = await resetStaff(w.deskDeps, null, admin?.id ?? '')
    const fresh = reset.ok ? reset.value.password : ''
    const old = await w.visitor().post('/sign-in', { account, password: OWN })
    const again = await setUp(w.visitor(), account, fresh, OWN)

    expect(old.status).toBe(401)
    expect(again.recovery).not.toEqual(recovery)
    expect(await staff.audit(null, 50)).toContainEqual(
      expect.objectContaining({ verb: 'staff-reset', staffId: null, target: admin?.id }),
    )
  })

  test('an unknown account and a wrong password are one answer, and neither name is written down', async () => {
    const { w, account } = await firstAdmin()
    const wrong = await w.visitor().post('/sign-in', { account, password: 'not this one at all' })
    const unknown = await w.visitor().post('/sign-in', { account: 'my-secret-password', password: 'x' })
    expect(wrong.status).toBe(401)
    expect(unknown).toEqual(wrong)
    const audit = await (await w.deskDeps.staff()).audit(null, 10)
    expect(audit.slice(0, 2).map(({ verb }) => verb)).toEqual(['sign-in-refused', 'sign-in-refused'])
    expect(JSON.stringify(audit)).not.toContain('my-secret-password')
  })

  test('many tries lock the account for a quarter of an hour, also against the right password', async () => {
    const { w, account, password } = await firstAdmin()
    const tries = await Promise.all(
      Array.from({ length: TRIES_OF_ACCOUNT }, (_, n) =>
        w.visitor(`192.0.2.${n}`).post('/sign-in', { account, password: 'guess after guess' }),
      ),
    )
    expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 401))
    const locked = await w.visitor().post('/sign-in', { account, password })
    expect(locked).toMatchObject({ status: 429, body: { code: 'sign-in-locked' } })
    w.later(LOCK_MS + 1000)
    expect((await w.visitor().post('/sign-in', { account, password })).status).toBe(200)
  })

  test('many tries from one address lock that address and no other', async () => {
    const { w, account, password } = await firstAdmin()
    for (let n = 0; n < TRIES_OF_ADDRESS; n++) {
      await w.visitor('198.51.100.9').post('/sign-in', { account: `nobody-${n}`, password: 'guess' })
    }
    expect((await w.visitor('198.51.100.9').post('/sign-in', { account, password })).status).toBe(429)
    expect((await w.visitor('198.51.100.10').post('/sign-in', { account, password })).status).toBe(200)
  })

  test('wrong codes one after another lock the second step', async () => {
    const { w, account, password } = await firstAdmin()
    const { uri } = await setUp(w.visitor(), account, password, OWN)
    for (let n = 0; n < 2; n++) {
      const visitor = w.visitor()
      await visitor.post('/sign-in', { account, password: OWN })
      for (let code = 0; code < 5; code++) await visitor.post('/sign-in/code', { kind: 'totp', code: `00000${code}` })
    }
    const last = w.visitor()
    await last.post('/sign-in', { account, password: OWN })
    expect(await last.post('/sign-in/code', { kind: 'totp', code: await codeOfUri(uri) })).toMatchObject({
      status: 429,
      body: { code: 'sign-in-locked' },
    })
  })

  test('a weak password is refused and says why; nothing changes', async () => {
    const { w, account, password } = await firstAdmin()
    const visitor = w.visitor()
    await visitor.post('/sign-in', { account, password })
    const weak = (next: string) => visitor.post('/me/password', { present: password, next })
    expect((await weak('short')).body).toMatchObject({ code: 'password-weak', trouble: 'too-short' })
    expect((await weak('wang.min is here')).body).toMatchObject({ trouble: 'holds-account' })
    expect((await weak('abababababababab')).body).toMatchObject({ trouble: 'too-plain' })
    expect((await visitor.post('/me/password', { present: 'wrong', next: OWN })).body).toMatchObject({
      code: 'password-wrong',
    })
    expect((await w.visitor().post('/sign-in', { account, password })).status).toBe(200)
  })

  test('cookies are for this site alone, and scripts do not see them', async () => {
    const { w, account, password } = await firstAdmin()
    const { cookies } = await w.visitor().post('/sign-in', { account, password })
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/i)
  })
})

describe('accounts', () => {
  test('an administrator adds, resets and closes others, never themselves', async () => {
    const w = await deskWorld()
    const admin = await w.as('admin')
    const added = await admin.post('/staff', { account: 'li.na', name: '李娜', role: 'clerk', organSlug: null })
    expect(added.status).toBe(201)
    const { staff, password } = added.body as { staff: { id: string }; password: string }
    const visitor = w.visitor()
    expect((await visitor.post('/sign-in', { account: 'li.na', password })).status).toBe(200)
    const reset = await admin.post(`/staff/${staff.id}/reset`)
    expect((await visitor.get('/me')).status).toBe(401)
    expect((await w.visitor().post('/sign-in', { account: 'li.na', password })).status).toBe(401)
    const fresh = String(reset.body.password)
    expect((await visitor.post('/sign-in', { account: 'li.na', password: fresh })).status).toBe(200)
    expect((await admin.post(`/staff/${staff.id}/close`)).status).toBe(200)
    expect((await visitor.get('/me')).status).toBe(401)
    expect((await w.visitor().post('/sign-in', { account: 'li.na', password: fresh })).status).toBe(401)
    const me = (await admin.get('/me')).body as { id: string }
    expect(await admin.post(`/staff/${me.id}/close`)).toMatchObject({ status: 409, body: { code: 'staff-self' } })
    const verbs = (await (await w.deskDeps.staff()).audit(null, 50)).map(({ verb }) => verb)
    expect(verbs).toEqual(expect.arrayContaining(['staff-add', 'staff-reset', 'staff-close', 'sign-in']))
  })

  test('an organ account has an organ of the place, and no other account has one', async () => {
    const w = await deskWorld()
    const admin = await w.as('admin')
    const add = (role: string, organSlug: string | null) =>
      admin.post('/staff', { account: `a-${role}`, name: '某', role, organSlug })
    expect((await add('organ', null)).body).toMatchObject({ code: 'organ-missing' })
    expect((await add('organ', 'no-such-organ')).body).toMatchObject({ code: 'organ-missing' })
    expect((await add('clerk', w.content.agencies[0]?.slug ?? '')).body).toMatchObject({ code: 'organ-missing' })
    expect((await add('organ', w.content.agencies[0]?.slug ?? '')).status).toBe(201)
  })

  test('demo accounts are for the invented county on this machine alone', async () => {
    const w = await deskWorld()
    const { createDeskApp } = await import('#api/desk-app')
    const real = createDeskApp({ ...w.deskDeps, passwordOf: null })
    const response = await real.app.request(`${w.content.place.base}api/desk/sign-in/demo`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ role: 'admin' }),
    })
    expect(response.status).toBe(404)
  })
})
